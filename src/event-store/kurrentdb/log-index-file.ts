/** The file of a node's index (`log-index.db`): its tables, and what is taken from it where it is not the log. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { HASH_BYTES } from '../../audit/merkle-tree.js';
import { hashesOf } from '../../audit/tiles.js';
import { markRowsStale } from '../stale-rows.js';
import { createPrivately } from '../sqlite/private-file.js';
import { addTreeTables, withoutGuards } from '../sqlite/tree-schema.js';

/** `streams`: the last revision of every stream. A stream is named by the first eight bytes of the SHA-256 of its name (`streamKey`). */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS log (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entries (
    position    INTEGER PRIMARY KEY,
    ordinal     INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    stream      INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS streams (stream INTEGER PRIMARY KEY, revision INTEGER NOT NULL) STRICT;
`;
const COUNT = 'SELECT coalesce((SELECT ordinal + 1 FROM entries ORDER BY position DESC LIMIT 1), 0)';
/** The first format knew no streams: what it holds may lack events. */
const FORMAT = 2;

/** `epoch` names the log. An index of another log, or of the first format, is thrown away: rows that were built by it are as well. */
export function openIndexFile(folder: string, epoch: string): Database.Database {
  const file = join(folder, 'log-index.db');
  createPrivately(file);
  const database = new Database(file, { timeout: 1_000 });
  if (isUsable(database, epoch)) return withTables(database, epoch);
  database.close();
  markRowsStale(folder);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  return openIndexFile(folder, epoch);
}

function isUsable(database: Database.Database, epoch: string): boolean {
  const isNew = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'log'`).get() === undefined;
  if (isNew) return true;
  const known = database.prepare<[], { epoch: string }>('SELECT epoch FROM log').get()?.epoch;
  return database.pragma('user_version', { simple: true }) === FORMAT && (known === undefined || known === epoch);
}

function withTables(database: Database.Database, epoch: string): Database.Database {
  // What a power cut takes is read from the log again.
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database
    .transaction(() => {
      database.pragma(`user_version = ${String(FORMAT)}`);
      database.exec(SCHEMA);
      database.prepare('INSERT OR IGNORE INTO log VALUES (1, ?)').run(epoch);
    })
    .immediate();
  addTreeTables(database, COUNT);
  return database;
}

/** The first `size` events stay, the last of them at that position. Checkpoints stay too: they say what was signed. */
export function truncateIndexFile(
  database: Database.Database,
  { size, position }: { readonly size: number; readonly position: number },
): void {
  withoutGuards(database, COUNT, () => {
    database
      .prepare(
        `UPDATE streams SET revision = revision - gone.events
         FROM (SELECT stream, count(*) AS events FROM entries WHERE position > ? GROUP BY stream) AS gone WHERE gone.stream = streams.stream`,
      )
      .run(position);
    database.exec('DELETE FROM streams WHERE revision < 0');
    database.prepare('DELETE FROM entries WHERE position > ?').run(position);
    truncateTree(database, size);
    database.prepare('DELETE FROM self_checks WHERE size > ?').run(size);
  });
}

function truncateTree(database: Database.Database, size: number): void {
  database.prepare('DELETE FROM leaf_hashes WHERE first >= ?').run(size);
  const last = database
    .prepare<[], { first: number; hashes: Buffer }>('SELECT first, hashes FROM leaf_hashes ORDER BY first DESC LIMIT 1')
    .get();
  if (last) {
    const kept = last.hashes.subarray(0, (size - last.first) * HASH_BYTES);
    database.prepare('UPDATE leaf_hashes SET hashes = ? WHERE first = ?').run(kept, last.first);
  }
  const cut = database.prepare('DELETE FROM tree_hashes WHERE level = ? AND place >= ?');
  for (const { level } of database.prepare<[], { level: number }>('SELECT DISTINCT level FROM tree_hashes').all())
    cut.run(level, hashesOf(level, size));
}

/** Also how far the index was compared: that counts for what was signed only. */
export function forgetCheckpointsIn(database: Database.Database): void {
  withoutGuards(database, COUNT, () => database.exec('DELETE FROM checkpoints; DELETE FROM self_checks'));
}
