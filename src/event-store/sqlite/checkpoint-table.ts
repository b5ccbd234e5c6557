import type { Database, Statement } from 'better-sqlite3';
import type { CheckpointStore, StoredCheckpoint } from '../../audit/checkpoint-store.js';
import { EventStoreUnavailable } from '../errors.js';
import { withOurErrors } from './sql-errors.js';
import { requireTreeTables } from './tree-schema.js';

/** In the log's own file, so that a backup holds them. */
export class CheckpointTable implements CheckpointStore {
  readonly #database: Database;
  readonly #last: Statement<[], StoredCheckpoint>;
  readonly #lastUpTo: Statement<[number], StoredCheckpoint>;
  readonly #first: Statement<[], StoredCheckpoint>;
  readonly #add: Statement<[number, number, string]>;
  readonly #checked: Statement<[], { readonly size: number | null }>;
  readonly #addCheck: Statement<[number, number]>;

  constructor(database: Database) {
    requireTreeTables(database);
    this.#database = database;
    const select = 'SELECT size, signed_at AS signedAt, note FROM checkpoints';
    this.#last = database.prepare(`${select} ORDER BY number DESC LIMIT 1`);
    this.#lastUpTo = database.prepare(`${select} WHERE size <= ? ORDER BY number DESC LIMIT 1`);
    this.#first = database.prepare(`${select} ORDER BY number LIMIT 1`);
    this.#add = database.prepare(
      'INSERT INTO checkpoints (number, size, signed_at, note) SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM checkpoints',
    );
    this.#checked = database.prepare('SELECT max(size) AS size FROM self_checks');
    this.#addCheck = database.prepare(
      'INSERT INTO self_checks (number, size, checked_at) SELECT coalesce(max(number), 0) + 1, ?, ? FROM self_checks',
    );
  }

  last(): StoredCheckpoint | undefined {
    return this.#run(() => this.#last.get());
  }

  lastUpTo(size: number): StoredCheckpoint | undefined {
    return this.#run(() => this.#lastUpTo.get(size) ?? this.#first.get());
  }

  add({ size, signedAt, note }: StoredCheckpoint): void {
    this.#run(() => this.#add.run(size, signedAt, note));
  }

  checkedSize(): number {
    return this.#run(() => this.#checked.get()?.size ?? 0);
  }

  addCheck(size: number, checkedAt: number): void {
    this.#run(() => this.#addCheck.run(size, checkedAt));
  }

  #run<T>(work: () => T): T {
    if (!this.#database.open) throw new EventStoreUnavailable('the event store has been closed');
    return withOurErrors(work);
  }
}
