/**
 * The same log for whoever loads the same few streams again and again, as commands do: what was read of a stream stays what it is, so only what
 * followed is read anew, and compared anew where the log below compares.
 */
import type { StreamName } from '../domain/ids.js';
import type { EventStore, StoredEvent } from './port.js';

/** Some 6 MB of events of the usual size. */
const MOST_EVENTS = 10_000;
/** An upload's stream of 10,000 items would drive out all others. */
const MOST_A_STREAM = 100;

export function rememberedStreams(store: EventStore): EventStore {
  const memory = new StreamMemory();
  return {
    append: (...request) => store.append(...request),
    readStream: (stream, options) => (options === undefined ? whole(store, memory, stream) : store.readStream(stream, options)),
    readAll: (options) => store.readAll(options),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    close: () => store.close(),
  };
}

async function* whole(store: EventStore, memory: StreamMemory, stream: StreamName): AsyncGenerator<StoredEvent, void, undefined> {
  const known = memory.of(stream);
  yield* known;
  const read: StoredEvent[] = [];
  for await (const event of known.length === 0 ? store.readStream(stream) : store.readStream(stream, { from: known.length })) {
    if (read.length <= MOST_A_STREAM) read.push(event);
    yield event;
  }
  if (read.length > 0) memory.keep(stream, [...known, ...read]);
}

/** Two generations: what was not asked for while the younger one filled up is forgotten with the older one. */
class StreamMemory {
  #young = new Map<StreamName, readonly StoredEvent[]>();
  #old = new Map<StreamName, readonly StoredEvent[]>();
  #events = 0;

  /** Its first events, from revision 0 on. */
  of(stream: StreamName): readonly StoredEvent[] {
    const young = this.#young.get(stream);
    if (young) return young;
    const old = this.#old.get(stream);
    if (old) this.keep(stream, old);
    return old ?? [];
  }

  keep(stream: StreamName, events: readonly StoredEvent[]): void {
    if (events.length > MOST_A_STREAM) return;
    this.#events += events.length - (this.#young.get(stream)?.length ?? 0);
    this.#young.set(stream, events);
    if (this.#events < MOST_EVENTS / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#events = 0;
  }
}
