import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { instantOf, type StreamName } from '../../domain/ids.js';
import { assertCount, checkAppend } from '../append-request.js';
import { EventLogDamaged, EventStoreUnavailable, LogOfAnotherKey } from '../errors.js';
import type { CheckpointExchange, LogKeys, NodeEventStore } from '../node-event-store.js';
import type { EventStoreObserver } from '../observer.js';
import type {
  AppendOptions,
  AppendResult,
  EventToAppend,
  ExpectedRevision,
  LogHead,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  Subscription,
} from '../port.js';
import { acquireDataFolder, type DataFolderLock } from '../sqlite/data-folder-lock.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { connect, nameOf, type Connection } from './connection.js';
import { followLog, type Following } from './follow-log.js';
import { LogAppender } from './log-appender.js';
import { claimForKey, identityOf, keyMarkOf, type LogIdentity } from './log-identity.js';
import { LogIndex, withTime } from './log-index.js';
import { LogSubscription } from './log-subscription.js';
import { isOurStream } from './our-events.js';
import { LogReader } from './read-log.js';
import { RecentEvents } from './recent-events.js';
import { isUndiscovered } from './server-errors.js';
import { pause, TIME_LIMITS, type TimeLimits } from './time-limits.js';

export interface KurrentEventStoreOptions {
  /** `esdb://…` or `kurrentdb://…`, as the client reads it. */
  readonly connectionString: string;
  /** The data folder of this node, which holds its index of the log; created for its owner alone where it does not exist. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly observer?: EventStoreObserver;
  readonly limits?: TimeLimits;
  /** The subscription of this node was lost: it is tried again. */
  readonly onLost?: (error: Error) => void;
  /** Told while the index catches up, which is before the store is open. */
  readonly onIndexing?: (indexed: number) => void;
}

export interface KurrentEventStore extends NodeEventStore {
  readonly exchange: CheckpointExchange;
  readonly origin: string;
}

/** A stream's page. */
const PAGE = 500;

/**
 * The distributed store (architecture.md, The distributed store). Answers once this node has indexed the whole log.
 *
 * @throws DataFolderInUse, EventStoreUnavailable where the server cannot be reached, EventLogDamaged where it holds less than this node has indexed.
 */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
  const lock = acquireDataFolder(options.folder);
  const connection = connect(options.connectionString);
  let index: LogIndex | undefined;
  try {
    const limits = options.limits ?? TIME_LIMITS;
    const identity = await identityOf({ connection, limits });
    index = LogIndex.open(options.folder, identity.epoch);
    const store = new OpenStore(options, { lock, connection, identity, index, limits });
    await store.catchUp();
    return store;
  } catch (error) {
    index?.close();
    await connection.release();
    lock.release();
    throw error;
  }
}

/** Of the look-up key that the log was written with; undefined where none was used yet. Rejects with EventStoreUnavailable. */
export async function keyMarkOfServer(connectionString: string): Promise<Buffer | undefined> {
  const connection = connect(connectionString);
  try {
    return await keyMarkOf({ connection, limits: TIME_LIMITS });
  } finally {
    await connection.release();
  }
}

interface Parts {
  readonly lock: DataFolderLock;
  readonly connection: Connection;
  readonly identity: LogIdentity;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
}

class OpenStore implements KurrentEventStore {
  readonly tree: TreeHashes;
  readonly checkpoints: CheckpointStore;
  readonly exchange: CheckpointExchange;
  readonly origin: string;
  readonly name: string;
  readonly #parts: Parts;
  readonly #options: KurrentEventStoreOptions;
  readonly #reader: LogReader;
  readonly #appender: LogAppender;
  readonly #recent: RecentEvents;
  readonly #following: Following;
  readonly #subscriptions = new Set<LogSubscription>();
  readonly #closing = new AbortController();
  #progressed: (() => void)[] = [];
  #lost: Error | undefined;
  /** As the cluster said last. */
  #hasNoLeader = false;

