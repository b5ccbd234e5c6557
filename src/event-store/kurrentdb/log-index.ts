/**
 * What a node keeps of a log that lies elsewhere: for every event in the order of the log its position, the highest `recordedAt` so far and its leaf
 * hash. The index of an event is its ordinal among the events with our stream prefixes, which is the same on every node, so nobody assigns it.
 * The file is made of the log alone, and made anew where it is missing or of another log.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eventLeafHash } from '../../audit/envelope.js';
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { instantOf, type Instant } from '../../domain/ids.js';
import { EventStoreUnavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { CheckpointTable } from '../sqlite/checkpoint-table.js';
import { createPrivately } from '../sqlite/private-file.js';
import { withOurErrors } from '../sqlite/sql-errors.js';
import { TreeReader } from '../sqlite/tree-reader.js';
import { addTreeTables } from '../sqlite/tree-schema.js';
import { TreeWriter } from '../sqlite/tree-writer.js';
import type { StoredRecord } from './stored-form.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entries (
    position    INTEGER PRIMARY KEY,
    ordinal     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
  ) STRICT;
`;
const COUNT = 'SELECT coalesce((SELECT ordinal + 1 FROM entries ORDER BY position DESC LIMIT 1), 0)';

export interface IndexEnd {
  /** 0 for an empty log. */
  readonly position: number;
  readonly size: number;
  /** Milliseconds since 1970; negative infinity for an empty log. */
  readonly recordedAt: number;
}

interface Row {
  readonly position: number;
  readonly ordinal: number;
  readonly recorded_at: number;
}

export class LogIndex {
  readonly tree: TreeHashes;
  readonly checkpoints: CheckpointStore;
  readonly #database: Database.Database;
  readonly #writer: TreeWriter;
  readonly #insert: Database.Statement<[number, number, number]>;
  readonly #upTo: Database.Statement<[number], Row>;
  readonly #at: Database.Statement<[number], Row>;
  #end: IndexEnd;

  private constructor(database: Database.Database) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO entries (position, ordinal, recorded_at) VALUES (?, ?, ?)');
    this.#upTo = database.prepare('SELECT * FROM entries WHERE position <= ? ORDER BY position DESC LIMIT 1');
    this.#at = database.prepare('SELECT * FROM entries WHERE position = ?');
    this.#writer = new TreeWriter(database);
    this.tree = new TreeReader(database, (position) => this.#at.get(position)?.ordinal);
    this.checkpoints = new CheckpointTable(database);
    this.#end = endOf(this.#upTo.get(Number.MAX_SAFE_INTEGER));
  }

  /** `epoch` names the log; the index of another one is thrown away. */
  static open(folder: string, epoch: string): LogIndex {
    const file = join(folder, 'log-index.db');
    const opened = openFile(file);
    const known = opened.prepare<[], { epoch: string }>('SELECT epoch FROM log').get()?.epoch;
    if (known === undefined || known === epoch) {
      opened.prepare('INSERT OR IGNORE INTO log VALUES (1, ?)').run(epoch);
      return new LogIndex(opened);
    }
    opened.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return LogIndex.open(folder, epoch);
  }

  end(): IndexEnd {
    return this.#end;
  }

  /** Adds the next events of the log, as the log orders them, and answers them with the times that readers see. */
  add(records: readonly StoredRecord[]): readonly StoredEvent[] {
    if (records.length === 0) return [];
    let { size, recordedAt } = this.#end;
    const events: StoredEvent[] = [];
    for (const record of records) {
      recordedAt = Math.max(recordedAt, record.writtenAt);
      events.push(withTime(record, recordedAt));
    }
    withOurErrors(() =>
      this.#database
        .transaction(() => {
          for (const { position, recordedAt: at } of events) {
            this.#insert.run(position, size, Date.parse(at));
            size += 1;
          }
          this.#writer.append(this.#end.size, events.map(eventLeafHash));
        })
        .immediate(),
    );
    this.#end = { position: events.at(-1)?.position ?? 0, size, recordedAt };
    return events;
  }

  /** What all readers see: the highest that was written up to a position. Behind the end of the index, as far as is known. */
  recordedAt(position: number, writtenAt: number): Instant {
    this.#assertOpen();
    const known = position <= this.#end.position ? this.#at.get(position)?.recorded_at : undefined;
    return instantOf(known ?? Math.max(writtenAt, this.#end.recordedAt));
  }

  /** Milliseconds since 1970 of the last event up to a position; negative infinity before the first one. */
  recordedAtUpTo(position: number): number {
    this.#assertOpen();
    return this.#upTo.get(position)?.recorded_at ?? Number.NEGATIVE_INFINITY;
  }

  /** Of the last event up to a position; 0 before the first. */
  lastUpTo(position: number): number {
    this.#assertOpen();
    return this.#upTo.get(position)?.position ?? 0;
  }

  /** The position before the event of that index, so that a read after it begins there. */
  positionBefore(index: number): number {
    this.#assertOpen();
    let [before, last] = [0, this.#end.position];
    while (before < last) {
      const middle = Math.ceil((before + last) / 2);
      const ordinal = this.#upTo.get(middle)?.ordinal ?? -1;
      if (ordinal < index) before = middle;
      else last = middle - 1;
    }
    // A server reads from the position of an event alone.
    return this.lastUpTo(before);
  }

  close(): void {
    this.#database.close();
  }

  #assertOpen(): void {
    if (!this.#database.open) throw new EventStoreUnavailable('the event store has been closed');
  }
}

function openFile(file: string): Database.Database {
  createPrivately(file);
  const database = new Database(file, { timeout: 1_000 });
  // What a power cut takes is read from the log again.
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(SCHEMA);
  addTreeTables(database, COUNT);
  return database;
}

const endOf = (row: Row | undefined): IndexEnd =>
  row === undefined
    ? { position: 0, size: 0, recordedAt: Number.NEGATIVE_INFINITY }
    : { position: row.position, size: row.ordinal + 1, recordedAt: row.recorded_at };

export function withTime({ writtenAt, ...event }: StoredRecord, millis: number): StoredEvent {
  return millis === writtenAt ? event : { ...event, recordedAt: instantOf(millis) };
}
