import type { RecordedEvent } from '../domain/events.js';
import type { StreamName } from '../domain/ids.js';
import { decodeForShowing } from './codec.js';
import type { EventStore, StoredEvent } from './port.js';

/** What is stored at a place of the log; undefined where there is nothing. */
export async function storedAt(store: EventStore, position: number): Promise<StoredEvent | undefined> {
  for await (const [event] of store.readAll({ after: position - 1, upTo: position })) return event;
  return undefined;
}

/** The event at a place of the log, for showing; undefined where there is none. */
export async function eventAt(store: EventStore, position: number): Promise<RecordedEvent | undefined> {
  const event = await storedAt(store, position);
  return event && decodeForShowing(event);
}

/** The event at a place of its stream, for showing; undefined where there is none. */
export async function eventOf(store: EventStore, stream: StreamName, revision: number): Promise<RecordedEvent | undefined> {
  for await (const event of store.readStream(stream, { from: revision, limit: 1 })) return decodeForShowing(event);
  return undefined;
}
