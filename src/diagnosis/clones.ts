/** Serial numbers that were reported under one device code: two devices with one code take turns under it. */
import { SEEN_EVERY_MS } from '../domain/device-decisions.js';
import type { RecordedEvent } from '../domain/events.js';
import { millisOf } from '../domain/ids.js';
import type { DeviceThing } from './things.js';

export interface Turns {
  /** What told the first number, then each that told another one than before. */
  readonly events: readonly RecordedEvent[];
  /** All but the present number. */
  readonly others: ReadonlySet<string>;
  /** A number came back: a repair changes it once. */
  readonly cameBack: boolean;
  /** No other number for as long as a report cannot pass unseen, and the device was heard of after that. */
  readonly longOver: boolean;
}

/** Undefined where the device never told a number. */
export function turnsOf({ state, events }: DeviceThing): Turns | undefined {
  const told: { readonly serial: string; readonly event: RecordedEvent }[] = [];
  const seen = new Set<string>();
  let cameBack = false;
  for (const event of events) {
    const serial = event.type === 'DeviceConnected' || event.type === 'DeviceFactsChanged' ? event.data.serialNumber : null;
    if (!serial || serial === told.at(-1)?.serial) continue;
    cameBack ||= seen.has(serial);
    seen.add(serial);
    told.push({ serial, event });
  }
  const last = told.at(-1);
  if (!last) return undefined;
  const since = millisOf(state.lastReportedAt) - millisOf(last.event.metadata.occurredAt);
  seen.delete(last.serial);
  return { events: told.map(({ event }) => event), others: seen, cameBack, longOver: since >= SEEN_EVERY_MS };
}
