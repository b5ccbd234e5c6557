import type { Database, Statement } from 'better-sqlite3';
import type { SqlValue } from './sql.js';
import type { Buffered, WriteBuffer } from './write-buffer.js';

export type SqlRecord = Readonly<Record<string, SqlValue>>;

export interface TableShape<Value> {
  readonly name: string;
  /** The first is the key. */
  readonly columns: readonly string[];
  /** In the order of the columns. */
  readonly write: (key: string, value: Value) => readonly SqlValue[];
  readonly read: (record: SqlRecord) => Value;
}

interface Entry<Value> {
  readonly value: Value | undefined;
  /** The row as the file holds it. */
  stored: readonly SqlValue[] | undefined;
}

/** One row a key, cached and written at the end of a batch, and then only the columns that changed: an index costs nothing otherwise. */
export class KeyedTable<Value> implements Buffered {
  readonly #shape: TableShape<Value>;
  readonly #database: Database;
  readonly #buffer: WriteBuffer;
  readonly #cacheSize: number;
  readonly #select: Statement<[string], SqlRecord>;
  readonly #insert: Statement<SqlValue[]>;
  readonly #delete: Statement<[string]>;
  readonly #updates = new Map<string, Statement<SqlValue[]>>();
  #entries = new Map<string, Entry<Value>>();
  readonly #changed = new Set<string>();
  /** Every key of the file is remembered: true while a new file has never grown beyond the cache. */
  #complete: boolean;

  constructor(database: Database, buffer: WriteBuffer, shape: TableShape<Value>, cacheSize: number) {
    const { name, columns } = shape;
    const key = columns[0] ?? '';
    this.#shape = shape;
    this.#database = database;
    this.#buffer = buffer;
    this.#cacheSize = cacheSize;
    this.#select = database.prepare(`SELECT ${columns.join(', ')} FROM ${name} WHERE ${key} = ?`);
    this.#insert = database.prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
    this.#delete = database.prepare(`DELETE FROM ${name} WHERE ${key} = ?`);
    this.#complete = this.#isEmpty();
    buffer.add(this);
  }

  get(key: string): Value | undefined {
    return this.#entry(key).value;
  }

  put(key: string, value: Value): void {
    this.#set(key, value);
  }

  remove(key: string): void {
    this.#set(key, undefined);
  }

  flush(): void {
    for (const key of this.#changed) {
      const entry = this.#entries.get(key);
      if (entry) entry.stored = this.#write(key, entry);
    }
    this.#changed.clear();
  }

  committed(): void {
    if (this.#entries.size <= this.#cacheSize) return;
    this.#complete = false;
    const newest = [...this.#entries].slice(-Math.floor(this.#cacheSize / 2));
    this.#entries = new Map(newest);
  }

  forget(): void {
    this.#entries.clear();
    this.#changed.clear();
    this.#complete = false;
  }

  #entry(key: string): Entry<Value> {
    const known = this.#entries.get(key);
    if (known) return known;
    const record = this.#complete ? undefined : this.#select.get(key);
    const entry: Entry<Value> = record
      ? { value: this.#shape.read(record), stored: this.#shape.columns.map((column) => record[column] ?? null) }
      : { value: undefined, stored: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  #isEmpty(): boolean {
    return this.#database.prepare(`SELECT 1 FROM ${this.#shape.name} LIMIT 1`).get() === undefined;
  }

  #set(key: string, value: Value | undefined): void {
    const before = this.#entry(key);
    const changedBefore = this.#changed.has(key);
    this.#buffer.note(() => {
      this.#entries.set(key, before);
      if (!changedBefore) this.#changed.delete(key);
    });
    this.#entries.set(key, { value, stored: before.stored });
    this.#changed.add(key);
  }

  #write(key: string, { value, stored }: Entry<Value>): readonly SqlValue[] | undefined {
    if (value === undefined) {
      if (stored) this.#delete.run(key);
      return undefined;
    }
    const values = this.#shape.write(key, value);
    if (stored) this.#update(key, stored, values);
    else this.#insert.run(...values);
    return values;
  }

  #update(key: string, stored: readonly SqlValue[], values: readonly SqlValue[]): void {
    const changed: number[] = [];
    for (let index = 1; index < values.length; index++) if (values[index] !== stored[index]) changed.push(index);
    if (changed.length === 0) return;
    const which = changed.join();
    let statement = this.#updates.get(which);
    if (!statement) {
      const { name, columns } = this.#shape;
      const assignments = changed.map((index) => `${columns[index] ?? ''} = ?`).join(', ');
      statement = this.#database.prepare(`UPDATE ${name} SET ${assignments} WHERE ${columns[0] ?? ''} = ?`);
      this.#updates.set(which, statement);
    }
    statement.run(...changed.map((index) => values[index] ?? null), key);
  }
}
