/** A moment of the log as an option names it: a time, a position as the API writes it, or its number alone. */
import { instantOf, millisOf, parseInstant } from '../domain/ids.js';
import { lastPositionUpTo, positionAt } from '../event-store/bounded-log.js';
import type { EventStore } from '../event-store/port.js';
import { LogPosition } from '../graphql/scalars/position.js';
import { UsageError } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** The last position up to and with that moment that an event has. @throws UsageError for no moment of this log. */
export async function lastPositionOf(store: EventStore, moment: string, terminal: Terminal): Promise<number> {
  const time = parseInstant(moment);
  return time ? positionAt(store, time) : lastPositionUpTo(store, await positionNamed(store, moment, terminal));
}

/** The first position from that moment on; one behind the log's end where it has none. @throws UsageError for no moment of this log. */
export async function firstPositionOf(store: EventStore, moment: string, terminal: Terminal): Promise<number> {
  const time = parseInstant(moment);
  return time ? (await positionAt(store, instantOf(millisOf(time) - 1))) + 1 : positionNamed(store, moment, terminal);
}

async function positionNamed(store: EventStore, text: string, { texts }: Terminal): Promise<number> {
  const { epoch, position: last } = await store.head();
  const position = LogPosition.parse(text) ?? LogPosition.parse(`${epoch}.${text}`);
  if (position?.epoch !== epoch || position.number < 1 || position.number > last)
    throw new UsageError(texts.noMoment(text, last));
  return position.number;
}
