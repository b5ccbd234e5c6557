/**
 * One device, known by its serial number, under a new code after a reset, while its license is bound to the former one. Default serial
 * numbers exist: two codes that both go on reporting may as well be two devices.
 */
import { SEEN_EVERY_MS } from '../domain/device-decisions.js';
import { millisOf, type Instant } from '../domain/ids.js';
import type { DeviceThing, LicenseThing } from './things.js';

export interface ChangedCode {
  /** On the former code, or free since it was unlinked from there. */
  readonly license: LicenseThing;
  readonly former: DeviceThing;
  readonly present: DeviceThing;
  /** GOES_ON: it has reported since the present one appeared. UNSEEN: it has not, as far as the log shows; a report that changes nothing leaves no event for a while. */
  readonly formerIs: 'SILENT' | 'UNSEEN' | 'GOES_ON';
  /** The number is no maker's default, and only these two have it: else it does not tell that they are one. */
  readonly serialTells: boolean;
}

/** Nothing is taken from a device that may be another one and work. */
export const mayBeTwo = ({ formerIs, serialTells }: ChangedCode): boolean => formerIs === 'GOES_ON' || !serialTells;

/** As makers leave it: one letter over and over, a row of digits, or a word. */
const DEFAULT_SERIAL = /^(?:(.)\1*|0?123456789?0?|.{0,2}|(?:unknown|default|none|null|serial|s\/?n|n\/?a)\W*)$/i;

const REPORTS: ReadonlySet<string> = new Set(['DeviceConnected', 'DeviceFactsChanged', 'DeviceSeen']);

const lastReport = ({ events }: DeviceThing): number => events.findLast(({ type }) => REPORTS.has(type))?.position ?? 0;
const appeared = ({ events }: DeviceThing): number => events[0]?.position ?? 0;

/**
 * `records`: the device and those with its serial number. `asked`: the device that was asked for itself. Undefined where the license is on
 * the newest of them, or on none.
 */
export function changedCode(
  license: LicenseThing,
  records: readonly DeviceThing[],
  asked: DeviceThing | null,
  now: Instant,
): ChangedCode | undefined {
  const bound = license.state.device ?? license.state.lastDevice;
  const former = records.find(({ id }) => id === bound?.deviceId);
  if (!former) return undefined;
  const newer = records
    .filter((record) => appeared(record) > appeared(former) && mayBe(record, former, license))
    .sort((a, b) => lastReport(b) - lastReport(a));
  const present = asked && asked.id !== former.id ? newer.find(({ id }) => id === asked.id) : newer[0];
  if (!present) return undefined;
  const silentFor = millisOf(now) - millisOf(former.state.lastReportedAt);
  const quiet = silentFor >= SEEN_EVERY_MS ? 'SILENT' : 'UNSEEN';
  return {
    license,
    former,
    present,
    formerIs: lastReport(former) > appeared(present) ? 'GOES_ON' : quiet,
    serialTells: records.length <= 2 && !DEFAULT_SERIAL.test(former.state.serialNumber ?? ''),
  };
}

/** A device of another model is another device; one that runs on a license of its own misses none. */
function mayBe({ state }: DeviceThing, former: DeviceThing, license: LicenseThing): boolean {
  const ofAnotherModel = state.model !== null && former.state.model !== null && state.model !== former.state.model;
  return !ofAnotherModel && (state.slot === null || state.slot.licenseId === license.id);
}
