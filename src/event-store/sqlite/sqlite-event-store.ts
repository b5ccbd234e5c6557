import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { millisOf } from '../../domain/ids.js';
import type { StreamName } from '../../domain/ids.js';
import { EventStoreUnavailable } from '../errors.js';
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
} from '../port.js';
import type { AppendRequest, EventRow } from './append-events.js';
import { backUpLog } from './backup.js';
import { CheckpointTable } from './checkpoint-table.js';
import { acquireDataFolder } from './data-folder-lock.js';
import type { DataFolderLock } from './data-folder-lock.js';
import { eventIdBytes } from './event-ids.js';
import { GroupCommit } from './group-commit.js';
import type { EventStoreObserver } from './group-commit.js';
import { claimForKey } from './key-mark.js';
import { assertCount, EventReader } from './read-events.js';
import { createPrivately, makePrivateFolder } from './private-file.js';
import type { OpenPersonal } from '../../domain/personal.js';
import { openForReading, openForWriting } from './schema.js';
import { sealOldEvents } from './seal-old-events.js';
import type { Sealing } from './seal-old-events.js';
import { withOurErrors } from './sql-errors.js';
import { LogSubscription } from './subscription.js';
import { syncFile, syncFolder } from './sync-to-disk.js';
import { TreeReader } from './tree-reader.js';
import { addTreeTables } from './tree-schema.js';

export type { EventStoreObserver } from './group-commit.js';
export type { Sealing } from './seal-old-events.js';

export interface SqliteEventStoreOptions {
  /** The data folder; created for its owner alone where it does not exist. The log is its file `events.db`. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly observer?: EventStoreObserver;
  /** Told while events of an older build get their leaf hashes, which is before the store is open. */
  readonly onSealing?: (sealing: Sealing) => void;
  /**
   * Opens beside the owner of the folder, in another process, without its lock. Reads see what was committed when each page is read; `append`
   * rejects, and a subscription ends once it has caught up, since nobody here knows of the owner's commits.
   */
  readonly readOnly?: boolean;
}

/** What a log needs of the keys (`src/keys`). */
export interface LogKeys {
  readonly lookUp: { readonly mark: Uint8Array };
  readonly personal: { readonly open: OpenPersonal };
}

export interface SqliteEventStore extends EventStore {
  /** The transparency log's hashes: of every event that has been answered as appended. */
  readonly tree: TreeHashes;

  /** Adding to them is the owner's. */
  readonly checkpoints: CheckpointStore;

  /** Copies the log into a new file, with an epoch of its own. Blocks this process meanwhile; see `backUpLog`. */
  backupTo(file: string): Promise<void>;

  /** Takes the right to write and gives it back. Rejects with EventStoreUnavailable where that is not to be had: read-only, locked, damaged. */
  checkWritable(): Promise<void>;

  /**
   * Personal texts are opened from now on; without keys they read as erased. An owner compares the look-up key with the one that the log was
   * written with, and the first is kept. Rejects with LogOfAnotherKey.
   */
  useKeys(keys: LogKeys): Promise<void>;
}

/**
 * The embedded store (architecture.md, The embedded store).
 *
 * @throws DataFolderInUse where another process owns the folder, EventLogDamaged where its file is no log of this version, EventStoreUnavailable
 * where it cannot be read.
 */
export function openSqliteEventStore(options: SqliteEventStoreOptions): SqliteEventStore {
  return withOurErrors(() => (options.readOnly === true ? openBesideOwner(options.folder) : openAsOwner(options)));
}

function openBesideOwner(folder: string): SqliteEventStore {
  const file = join(folder, 'events.db');
  if (!existsSync(file)) throw new EventStoreUnavailable(`there is no event log in ${folder}`);
  const reading = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return new OpenStore(file, reading, openForReading(reading), undefined);
  } catch (error) {
    reading.close();
    throw error;
  }
}

function openAsOwner({ folder, clock, observer, onSealing = () => undefined }: SqliteEventStoreOptions): SqliteEventStore {
  const isNew = makePrivateFolder(folder);
  const lock = acquireDataFolder(folder);
  const file = join(folder, 'events.db');
  const opened: Database.Database[] = [];
  try {
    // A killed process may have left commits that it wrote and never synced. They are answered as written from now on, so they must be on disk.
    if (existsSync(`${file}-wal`)) syncFile(`${file}-wal`);
    createPrivately(file);
    const writing = new Database(file, { timeout: 1_000 });
    opened.push(writing);
    writing.pragma('journal_mode = WAL');
    writing.pragma('synchronous = FULL');
    writing.pragma('wal_autocheckpoint = 16000');
    writing.pragma('journal_size_limit = 134217728');
    const epoch = openForWriting(writing);
    addTreeTables(writing);
    sealOldEvents(writing, epoch, onSealing);
    syncFolder(folder);
    if (isNew) syncFolder(dirname(folder));
    // A second connection sees committed events only, whatever the writer is in the middle of.
    const reading = new Database(file, { readonly: true });
    opened.push(reading);
    return new OpenStore(file, reading, epoch, { database: writing, lock, clock, observer });
  } catch (error) {
    for (const database of opened) database.close();
    lock.release();
    throw error;
  }
}

