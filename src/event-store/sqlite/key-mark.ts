/** The mark of the look-up key that a log was written with. It lies in the log's own file, so that every copy and backup carries it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { LogOfAnotherKey } from '../errors.js';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS key_mark (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    mark BLOB NOT NULL CHECK (length(mark) = 32)
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS key_mark_is_set_once BEFORE INSERT ON key_mark WHEN EXISTS (SELECT 1 FROM key_mark)
    BEGIN SELECT RAISE(ABORT, 'a log has one key mark'); END;
  CREATE TRIGGER IF NOT EXISTS key_mark_is_not_updated BEFORE UPDATE ON key_mark BEGIN SELECT RAISE(ABORT, 'a key mark is never changed'); END;
  CREATE TRIGGER IF NOT EXISTS key_mark_is_not_deleted BEFORE DELETE ON key_mark BEGIN SELECT RAISE(ABORT, 'a log keeps its key mark'); END;
`;

/** Compares the mark, after setting it in a log that has none: a new one, or one of a version that set none. @throws LogOfAnotherKey */
export function claimForKey(database: Database, mark: Uint8Array): void {
  database
    .transaction(() => {
      database.exec(SCHEMA);
      const stored = database.prepare<[], { mark: Uint8Array }>('SELECT mark FROM key_mark').get();
      if (stored === undefined) database.prepare('INSERT INTO key_mark VALUES (1, ?)').run(mark);
      else if (!Buffer.from(mark).equals(stored.mark)) throw new LogOfAnotherKey(database.name);
    })
    .immediate();
}

/** Whether a data folder has a log with events in it: one without any is as good as none. */
export function holdsEvents(folder: string): boolean {
  const file = join(folder, 'events.db');
  if (!existsSync(file)) return false;
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'events'").get();
    return table !== undefined && database.prepare('SELECT 1 FROM events LIMIT 1').get() !== undefined;
  } finally {
    database.close();
  }
}

/** Of the log of a data folder; undefined where there is none, or it was never opened with its keys. */
export function keyMarkOf(folder: string): Buffer | undefined {
  const file = join(folder, 'events.db');
  if (!existsSync(file)) return undefined;
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'key_mark'").get();
    return table === undefined ? undefined : database.prepare<[], { mark: Buffer }>('SELECT mark FROM key_mark').get()?.mark;
  } finally {
    database.close();
  }
}
