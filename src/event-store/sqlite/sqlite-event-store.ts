import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import type { StreamName } from '../../domain/ids.js';
import { EventStoreUnavailable } from '../errors.js';
import type { LogKeys, NodeEventStore } from '../node-event-store.js';
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
import { assertCount, checkAppend } from '../append-request.js';
import type { EventRow } from './append-events.js';
import { backUpLog } from './backup.js';
import { CheckpointTable } from './checkpoint-table.js';
import { acquireDataFolder } from './data-folder-lock.js';
import type { DataFolderLock } from './data-folder-lock.js';
import { eventIdBytes } from './event-ids.js';
import { GroupCommit } from './group-commit.js';
import { claimForKey } from './key-mark.js';
import { EventReader } from './read-events.js';
import { createPrivately, makePrivateFolder } from './private-file.js';
import { openForReading, openForWriting } from './schema.js';
import { sealOldEvents } from './seal-old-events.js';
import type { Sealing } from './seal-old-events.js';
import { withOurErrors } from './sql-errors.js';
import { LogSubscription } from './subscription.js';
import { syncFile, syncFolder } from './sync-to-disk.js';
import { TreeReader } from './tree-reader.js';
import { addTreeTables, hasTreeTables } from './tree-schema.js';

export type { EventStoreObserver } from '../observer.js';
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

export interface SqliteEventStore extends NodeEventStore {
  /** Copies the log into a new file, with an epoch of its own, where `check` has nothing against the copy. Blocks this process meanwhile; see `backUpLog`. */
  backupTo(file: string, check?: (copy: SqliteEventStore) => Promise<void>): Promise<void>;

  /** False for a log that is only read and is older than its leaf hashes. */
  hasLeafHashes(): boolean;
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
  return openToRead(file);
}

function openToRead(file: string): SqliteEventStore {
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
  readonly index = undefined;
  readonly exchange = undefined;
  readonly origin = undefined;
  readonly name: string;
  #checkpoints: CheckpointTable | undefined;
  #closed = false;

  constructor(file: string, reading: Database.Database, epoch: string, writer: Writer | undefined) {
    this.#file = file;
    this.name = file;
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
    const recordedAt = checkAppend(stream, expected, events, options);
    this.#assertOpen();
    if (this.#commits === undefined) throw new EventStoreUnavailable('this event log was opened for reading only');
    return this.#commits.append({ stream, expected, events: events.map(rowOf), recordedAt });
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

  /** Positions are contiguous from 1. */
  eventsFrom(index: number): AsyncIterable<readonly StoredEvent[]> {
    return this.readAll({ after: index });
  }

  head(): Promise<LogHead> {
    return promised(() => this.#reader.head());
  }

  async backupTo(file: string, check: (copy: SqliteEventStore) => Promise<void> = () => Promise.resolve()): Promise<void> {
    this.#assertOpen();
    await backUpLog(this.#file, file, async (path) => {
      const copy = openToRead(path);
      await check(copy).finally(() => copy.close());
    });
  }

  hasLeafHashes(): boolean {
    this.#assertOpen();
    return withOurErrors(() => hasTreeTables(this.#reading));
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

const rowOf = ({ id, type, version, body, metadata }: EventToAppend): EventRow => ({
  id: eventIdBytes(id),
  idText: id,
  type,
  version,
  body,
  metadata,
});
