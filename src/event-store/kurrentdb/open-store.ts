/** The port over KurrentDB, once everything that it is made of is open (`kurrentdb-event-store.ts`). */
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { instantOf, type StreamName } from '../../domain/ids.js';
import { assertCount, checkAppend } from '../append-request.js';
import { EventStoreUnavailable, LogOfAnotherKey } from '../errors.js';
import type { CheckpointExchange, LogKeys } from '../node-event-store.js';
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
import { CheckpointStream } from './checkpoint-stream.js';
import type { ConnectionSettings } from './connection-string.js';
import { nameOf, settingsOf, type Connection } from './connection.js';
import { FollowedIndex } from './followed-index.js';
import type { KurrentEventStore, KurrentEventStoreOptions } from './kurrentdb-event-store.js';
import { LogAppender } from './log-appender.js';
import { claimForKey, type LogIdentity } from './log-identity.js';
import type { LogIndex } from './log-index.js';
import { isOurStream } from './our-events.js';
import { LogReader } from './read-log.js';
import { readStream } from './read-stream.js';
import type { TimeLimits } from './time-limits.js';
import { checkWritability } from './writability.js';

export interface StoreParts {
  readonly lock: DataFolderLock;
  readonly connection: Connection;
  readonly identity: LogIdentity;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
}

export class OpenStore implements KurrentEventStore {
  readonly tree: TreeHashes;
  readonly checkpoints: CheckpointStore;
  readonly exchange: CheckpointExchange;
  readonly origin: string;
  readonly name: string;
  readonly index: FollowedIndex;
  readonly #parts: StoreParts;
  readonly #options: KurrentEventStoreOptions;
  readonly #reader: LogReader;
  readonly #appender: LogAppender;
  readonly #servers: ConnectionSettings;
  readonly #closing = new AbortController();

  constructor(options: KurrentEventStoreOptions, parts: StoreParts) {
    const { connection, index, limits, identity } = parts;
    const { client } = connection;
    const { folder, observer, onLost, onIndexing } = options;
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
    this.#servers = settingsOf(options.connectionString);
    this.index = new FollowedIndex({
      client,
      reader,
      index,
      limits,
      folder,
      name: this.name,
      closing: this.#closing.signal,
      onIndexed: (events) => observer?.onSealed?.(events),
      onLost: (error) => onLost?.(error),
      onIndexing: (indexed) => onIndexing?.(indexed),
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
    return this.index.subscribe(after);
  }

  /** Once this node has indexed up to the log's end as the server tells it. */
  async head(): Promise<LogHead> {
    this.#assertOpen();
    const { index, identity, limits } = this.#parts;
    const position = await this.#reader.head(index.end().position);
    await this.index.upTo(position, limits.readMs);
    const end = index.end();
    return { epoch: identity.epoch, position: end.position, recordedAt: end.position === 0 ? null : instantOf(end.recordedAt) };
  }

  async checkWritable(): Promise<void> {
    this.#assertOpen();
    await checkWritability({ reader: this.#reader, appender: this.#appender, servers: this.#servers });
    const lost = this.index.lost();
    if (lost) throw lost;
  }

  async useKeys({ lookUp, personal }: LogKeys): Promise<void> {
    const { connection, limits } = this.#parts;
    const mark = await claimForKey({ connection, limits }, lookUp.mark);
    if (!mark.equals(lookUp.mark)) throw new LogOfAnotherKey(this.name);
    this.#reader.openPersonal = personal.open;
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.index.stop();
    const { index, connection, lock } = this.#parts;
    index.close();
    await connection.release();
    lock.release();
  }

  async *#indexed(after: number, upTo: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    this.#assertOpen();
    for await (const page of this.index.pages(after, upTo)) {
      this.#assertOpen();
      yield page;
    }
  }

  #assertOpen(): void {
    if (this.#closing.signal.aborted) throw new EventStoreUnavailable('the event store has been closed');
  }
}
