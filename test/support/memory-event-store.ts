import { instantOf, millisOf, type Instant, type StreamName } from '../../src/domain/ids.js';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import type {
  AppendOptions,
  AppendResult,
  EventStore,
  EventToAppend,
  ExpectedRevision,
  LogHead,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  Subscription,
} from '../../src/event-store/port.js';

const PAGE = 100;

/** A log in memory, for tests of what reads one. */
export class MemoryEventStore implements EventStore {
  readonly #events: StoredEvent[] = [];
  readonly #streams = new Map<StreamName, StoredEvent[]>();
  readonly #waiting = new Set<() => void>();
  readonly #clock: () => number;
  readonly #epoch: string;
  #closed = false;

  constructor(options: { readonly clock?: () => number; readonly epoch?: string } = {}) {
    this.#clock = options.clock ?? Date.now;
    this.#epoch = options.epoch ?? 'memory-1';
  }

  append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options: AppendOptions = {},
  ): Promise<AppendResult> {
    if (this.#closed) return Promise.reject(new EventStoreUnavailable('the event store has been closed'));
    const own = this.#streams.get(stream) ?? [];
    const first = expected === 'none' ? 0 : expected + 1;
    if (first !== own.length) {
      const before = own.slice(first, first + events.length);
      const [start, end] = [before[0], before.at(-1)];
      const again = before.length === events.length && events.every(({ id }, index) => before[index]?.id === id);
      if (start && end && again) {
        return Promise.resolve({
          ok: true,
          firstPosition: start.position,
          lastPosition: end.position,
          recordedAt: end.recordedAt,
        });
      }
      return Promise.resolve({ ok: false, conflict: { stream, actualRevision: own.length === 0 ? 'none' : own.length - 1 } });
    }
    const recordedAt = this.#recordedAt(options.recordedAt);
    const firstPosition = this.#events.length + 1;
    events.forEach((event, index) => {
      const stored = { ...event, stream, revision: first + index, position: this.#events.length + 1, recordedAt };
      this.#events.push(stored);
      own.push(stored);
    });
    this.#streams.set(stream, own);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
    return Promise.resolve({ ok: true, firstPosition, lastPosition: this.#events.length, recordedAt });
  }

  async *readStream(stream: StreamName, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent> {
    await Promise.resolve();
    const { from, limit = Number.POSITIVE_INFINITY, direction = 'forwards' } = options;
    const own = this.#streams.get(stream) ?? [];
    const chosen = direction === 'forwards' ? own.slice(from ?? 0) : own.slice(0, (from ?? own.length) + 1).reverse();
    yield* chosen.slice(0, limit);
  }

  async *readAll({ after, upTo = this.#events.length }: ReadAllOptions): AsyncGenerator<readonly StoredEvent[]> {
    for (let position = after; position < upTo; position += PAGE) {
      await Promise.resolve();
      const page = this.#events.slice(position, Math.min(position + PAGE, upTo));
      if (page.length > 0) yield page;
    }
  }

  subscribe({ after }: { readonly after: number }): Subscription {
    if (this.#closed) throw new EventStoreUnavailable('the event store has been closed');
    const closing = new AbortController();
    const { signal } = closing;
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        this.#waiting.add(resolve);
        signal.addEventListener(
          'abort',
          () => {
            resolve();
          },
          { once: true },
        );
      });
    const events = this.#events;
    const isClosed = (): boolean => this.#closed || signal.aborted;
    async function* pages(): AsyncGenerator<readonly StoredEvent[]> {
      let position = after;
      while (!isClosed()) {
        const page = events.slice(position, position + PAGE);
        if (page.length === 0) await next();
        else yield page;
        position += page.length;
      }
    }
    return {
      [Symbol.asyncIterator]: pages,
      close: () => {
        closing.abort();
      },
    };
  }

  head(): Promise<LogHead> {
    const last = this.#events.at(-1);
    return Promise.resolve({ epoch: this.#epoch, position: last?.position ?? 0, recordedAt: last?.recordedAt ?? null });
  }

  close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting) wake();
    return Promise.resolve();
  }

  #recordedAt(given: Instant | undefined): Instant {
    const last = this.#events.at(-1)?.recordedAt;
    const wanted = given === undefined ? this.#clock() : millisOf(given);
    return instantOf(Math.max(wanted, last === undefined ? wanted : millisOf(last)));
  }
}