  constructor(options: KurrentEventStoreOptions, parts: Parts) {
    const { connection, index, limits, identity } = parts;
    this.#options = options;
    this.#parts = parts;
    this.tree = index.tree;
    this.checkpoints = index.checkpoints;
    this.exchange = new CheckpointStream(connection, limits);
    this.origin = identity.origin;
    this.name = nameOf(options.connectionString);
    this.#reader = new LogReader({ client: connection.client, limits });
    this.#appender = new LogAppender({ connection, index, limits, reader: this.#reader, clock: options.clock });
    this.#recent = new RecentEvents(index.end().position);
    this.#following = followLog({
      client: connection.client,
      index,
      limits,
      onFollowing: () => {
        if (this.#lost instanceof EventStoreUnavailable) this.#lost = undefined;
      },
      onEvents: (events) => {
        this.#arrived(events);
      },
      onLost: (error) => {
        this.#lost = error;
        options.onLost?.(error);
      },
    });
  }

  async append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options: AppendOptions = {},
  ): Promise<AppendResult> {
    const recordedAt = checkAppend(stream, expected, events, options);
    if (!isOurStream(stream)) throw new TypeError(`${stream} is no stream of the log: its name would not be found again`);
    this.#assertOpen();
    const started = performance.now();
    const result = await this.#appender.append({ stream, expected, events, recordedAt });
    if (result.ok) {
      const seconds = (performance.now() - started) / 1_000;
      this.#options.observer?.onCommit({ appends: 1, events: events.length, seconds });
    } else {
      this.#options.observer?.onConflict?.();
    }
    return result;
  }

  async *readStream(stream: StreamName, options: ReadStreamOptions = {}): AsyncGenerator<StoredEvent, void, undefined> {
    const { from, limit = Number.MAX_SAFE_INTEGER, direction = 'forwards' } = options;
    assertCount('limit', limit);
    if (from !== undefined) assertCount('from', from);
    const backwards = direction === 'backwards';
    let next: number | 'end' = backwards ? await this.#startBackwards(stream, from) : (from ?? 0);
    let left = limit;
    let last: number | undefined;
    while (left > 0) {
      this.#assertOpen();
      const count = Math.min(left, PAGE);
      const page = await this.#reader.stream(stream, { from: next, count, backwards });
      for (const record of page) {
        if (last !== undefined && record.revision > last) return;
        yield withTime(record, Date.parse(this.#parts.index.recordedAt(record.position, record.writtenAt)));
      }
      const end = page.at(-1)?.revision;
      if (end === undefined || page.length < count || (backwards && end === 0)) return;
      left -= page.length;
      next = backwards ? end - 1 : end + 1;
      // A stream that grows as fast as it is read still ends: at what was its last event when the second page was asked for.
      if (!backwards && left > 0)
        last ??= (await this.#reader.stream(stream, { from: 'end', count: 1, backwards: true }))[0]?.revision;
    }
  }

  async *readAll({ after, upTo }: ReadAllOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    assertCount('after', after);
    const { position: head } = await this.head();
    yield* this.#pages(after, upTo === undefined ? head : this.#parts.index.lastUpTo(Math.min(upTo, head)));
  }

  async *eventsFrom(index: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    this.#assertOpen();
    yield* this.readAll({ after: this.#parts.index.positionBefore(index) });
  }

  subscribe({ after }: { readonly after: number }): Subscription {
    this.#assertOpen();
    assertCount('after', after);
    const { index, limits } = this.#parts;
    const subscription = new LogSubscription(after, {
      pagesAfter: (position) => this.#pages(position, index.end().position),
      last: () => index.end().position,
      onClose: (closed) => this.#subscriptions.delete(closed),
      backOffMs: limits.backOffMs[0],
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** Once this node has indexed up to the log's end as the server tells it. */
  async head(): Promise<LogHead> {
    this.#assertOpen();
    const { index, identity, limits } = this.#parts;
    const position = await this.#reader.head(index.end().position);
    await this.#indexed(position, limits.readMs);
    const end = index.end();
    return { epoch: identity.epoch, position: end.position, recordedAt: end.position === 0 ? null : instantOf(end.recordedAt) };
  }

  async checkWritable(): Promise<void> {
    this.#assertOpen();
    try {
      await this.#reader.head(Number.MAX_SAFE_INTEGER);
      this.#hasNoLeader = false;
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      if (error.reason === 'no-leader') this.#hasNoLeader = true;
      // The client then looks for a leader, for longer than we wait: what it said before it began is why nothing answers.
      const isLooking = error.reason === 'overloaded' || isUndiscovered(error.cause);
      if (!isLooking || !this.#hasNoLeader) throw error;
      throw new EventStoreUnavailable(error.message, { cause: error, reason: 'no-leader' });
    }
    if (this.#lost) throw this.#lost;
  }

  async useKeys({ lookUp, personal }: LogKeys): Promise<void> {
    const { connection, limits } = this.#parts;
    const mark = await claimForKey({ connection, limits }, lookUp.mark);
    if (!mark.equals(lookUp.mark)) throw new LogOfAnotherKey(this.name);
    this.#reader.openPersonal = personal.open;
  }

  /** Waits for the index to reach the end of the log. Throws where the server is away, or has lost what this node has seen. */
  async catchUp(): Promise<void> {
    const { index } = this.#parts;
    const known = index.end().position;
    if (!(await this.#reader.holds(known))) {
      throw new EventLogDamaged(
        `${this.name} no longer holds the event of position ${String(known)}, which this node has indexed: an older log was put back. ` +
          'Where that was meant, remove log-index.db and the read model from the data folder: both are made anew',
      );
    }
    const head = await this.#reader.head(known);
    while (index.end().position < head) {
      await this.#indexed(head, 1_000).catch((error: unknown) => {
        if (this.#lost) throw this.#lost;
        if (!(error instanceof EventStoreUnavailable)) throw error;
      });
      this.#options.onIndexing?.(index.end().size);
    }
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    for (const subscription of this.#subscriptions) subscription.close();
    await this.#following.stop();
    const { index, connection, lock } = this.#parts;
    index.close();
    await connection.release();
    lock.release();
  }

  #arrived(events: readonly StoredEvent[]): void {
    this.#lost = undefined;
    const { openPersonal } = this.#reader;
    this.#recent.add(openPersonal ? events.map((event) => ({ ...event, open: openPersonal })) : events);
    this.#options.observer?.onSealed?.(events.length);
    for (const subscription of this.#subscriptions) subscription.wake();
    const waiting = this.#progressed;
    this.#progressed = [];
    for (const wake of waiting) wake();
  }

  async *#pages(after: number, upTo: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    this.#assertOpen();
    const recent = this.#recent.after(after);
    if (recent) {
      const page = recent.filter(({ position }) => position <= upTo);
      if (page.length > 0) yield page;
      return;
    }
    let recordedAt = this.#parts.index.recordedAtUpTo(after);
    // The server refuses a position at which no event stands.
    for await (const records of this.#reader.all(this.#parts.index.lastUpTo(after), upTo)) {
      this.#assertOpen();
      const page: StoredEvent[] = [];
      for (const record of records) {
        recordedAt = Math.max(recordedAt, record.writtenAt);
        page.push(withTime(record, recordedAt));
      }
      yield page;
    }
  }

  async #startBackwards(stream: StreamName, from: number | undefined): Promise<number | 'end'> {
    if (from === undefined) return 'end';
    const [last] = await this.#reader.stream(stream, { from: 'end', count: 1, backwards: true });
    return Math.min(from, last?.revision ?? 0);
  }

  async #indexed(position: number, limitMs: number): Promise<void> {
    if (this.#parts.index.end().position >= position) return;
    const limit = { isOver: false };
    const over = pause(limitMs, this.#closing.signal).then(() => {
      limit.isOver = true;
    });
    while (this.#parts.index.end().position < position) {
      this.#assertOpen();
      if (limit.isOver) throw this.#lost ?? new EventStoreUnavailable('this node is behind the log', { reason: 'overloaded' });
      await Promise.race([new Promise<void>((resolve) => this.#progressed.push(resolve)), over]);
    }
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) throw new EventStoreUnavailable('the event store has been closed');
  }
}
