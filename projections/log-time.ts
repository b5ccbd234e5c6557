/** Position ↔ `recordedAt`, so that no query reads the log: a row for each distinct time, with the first and last position that have it. */
import type { Database, Statement } from 'better-sqlite3';
import type { Buffered, WriteBuffer } from './write-buffer.js';

export const LOG_TIME_SCHEMA = {
  tables: [
    `CREATE TABLE log_time (recorded_at INTEGER PRIMARY KEY NOT NULL, first_position INTEGER NOT NULL, last_position INTEGER NOT NULL) STRICT`,
  ],
  indexes: ['CREATE UNIQUE INDEX log_time_by_position ON log_time (first_position)'],
};

interface Span {
  readonly time: number;
  readonly first: number;
  last: number;
}

export class LogTime implements Buffered {
  readonly #upsert: Statement<[number, number, number]>;
  readonly #ending: Statement<
    [],
    { readonly recorded_at: number; readonly first_position: number; readonly last_position: number }
  >;
  #spans: Span[] = [];
  /** The span that may still grow; undefined: not read yet. */
  #current: Span | null | undefined;

  constructor(database: Database, buffer: WriteBuffer) {
    this.#upsert = database.prepare(
      'INSERT INTO log_time (recorded_at, first_position, last_position) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_position = excluded.last_position',
    );
    this.#ending = database.prepare(
      'SELECT recorded_at, first_position, last_position FROM log_time ORDER BY recorded_at DESC LIMIT 1',
    );
    buffer.add(this);
  }

  /** In log order; `time` never falls (event-store/port.ts). */
  note(position: number, time: number): void {
    if (this.#current === undefined) this.#current = this.#stored();
    if (this.#current?.time === time) {
      this.#current.last = position;
      if (this.#spans.at(-1) !== this.#current) this.#spans.push(this.#current);
      return;
    }
    this.#current = { time, first: position, last: position };
    this.#spans.push(this.#current);
  }

  flush(): void {
    for (const span of this.#spans) this.#upsert.run(span.time, span.first, span.last);
    this.#spans = [];
  }

  committed(): void {
    // One span is kept.
  }

  forget(): void {
    this.#spans = [];
    this.#current = undefined;
  }

  #stored(): Span | null {
    const row = this.#ending.get();
    return row ? { time: row.recorded_at, first: row.first_position, last: row.last_position } : null;
  }
}
