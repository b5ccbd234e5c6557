import type { RecordedEvent } from '../domain/events.js';
import { decodeForShowing } from './codec.js';
import type { EventStore } from './port.js';

/** The event at a place of the log, for showing; undefined where there is none. */
export async function eventAt(store: EventStore, position: number): Promise<RecordedEvent | undefined> {
  for await (const [event] of store.readAll({ after: position - 1, upTo: position })) return event && decodeForShowing(event);
  return undefined;
}
