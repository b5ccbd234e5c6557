/**
 * What a node keeps of a log that lies elsewhere: for every event in the order of the log its position, the highest `recordedAt` so far and its leaf
 * hash. The index of an event is its ordinal among the events with our stream prefixes, which is the same on every node, so nobody assigns it.
 * The file is made of the log alone, and made anew where it is missing or of another log.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { eventLeafHash } from '../../audit/envelope.js';
import type { CheckpointStore } from '../../audit/checkpoint-store.js';
import type { TreeHashes } from '../../audit/tiles.js';
import { instantOf, type Instant } from '../../domain/ids.js';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { CheckpointTable } from '../sqlite/checkpoint-table.js';
import { withOurErrors } from '../sqlite/sql-errors.js';
import { TreeReader } from '../sqlite/tree-reader.js';
import { TreeWriter } from '../sqlite/tree-writer.js';
import { forgetCheckpointsIn, openIndexFile, truncateIndexFile } from './log-index-file.js';
import type { StoredRecord } from './stored-form.js';

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

const ENTRY = 'SELECT position, ordinal, recorded_at FROM entries';

/** The server has told an event, and not the one before it in its stream. */
export class RevisionLeftOut extends EventLogDamaged {
  override readonly name = 'RevisionLeftOut';
  constructor(stream: string, revision: number) {
    super(
      `revision ${String(revision)} of ${stream} does not follow what the server told of that stream before: an event was left out, or deleted. ` +
        'Nothing is indexed past that place; it is read again',
    );
  }
}

export class LogIndex {
  readonly tree: TreeHashes;
  readonly checkpoints: CheckpointStore;
  readonly #database: Database.Database;
  readonly #writer: TreeWriter;
  readonly #insert: Database.Statement<[number, number, number, bigint]>;
  readonly #begin: Database.Statement<[bigint]>;
  readonly #advance: Database.Statement<[number, bigint, number]>;
  readonly #upTo: Database.Statement<[number], Row>;
  readonly #at: Database.Statement<[number], Row>;
  #end: IndexEnd;

  private constructor(database: Database.Database) {
    this.#database = database;
    this.#insert = database.prepare('INSERT INTO entries (position, ordinal, recorded_at, stream) VALUES (?, ?, ?, ?)');
    this.#begin = database.prepare('INSERT OR IGNORE INTO streams VALUES (?, 0)');
    this.#advance = database.prepare('UPDATE streams SET revision = ? WHERE stream = ? AND revision = ?');
    this.#upTo = database.prepare(`${ENTRY} WHERE position <= ? ORDER BY position DESC LIMIT 1`);
    this.#at = database.prepare(`${ENTRY} WHERE position = ?`);
    this.#writer = new TreeWriter(database);
    this.tree = new TreeReader(database, (position) => this.#at.get(position)?.ordinal);
    this.checkpoints = new CheckpointTable(database);
    this.#end = endOf(this.#upTo.get(Number.MAX_SAFE_INTEGER));
  }

  /** `epoch` names the log; the index of another one is thrown away. */
  static open(folder: string, epoch: string): LogIndex {
    return new LogIndex(openIndexFile(folder, epoch));
  }

  end(): IndexEnd {
    return this.#end;
  }

  /**
   * Adds the next events of the log, as the log orders them, and answers them with the times that readers see. None of them is added where one does not
   * follow the one before it in its stream. @throws RevisionLeftOut
   */
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
          for (const event of events) {
            this.#insert.run(event.position, size, Date.parse(event.recordedAt), this.#advanced(event));
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

  /** The first `size` events stay; what was signed over more stays as well. */
  truncate(size: number): void {
    this.#assertOpen();
    const position = this.positionBefore(size);
    withOurErrors(() => {
      truncateIndexFile(this.#database, { size, position });
    });
    this.#end = endOf(this.#upTo.get(Number.MAX_SAFE_INTEGER));
  }

  /** Of what was signed nothing is known any more. */
  forgetCheckpoints(): void {
    this.#assertOpen();
    withOurErrors(() => {
      forgetCheckpointsIn(this.#database);
    });
  }

  close(): void {
    this.#database.close();
  }

  /** Its stream, which stands at that event now. */
  #advanced({ stream, revision }: StoredEvent): bigint {
    const key = streamKey(stream);
    const advance = revision === 0 ? this.#begin.run(key) : this.#advance.run(revision, key, revision - 1);
    if (advance.changes !== 1) throw new RevisionLeftOut(stream, revision);
    return key;
  }

  #assertOpen(): void {
    if (!this.#database.open) throw new EventStoreUnavailable('the event store has been closed');
  }
}

const streamKey = (stream: string): bigint => createHash('sha256').update(stream).digest().readBigInt64BE();

const endOf = (row: Row | undefined): IndexEnd =>
  row === undefined
    ? { position: 0, size: 0, recordedAt: Number.NEGATIVE_INFINITY }
    : { position: row.position, size: row.ordinal + 1, recordedAt: row.recorded_at };

export function withTime({ writtenAt, ...event }: StoredRecord, millis: number): StoredEvent {
  return millis === writtenAt ? event : { ...event, recordedAt: instantOf(millis) };
}
