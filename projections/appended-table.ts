import type { Database, Statement } from 'better-sqlite3';
import type { SqlValue } from './sql.js';
import type { Buffered, WriteBuffer } from './write-buffer.js';

/** Rows that are only ever added, written at the end of a batch. */
export class AppendedTable implements Buffered {
  readonly #buffer: WriteBuffer;
  readonly #insert: Statement<SqlValue[]>;
  readonly #rows: (readonly SqlValue[])[] = [];

  constructor(database: Database, buffer: WriteBuffer, name: string, columns: readonly string[]) {
    this.#buffer = buffer;
    this.#insert = database.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    buffer.add(this);
  }

  append(row: readonly SqlValue[]): void {
    this.#rows.push(row);
    this.#buffer.note(() => {
      this.#rows.pop();
    });
  }

  flush(): void {
    for (const row of this.#rows) this.#insert.run(...row);
    this.#rows.length = 0;
  }

  committed(): void {
    // Nothing is cached.
  }

  forget(): void {
    this.#rows.length = 0;
  }
}
