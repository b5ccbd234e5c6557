/** The port over KurrentDB, once everything that it is made of is open (`kurrentdb-event-store.ts`). */
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { instantOf, type StreamName } from '../../domain/ids.js';
import { anotherKey } from '../another-key.js';
import { assertCount, checkAppend } from '../append-request.js';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import type { CheckpointExchange, LogKeys, NodeIndex } from '../node-event-store.js';
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
import type { DataFolderLock } from '../sqlite/data-folder-lock.js';
import { markRowsStale } from '../stale-rows.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { nameOf, type Connection } from './connection.js';
import { followLog, type Following } from './follow-log.js';
import { IndexCheck } from './index-check.js';
import { IndexProgress } from './index-progress.js';
import { IndexedPages } from './indexed-pages.js';
import type { KurrentEventStore, KurrentEventStoreOptions } from './kurrentdb-event-store.js';
import { LogAppender } from './log-appender.js';
import { claimForKey, type LogIdentity } from './log-identity.js';
import type { LogIndex } from './log-index.js';
import { LogSubscription } from './log-subscription.js';
import { isOurStream } from './our-events.js';
import { LogReader } from './read-log.js';
import { readStream } from './read-stream.js';
import type { TimeLimits } from './time-limits.js';
import { Writability } from './writability.js';

export interface StoreParts {
  readonly lock: DataFolderLock;
  readonly connection: Connection;
  readonly identity: LogIdentity;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
}

const MADE_ANEW = 'the index of this node was not the log: it is made anew';

export class OpenStore implements KurrentEventStore {
  readonly tree: TreeHashes;
  readonly checkpoints: CheckpointStore;
  readonly exchange: CheckpointExchange;
  readonly origin: string;
  readonly name: string;
  readonly index: NodeIndex;
  readonly #parts: StoreParts;
  readonly #options: KurrentEventStoreOptions;
  readonly #reader: LogReader;
  readonly #appender: LogAppender;
  readonly #pages: IndexedPages;
  readonly #progress: IndexProgress;
  readonly #writability: Writability;
  readonly #following: Following;
  readonly #subscriptions = new Set<LogSubscription>();
  readonly #closing = new AbortController();
  #lost: Error | undefined;

  constructor(options: KurrentEventStoreOptions, parts: StoreParts) {
    const { connection, index, limits, identity } = parts;
    const { client } = connection;
    this.#options = options;
    this.#parts = parts;
    this.tree = index.tree;
    this.checkpoints = index.checkpoints;
    this.exchange = new CheckpointStream(connection, limits);
    this.origin = identity.origin;
    this.name = nameOf(options.connectionString);
    const reader = new LogReader({ client, limits });
    this.#reader = reader;
    this.#appender = new LogAppender({ connection, index, limits, reader, clock: options.clock });
    this.#pages = new IndexedPages(index, reader);
    this.#writability = new Writability(reader);
    const check = new IndexCheck({
      index,
      reader,
      cut: (size) => {
        this.#cut(size);
      },
    });
    this.index = {
      verified: () => check.verified(),
      trust: (size) => {
        check.trust(size);
      },
      compare: (from) => check.compare(from),
      catchUp: () => this.catchUp(),
      forgetCheckpoints: () => {
        index.forgetCheckpoints();
      },
    };
    this.#following = followLog({
      client,
      reader,
      index,
      limits,
      onRead: () => {
        this.#lost = undefined;
      },
      onEvents: (events) => {
        this.#arrived(events);
      },
      onGap: async () => {
        await check.compare();
      },
      onLost: (error) => {
        this.#lost = error;
        options.onLost?.(error);
      },
      onDeaf: (error) => {
        options.onLost?.(error);
      },
    });
    this.#progress = new IndexProgress({
      index,
      closing: this.#closing.signal,
      wake: () => {
        this.#following.wake();
      },
      lost: () => this.#lost,
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

  readStream(stream: StreamName, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent> {
    const assertOpen = (): void => {
      this.#assertOpen();
    };
    return readStream({ reader: this.#reader, index: this.#parts.index, assertOpen }, stream, options);
  }

  async *readAll({ after, upTo }: ReadAllOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    assertCount('after', after);
    const { position: head } = await this.head();
    yield* this.#indexed(after, upTo === undefined ? head : this.#parts.index.lastUpTo(Math.min(upTo, head)));
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
      pagesAfter: (position) => this.#indexed(position, index.end().position),
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
    await this.#progress.upTo(position, limits.readMs);
    const end = index.end();
    return { epoch: identity.epoch, position: end.position, recordedAt: end.position === 0 ? null : instantOf(end.recordedAt) };
  }

  async checkWritable(): Promise<void> {
    this.#assertOpen();
    await this.#writability.check();
    if (this.#lost) throw this.#lost;
  }

  async useKeys({ lookUp, personal }: LogKeys): Promise<void> {
    const { connection, limits } = this.#parts;
    const mark = await claimForKey({ connection, limits }, lookUp.mark);
    if (!mark.equals(lookUp.mark)) throw anotherKey(this.name);
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
      await this.#progress.upTo(head, 1_000).catch((error: unknown) => {
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
    this.#pages.add(events);
    this.#options.observer?.onSealed?.(events.length);
    for (const subscription of this.#subscriptions) subscription.wake();
    this.#progress.advanced();
  }

  /** Whoever has read behind these events begins again; the log is read on from there. */
  #cut(size: number): void {
    markRowsStale(this.#options.folder);
    this.#parts.index.truncate(size);
    this.#pages.forgetRecent();
    for (const subscription of this.#subscriptions) subscription.fail(new EventStoreUnavailable(MADE_ANEW));
    this.#following.wake();
  }

  async *#indexed(after: number, upTo: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    this.#assertOpen();
    for await (const page of this.#pages.between(after, upTo)) {
      this.#assertOpen();
      yield page;
    }
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) throw new EventStoreUnavailable('the event store has been closed');
  }
}
