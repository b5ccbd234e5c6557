import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import { instantOf } from '../../domain/ids.js';
import type { Instant, StreamName } from '../../domain/ids.js';
import { assertCount } from '../append-request.js';
import { EventStoreUnavailable } from '../errors.js';
import type { OpenPersonal } from '../../domain/personal.js';
import type { LogHead, ReadAllOptions, ReadStreamOptions, StoredEvent } from '../port.js';
import { eventIdText } from './event-ids.js';
import { withOurErrors } from './sql-errors.js';

/** Measured: raw pages of 1,000 rows decode fastest (architecture.md, Measured beforehand). */
const PAGE = 1_000;
/** Most streams are far shorter; a long one costs a page more now and then. */
const STREAM_PAGE = 256;

type Row = readonly [
  position: number,
  stream: string,
  revision: number,
  type: string,
  version: number,
  recordedAt: number,
  bodyLength: number,
  bytes: Buffer,
];

const ID_LENGTH = 16;

// Id, body and metadata come in one piece: a buffer each would take half the time of a read (measured: 141,000 against 271,000 rows/s).
// CROSS JOIN keeps the planner from starting at the streams.
const SELECT = `SELECT e.position, s.name, e.revision, e.type, e.version, e.recorded_at,
    length(e.body), CAST(e.id || e.body || e.metadata AS BLOB)
  FROM events e CROSS JOIN streams s ON s.key = e.stream`;

/** Reads in pages and holds no cursor between two of them, so that a reader that stops neither blocks the connection nor the checkpoint. */
export class EventReader {
  /** Opens personal texts; undefined: they read as erased. */
  openPersonal: OpenPersonal | undefined;
  readonly #database: Database;
  readonly #epoch: string;
  readonly #head: Statement<[], { readonly position: number; readonly recorded_at: number }>;
  readonly #page: Statement<[number, number, number], Row>;
  readonly #lastRevision: Statement<[string], { readonly revision: number | null }>;
  readonly #forwards: Statement<[string, number, number, number], Row>;
  readonly #backwards: Statement<[string, number, number], Row>;

  constructor(database: Database, epoch: string) {
    this.#database = database;
    this.#epoch = epoch;
    this.#head = database.prepare('SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1');
    this.#page = rows(database, `${SELECT} WHERE e.position > ? AND e.position <= ? ORDER BY e.position LIMIT ?`);
    this.#lastRevision = database.prepare(
      'SELECT max(revision) AS revision FROM events WHERE stream = (SELECT key FROM streams WHERE name = ?)',
    );
    const ofStream = `${SELECT} WHERE e.stream = (SELECT key FROM streams WHERE name = ?)`;
    this.#forwards = rows(database, `${ofStream} AND e.revision >= ? AND e.revision <= ? ORDER BY e.revision LIMIT ?`);
    this.#backwards = rows(database, `${ofStream} AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`);
  }

  head(): LogHead {
    const last = this.#read(() => this.#head.get());
    return last === undefined
      ? { epoch: this.#epoch, position: 0, recordedAt: null }
      : { epoch: this.#epoch, position: last.position, recordedAt: instantOf(last.recorded_at) };
  }

  /** The next events after a position, at most a page; empty at the end. */
  pageAfter(after: number, upTo = Number.MAX_SAFE_INTEGER): readonly StoredEvent[] {
    return decode(
      this.#read(() => this.#page.all(after, upTo, PAGE)),
      this.openPersonal,
    );
  }

  async *all({ after, upTo = this.head().position }: ReadAllOptions): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    assertCount('after', after);
    let position = after;
    while (position < upTo) {
      const page = this.pageAfter(position, upTo);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      position = last.position;
      await nextTurn();
    }
  }

  /** Ends at the revision that was the last when the read began: a stream that grows as fast as it is read still ends. */
  async *stream(stream: StreamName, options: ReadStreamOptions): AsyncGenerator<StoredEvent, void, undefined> {
    const { from, limit = Number.MAX_SAFE_INTEGER, direction = 'forwards' } = options;
    assertCount('limit', limit);
    if (from !== undefined) assertCount('from', from);
    const last = this.#read(() => this.#lastRevision.get(stream))?.revision ?? -1;
    const forwards = direction === 'forwards';
    let next = forwards ? (from ?? 0) : Math.min(from ?? last, last);
    let left = Math.min(limit, forwards ? last - next + 1 : next + 1);
    while (left > 0) {
      const size = Math.min(left, STREAM_PAGE);
      const page = decode(
        this.#read(() => (forwards ? this.#forwards.all(stream, next, last, size) : this.#backwards.all(stream, next, size))),
        this.openPersonal,
      );
      yield* page;
      if (page.length < size) return;
      left -= size;
      next += forwards ? size : -size;
      if (left > 0) await nextTurn();
    }
  }

  #read<T>(query: () => T): T {
    if (!this.#database.open) throw new EventStoreUnavailable('the event store has been closed');
    return withOurErrors(query);
  }
}

const rows = <Parameters extends unknown[]>(database: Database, sql: string): Statement<Parameters, Row> =>
  database.prepare<Parameters, Row>(sql).raw(true);

function decode(page: readonly Row[], open: OpenPersonal | undefined): readonly StoredEvent[] {
  let millis = Number.NaN;
  let instant = '' as Instant;
  return page.map(([position, stream, revision, type, version, recordedAt, bodyLength, bytes]) => {
    // Events of one commit mostly share their instant, and formatting it costs as much as the rest of the row.
    if (recordedAt !== millis) {
      millis = recordedAt;
      instant = instantOf(recordedAt);
    }
    const bodyEnd = ID_LENGTH + bodyLength;
    return {
      id: eventIdText(bytes.subarray(0, ID_LENGTH)),
      type,
      version,
      body: bytes.subarray(ID_LENGTH, bodyEnd),
      metadata: bytes.subarray(bodyEnd),
      stream: stream as StreamName,
      revision,
      position,
      recordedAt: instant,
      open,
    };
  });
}
