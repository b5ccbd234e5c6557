import type { RecordedEvent } from '../domain/events.js';
import { decodeEvent } from './codec.js';
import type { EventStore } from './port.js';

/** The event at a position of the log; undefined where there is none. */
export async function eventAt(store: EventStore, position: number): Promise<RecordedEvent | undefined> {
  for await (const [event] of store.readAll({ after: position - 1, upTo: position })) return event && decodeEvent(event);
  return undefined;
}
