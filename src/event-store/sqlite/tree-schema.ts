import type { Database } from 'better-sqlite3';
import { EventStoreUnavailable } from '../errors.js';

/**
 * The transparency log's tables, beside the events and in the same file: leaf hashes are written in the transaction that appends their events, and a
 * backup holds all of them. A log that was made before they existed gets them when it is opened, so its format version stays what it was.
 *
 * `leaf_hashes`: some hashes a row, in the order of the log, `first` counted from 0. `tree_hashes`: the roots of the complete subtrees of 256,
 * 65,536 … leaves. `checkpoints`: signed notes. `self_checks`: up to which leaf the log has been compared with its events.
 */
const schema = (countOfEvents: string): string => `
  CREATE TABLE IF NOT EXISTS leaf_hashes (
    first  INTEGER PRIMARY KEY,
    hashes BLOB    NOT NULL CHECK (length(hashes) > 0 AND length(hashes) % 32 = 0 AND first % 256 + length(hashes) / 32 <= 256)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS tree_hashes (
    level INTEGER NOT NULL CHECK (level > 0),
    place INTEGER NOT NULL,
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checkpoints (
    number    INTEGER PRIMARY KEY,
    size      INTEGER NOT NULL CHECK (size >= 0),
    signed_at INTEGER NOT NULL,
    note      TEXT    NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS self_checks (
    number     INTEGER PRIMARY KEY,
    size       INTEGER NOT NULL CHECK (size >= 0),
    checked_at INTEGER NOT NULL
  ) STRICT;

  CREATE TRIGGER IF NOT EXISTS leaf_hashes_are_appended BEFORE INSERT ON leaf_hashes BEGIN
    SELECT CASE
      WHEN NEW.first IS NOT coalesce((SELECT first + length(hashes) / 32 FROM leaf_hashes ORDER BY first DESC LIMIT 1), 0)
        THEN RAISE(ABORT, 'leaf hashes are contiguous')
      WHEN NEW.first + length(NEW.hashes) / 32 > (${countOfEvents}) THEN RAISE(ABORT, 'a leaf is an event')
    END;
  END;
  CREATE TRIGGER IF NOT EXISTS tree_hashes_are_appended BEFORE INSERT ON tree_hashes BEGIN
    SELECT RAISE(ABORT, 'tree hashes are contiguous')
      WHERE NEW.place IS NOT (SELECT coalesce(max(place) + 1, 0) FROM tree_hashes WHERE level = NEW.level);
  END;
  CREATE TRIGGER IF NOT EXISTS checkpoints_are_appended BEFORE INSERT ON checkpoints BEGIN
    SELECT CASE
      WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM checkpoints) THEN RAISE(ABORT, 'checkpoints are contiguous')
      WHEN NEW.size < (SELECT size FROM checkpoints WHERE number = NEW.number - 1) THEN RAISE(ABORT, 'a log never shrinks')
      WHEN NEW.size > (${countOfEvents}) THEN RAISE(ABORT, 'a checkpoint covers events')
    END;
  END;
  CREATE TRIGGER IF NOT EXISTS self_checks_are_appended BEFORE INSERT ON self_checks BEGIN
    SELECT RAISE(ABORT, 'self-checks are contiguous') WHERE NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM self_checks);
  END;
  ${TABLES.map(guard).join('')}
`;

const TABLES = ['leaf_hashes', 'tree_hashes', 'checkpoints', 'self_checks'];

function guard(table: string): string {
  return `
  CREATE TRIGGER IF NOT EXISTS ${table}_are_not_updated BEFORE UPDATE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are never changed'); END;
  CREATE TRIGGER IF NOT EXISTS ${table}_are_not_deleted BEFORE DELETE ON ${table} BEGIN SELECT RAISE(ABORT, '${table} are never deleted'); END;`;
}

/** `countOfEvents`: a query for how many events this file knows of. */
export function addTreeTables(database: Database, countOfEvents = 'SELECT coalesce(max(position), 0) FROM events'): void {
  database.transaction(() => database.exec(schema(countOfEvents))).immediate();
}

export const hasTreeTables = (database: Database): boolean =>
  database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'self_checks'`).get() !== undefined;

/** Of a file that is made of a log elsewhere: what is wrong in it can be taken out. */
export function withoutGuards(database: Database, countOfEvents: string, work: () => void): void {
  database
    .transaction(() => {
      const events = ['appended', 'not_updated', 'not_deleted'];
      for (const table of TABLES) for (const event of events) database.exec(`DROP TRIGGER IF EXISTS ${table}_are_${event}`);
      work();
      database.exec(schema(countOfEvents));
    })
    .immediate();
}

/** Throws EventStoreUnavailable for a log that is only read and is older than its tree. */
export function requireTreeTables(database: Database): void {
  if (!hasTreeTables(database)) {
    throw new EventStoreUnavailable('this log has no leaf hashes yet: they are made when its owner, `kabinet serve`, opens it');
  }
}
