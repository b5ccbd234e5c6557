/** One SQLite file with all views and one checkpoint. It holds nothing that the log does not. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { clientBelowServer } from '../src/domain/version-number.js';
import { createPrivately } from '../src/event-store/sqlite/private-file.js';
import { sqliteCode } from '../src/event-store/sqlite/sql-errors.js';
import { INDEXES, READ_MODEL_VERSION, SCHEMA_FINGERPRINT, TABLES } from './views.js';

export interface Checkpoint {
  readonly position: number;
  /** Milliseconds since 1970; null before the first event. */
  readonly recordedAt: number | null;
  readonly epoch: string;
}

const META = [
  'CREATE TABLE meta (version INTEGER NOT NULL, fingerprint TEXT NOT NULL, complete INTEGER NOT NULL) STRICT',
  `CREATE TABLE checkpoint (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, recorded_at INTEGER, epoch TEXT NOT NULL) STRICT`,
];

/**
 * `live`: WAL with `synchronous=NORMAL`. A power cut may take the last commits, rows and checkpoint together, and they are projected again;
 * the file itself stays whole, which OFF does not promise. `building`: OFF, since a file that was cut off is thrown away.
 */
export type Durability = 'live' | 'building';

export function openFile(path: string, durability: Durability): Database {
  if (path !== ':memory:') createPrivately(path);
  const database = new BetterSqlite3(path);
  database.pragma('journal_mode = WAL');
  database.pragma(durability === 'live' ? 'synchronous = NORMAL' : 'synchronous = OFF');
  database.pragma('wal_autocheckpoint = 16000');
  database.pragma('journal_size_limit = 134217728');
  database.pragma('cache_size = -131072');
  database.pragma('temp_store = MEMORY');
  addFunctions(database);
  return database;
}

/** A rule of the domain that SQL asks for instead of writing it again. */
function addFunctions(database: Database): void {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  database.function('client_below_server', { deterministic: true }, (client: unknown, server: unknown) =>
    Number(clientBelowServer(text(client), text(server))),
  );
}

/** Tables without indexes: they are built when the first load is done, which is far faster. */
export function createTables(database: Database, epoch: string): void {
  database.transaction(() => {
    for (const statement of [...META, ...TABLES]) database.exec(statement);
    database
      .prepare('INSERT INTO meta (version, fingerprint, complete) VALUES (?, ?, 0)')
      .run(READ_MODEL_VERSION, SCHEMA_FINGERPRINT);
    database.prepare('INSERT INTO checkpoint (id, position, recorded_at, epoch) VALUES (1, 0, NULL, ?)').run(epoch);
  })();
}

/** The file can be served from now on. */
export function createIndexes(database: Database): void {
  for (const statement of INDEXES) database.exec(statement);
  markComplete(database);
}

/** The same, index by index: between two of them others have their turn. */
export async function createIndexesInTurns(database: Database): Promise<void> {
  for (const statement of INDEXES) {
    await nextTurn();
    database.exec(statement);
  }
  markComplete(database);
}

function markComplete(database: Database): void {
  database.prepare('UPDATE meta SET complete = 1').run();
}

export function readCheckpoint(database: Database): Checkpoint {
  const row = database
    .prepare<[], { readonly position: number; readonly recorded_at: number | null; readonly epoch: string }>(
      'SELECT position, recorded_at, epoch FROM checkpoint',
    )
    .get();
  if (!row) throw new Error('the read model has no checkpoint');
  return { position: row.position, recordedAt: row.recorded_at, epoch: row.epoch };
}

export function writeCheckpoint(database: Database, checkpoint: Checkpoint): void {
  database.prepare('UPDATE checkpoint SET position = ?, recorded_at = ?').run(checkpoint.position, checkpoint.recordedAt);
}

export type Unusable = 'missing' | 'other schema' | 'unfinished' | 'other log' | 'ahead of the log' | 'damaged';

/** Why a file cannot be gone on with, or undefined where it can. */
export function unusable(database: Database, head: { readonly epoch: string; readonly position: number }): Unusable | undefined {
  try {
    const meta = database
      .prepare<[], { readonly version: number; readonly fingerprint: string; readonly complete: number }>('SELECT * FROM meta')
      .get();
    if (meta?.version !== READ_MODEL_VERSION || meta.fingerprint !== SCHEMA_FINGERPRINT) return 'other schema';
    if (meta.complete !== 1) return 'unfinished';
    const checkpoint = readCheckpoint(database);
    if (checkpoint.epoch !== head.epoch) return 'other log';
    return checkpoint.position > head.position ? 'ahead of the log' : undefined;
  } catch (error) {
    if (sqliteCode(error) !== undefined) return 'damaged';
    throw error;
  }
}