interface Writer {
  readonly database: Database.Database;
  readonly lock: DataFolderLock;
  readonly clock: () => number;
  readonly observer: EventStoreObserver | undefined;
}

class OpenStore implements SqliteEventStore {
  readonly #file: string;
  readonly #reading: Database.Database;
  readonly #reader: EventReader;
  readonly #writer: Writer | undefined;
  readonly #commits: GroupCommit | undefined;
  readonly #subscriptions = new Set<LogSubscription>();
  readonly tree: TreeHashes;
  #checkpoints: CheckpointTable | undefined;
  #closed = false;

  constructor(file: string, reading: Database.Database, epoch: string, writer: Writer | undefined) {
    this.#file = file;
    this.#reading = reading;
    this.#reader = new EventReader(reading, epoch);
    this.#writer = writer;
    this.tree = new TreeReader(reading);
    this.#commits =
      writer &&
      new GroupCommit(writer.database, {
        clock: writer.clock,
        observer: writer.observer,
        onAppended: () => {
          for (const subscription of this.#subscriptions) subscription.wake();
        },
      });
  }

  async append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options: AppendOptions = {},
  ): Promise<AppendResult> {
    const request = checkedRequest(stream, expected, events, options);
    this.#assertOpen();
    if (this.#commits === undefined) throw new EventStoreUnavailable('this event log was opened for reading only');
    return this.#commits.append(request);
  }

  readStream(stream: StreamName, options: ReadStreamOptions = {}): AsyncIterable<StoredEvent> {
    return this.#reader.stream(stream, options);
  }

  readAll(options: ReadAllOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.#reader.all(options);
  }

  subscribe({ after }: { readonly after: number }): Subscription {
    this.#assertOpen();
    assertCount('after', after);
    const subscription = new LogSubscription(after, {
      pageAfter: (position) => this.#reader.pageAfter(position),
      onClose: (closed) => this.#subscriptions.delete(closed),
      follows: this.#commits !== undefined,
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  get checkpoints(): CheckpointStore {
    return (this.#checkpoints ??= new CheckpointTable(this.#writer?.database ?? this.#reading));
  }

  head(): Promise<LogHead> {
    return promised(() => this.#reader.head());
  }

  backupTo(file: string): Promise<void> {
    return promised(() => {
      this.#assertOpen();
      backUpLog(this.#file, file);
    });
  }

  checkWritable(): Promise<void> {
    return promised(() => {
      const { database } = this.#ownWriter();
      withOurErrors(() => database.exec('BEGIN IMMEDIATE; ROLLBACK'));
    });
  }

  useKeys({ lookUp, personal }: LogKeys): Promise<void> {
    return promised(() => {
      this.#assertOpen();
      const writer = this.#writer;
      if (writer)
        withOurErrors(() => {
          claimForKey(writer.database, lookUp.mark);
        });
      this.#reader.openPersonal = personal.open;
    });
  }

  #ownWriter(): Writer {
    this.#assertOpen();
    if (this.#writer === undefined) throw new EventStoreUnavailable('this event log was opened for reading only');
    return this.#writer;
  }

  /** Commits what waits, ends the subscriptions and gives the folder up. Later calls fail with EventStoreUnavailable. */
  close(): Promise<void> {
    return promised(() => {
      if (this.#closed) return;
      this.#closed = true;
      this.#commits?.drain();
      for (const subscription of this.#subscriptions) subscription.close();
      this.#reading.close();
      this.#writer?.database.close();
      this.#writer?.lock.release();
    });
  }

  #assertOpen(): void {
    if (this.#closed) throw new EventStoreUnavailable('the event store has been closed');
  }
}

/** Runs at once; what it throws becomes a rejection. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

/** Throws on what only a bug can ask for, before it can take a place in a batch. */
function checkedRequest(
  stream: StreamName,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
  { recordedAt }: AppendOptions,
): AppendRequest {
  if (stream === '') throw new TypeError('a stream has a name');
  if (events.length === 0) throw new RangeError(`an append to ${stream} has no events`);
  if (expected !== 'none' && !(Number.isSafeInteger(expected) && expected >= 0))
    throw new RangeError(`an expected revision is 'none' or a whole number from 0, not ${String(expected)}`);
  if (new Set(events.map(({ id }) => id)).size !== events.length)
    throw new TypeError(`an append to ${stream} has one event id twice`);
  const millis = recordedAt === undefined ? undefined : millisOf(recordedAt);
  if (Number.isNaN(millis)) throw new RangeError(`recordedAt is no instant: ${String(recordedAt)}`);
  return { stream, expected, events: events.map(rowOf), recordedAt: millis };
}

function rowOf({ id, type, version, body, metadata }: EventToAppend): EventRow {
  if (type === '') throw new TypeError('an event has a type');
  if (!Number.isSafeInteger(version) || version < 1)
    throw new RangeError(`an event's version is a whole number from 1, not ${String(version)}`);
  return { id: eventIdBytes(id), idText: id, type, version, body, metadata };
}
