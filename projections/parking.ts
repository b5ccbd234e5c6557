/**
 * Events that a view could not take. The first one's stream is parked for that view alone, with what follows in it; everything else goes
 * on. Of every event it is known whether it was applied, ignored, parked (from when to when) or not reached: only exceptions are stored.
 */
import type { Database, Statement } from 'better-sqlite3';
import { instantOf, type Instant, type StreamName } from '../src/domain/ids.js';
import type { StoredEvent } from '../src/event-store/port.js';
import { AppendedTable } from './appended-table.js';
import { KeyedTable, type SqlRecord } from './keyed-table.js';
import type { WriteBuffer } from './write-buffer.js';

export const PARKING_SCHEMA = {
  tables: [
    `CREATE TABLE parked (key TEXT PRIMARY KEY NOT NULL, view TEXT NOT NULL, stream TEXT NOT NULL, position INTEGER NOT NULL,
      revision INTEGER NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL, error TEXT NOT NULL, parked_at INTEGER NOT NULL,
      behind INTEGER NOT NULL) STRICT`,
    `CREATE TABLE parked_past (view TEXT NOT NULL, stream TEXT NOT NULL, position INTEGER NOT NULL, revision INTEGER NOT NULL,
      event_id TEXT NOT NULL, type TEXT NOT NULL, error TEXT NOT NULL, parked_at INTEGER NOT NULL, behind INTEGER NOT NULL,
      applied_at INTEGER NOT NULL) STRICT`,
  ],
  indexes: [
    'CREATE INDEX parked_by_stream ON parked (stream, view)',
    'CREATE INDEX parked_past_by_stream ON parked_past (stream, view)',
  ],
};

export interface ParkedStream {
  readonly view: string;
  readonly stream: StreamName;
  /** The event that the view could not take, and where it stands. */
  readonly eventId: string;
  readonly type: string;
  readonly revision: number;
  readonly position: number;
  readonly error: string;
  readonly parkedAt: Instant;
  /** Events of the stream that wait behind it. */
  readonly behind: number;
}

/** A stream that was parked, until a retry or a rebuild could take it. */
export interface FormerlyParked extends ParkedStream {
  readonly appliedAt: Instant;
}

