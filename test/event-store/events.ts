import { randomUUID } from 'node:crypto';
import type { StreamName } from '../../src/domain/ids.js';
import type { AppendResult, EventStore, EventToAppend, StoredEvent } from '../../src/event-store/port.js';

/** A stream that no other test uses: a server may hold the log of many. */
export const newStream = (): StreamName => `license-${randomUUID()}` as StreamName;

/** An event with an id of its own and a body of so many bytes. */
export function newEvent(body: string | Uint8Array = '{}'): EventToAppend {
  return {
    id: randomUUID(),
    type: 'LicenseRenewed',
    version: 1,
    body: typeof body === 'string' ? Buffer.from(body) : body,
    metadata: Buffer.from('{"actor":"test"}'),
  };
}

export const newEvents = (count: number, body?: string): EventToAppend[] => Array.from({ length: count }, () => newEvent(body));

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

/** The whole of it in memory: for what a test knows to be short. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What stands in the log after a position, of these streams alone. */
export async function eventsAfter(store: EventStore, after: number, streams: readonly StreamName[]): Promise<StoredEvent[]> {
  const wanted = new Set(streams);
  return (await collect(store.readAll({ after }))).flat().filter(({ stream }) => wanted.has(stream));
}

export function accepted(result: AppendResult): AppendResult & { readonly ok: true } {
  if (!result.ok) throw new Error(`refused: ${result.conflict.stream} stands at ${String(result.conflict.actualRevision)}`);
  return result;
}

/** Fills a stream from its start with events in appends of a thousand. */
export async function fill(store: EventStore, stream: StreamName, count: number, body?: string): Promise<void> {
  for (let written = 0; written < count; written += 1_000)
    accepted(await store.append(stream, written === 0 ? 'none' : written - 1, newEvents(Math.min(1_000, count - written), body)));
}