/** Of a file of whatever version: none where it has no such table. */
export function parkedStreamsIn(database: Database): readonly StreamName[] {
  const hasTable = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'parked'`).get() !== undefined;
  if (!hasTable) return [];
  return database.prepare<[], StreamName>('SELECT DISTINCT stream FROM parked ORDER BY stream').pluck().all();
}

const COLUMNS = ['view', 'stream', 'position', 'revision', 'event_id', 'type', 'error', 'parked_at', 'behind'];

const keyOf = (view: string, stream: string): string => `${view} ${stream}`;

const valuesOf = (parked: ParkedStream): (string | number)[] => {
  const { view, stream, position, revision, eventId, type, error, parkedAt, behind } = parked;
  return [view, stream, position, revision, eventId, type, error, Date.parse(parkedAt), behind];
};

function parkedOf(record: SqlRecord): ParkedStream {
  return {
    view: String(record['view']),
    stream: String(record['stream']) as StreamName,
    position: Number(record['position']),
    revision: Number(record['revision']),
    eventId: String(record['event_id']),
    type: String(record['type']),
    error: String(record['error']),
    parkedAt: instantOf(Number(record['parked_at'])),
    behind: Number(record['behind']),
  };
}

export class Parking {
  readonly #database: Database;
  readonly #parked: KeyedTable<ParkedStream>;
  readonly #past: AppendedTable;
  readonly #buffer: WriteBuffer;
  /** Asked for every event whose outcomes are shown: prepared once. */
  readonly #ofStream: Statement<[string], SqlRecord>;
  readonly #pastOfStream: Statement<[string], SqlRecord>;
  /** False: nothing was ever parked, and no event costs a look-up. */
  #hasPast: boolean;
  /** Keys, so that an event of a healthy stream costs no look-up. */
  #keys: Set<string>;
  #new: ParkedStream[] = [];

  constructor(database: Database, buffer: WriteBuffer) {
    this.#database = database;
    this.#buffer = buffer;
    const columns = ['key', ...COLUMNS];
    this.#parked = new KeyedTable<ParkedStream>(
      database,
      buffer,
      { name: 'parked', columns, write: (key, parked) => [key, ...valuesOf(parked)], read: parkedOf },
      10_000,
    );
    this.#past = new AppendedTable(database, buffer, 'parked_past', [...COLUMNS, 'applied_at']);
    this.#ofStream = database.prepare<[string], SqlRecord>('SELECT * FROM parked WHERE stream = ?');
    this.#pastOfStream = database.prepare<[string], SqlRecord>('SELECT * FROM parked_past WHERE stream = ? ORDER BY parked_at');
    this.#hasPast = database.prepare('SELECT 1 FROM parked_past LIMIT 1').get() !== undefined;
    this.#keys = this.#readKeys();
    buffer.add({
      flush: () => undefined,
      committed: () => undefined,
      forget: () => {
        this.#keys = this.#readKeys();
        this.#new = [];
      },
    });
  }

  has(view: string, stream: string): boolean {
    return this.#keys.size > 0 && this.#keys.has(keyOf(view, stream));
  }

  park(view: string, event: StoredEvent, error: unknown, parkedAt: Instant): void {
    const { stream, id, type, revision, position } = event;
    const message = error instanceof Error ? error.message : String(error);
    const parked = { view, stream, eventId: id, type, revision, position, error: message, parkedAt, behind: 0 };
    this.put(parked);
    this.#new.push(parked);
  }

  /** What was parked since the last call: for who is told of it. */
  takeNew(): readonly ParkedStream[] {
    const parked = this.#new;
    this.#new = [];
    return parked;
  }

  put(parked: ParkedStream): void {
    const key = keyOf(parked.view, parked.stream);
    this.#parked.put(key, parked);
    this.#keys.add(key);
    this.#buffer.note(() => this.#keys.delete(key));
  }

  /** One more event waits. */
  wait(view: string, stream: string): void {
    const key = keyOf(view, stream);
    const parked = this.#parked.get(key);
    if (parked) this.#parked.put(key, { ...parked, behind: parked.behind + 1 });
  }

  end(parked: ParkedStream, appliedAt: Instant): void {
    const key = keyOf(parked.view, parked.stream);
    this.#parked.remove(key);
    this.#past.append([...valuesOf(parked), Date.parse(appliedAt)]);
    this.#hasPast = true;
    this.#keys.delete(key);
    this.#buffer.note(() => this.#keys.add(key));
  }

  /** Takes an entry out of the file that no view has made. Within the caller's transaction; what is remembered is the caller's to forget. */
  discard({ view, stream }: ParkedStream): void {
    this.#database.prepare<[string, string]>('DELETE FROM parked WHERE view = ? AND stream = ?').run(view, stream);
  }

  /** As of the last commit, in log order. */
  list(): readonly ParkedStream[] {
    return this.#database.prepare<[], SqlRecord>('SELECT * FROM parked ORDER BY position, view').all().map(parkedOf);
  }

  /** As of the last commit. */
  ofStream(stream: StreamName): readonly ParkedStream[] {
    if (this.#keys.size === 0) return [];
    return this.#ofStream.all(stream).map(parkedOf);
  }

  /** What was parked once and is applied now. */
  past(stream: StreamName): readonly FormerlyParked[] {
    if (!this.#hasPast) return [];
    return this.#pastOfStream
      .all(stream)
      .map((record) => ({ ...parkedOf(record), appliedAt: instantOf(Number(record['applied_at'])) }));
  }

  #readKeys(): Set<string> {
    return new Set(
      this.#database
        .prepare<[], { readonly key: string }>('SELECT key FROM parked')
        .all()
        .map((row) => row.key),
    );
  }
}
