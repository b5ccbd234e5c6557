import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { EventLogDamaged } from '../errors.js';

/** Of the tables below. A log of another version is refused, never guessed at. */
export const FORMAT_VERSION = 1;

/**
 * The log guards itself, whoever opens the file: nothing is changed or removed, and an event goes only to the end, of the log and of its stream.
 * The INSERT triggers also stop INSERT OR REPLACE, which deletes without firing a DELETE trigger.
 */
const SCHEMA = `
  CREATE TABLE meta (
    one            INTEGER PRIMARY KEY CHECK (one = 1),
    format_version INTEGER NOT NULL,
    epoch          TEXT    NOT NULL CHECK (length(epoch) = 8),
    is_backup      INTEGER NOT NULL CHECK (is_backup IN (0, 1))
  ) STRICT;

  CREATE TABLE streams (
    key  INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
  ) STRICT;

  CREATE TABLE events (
    position    INTEGER PRIMARY KEY,
    stream      INTEGER NOT NULL REFERENCES streams (key),
    revision    INTEGER NOT NULL,
    id          BLOB    NOT NULL CHECK (length(id) = 16),
    type        TEXT    NOT NULL CHECK (type <> ''),
    version     INTEGER NOT NULL CHECK (version >= 1),
    recorded_at INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    metadata    BLOB    NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TRIGGER events_are_appended BEFORE INSERT ON events BEGIN
    SELECT CASE
      WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM events) THEN RAISE(ABORT, 'positions are contiguous')
      WHEN NEW.revision IS NOT (SELECT coalesce(max(revision), -1) + 1 FROM events WHERE stream = NEW.stream)
        THEN RAISE(ABORT, 'revisions are contiguous')
      WHEN NEW.recorded_at < (SELECT recorded_at FROM events WHERE position = NEW.position - 1) THEN RAISE(ABORT, 'recorded_at never falls')
    END;
  END;
  CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

  CREATE TRIGGER streams_are_added BEFORE INSERT ON streams BEGIN
    SELECT RAISE(ABORT, 'a stream is added once') WHERE EXISTS (SELECT 1 FROM streams WHERE name = NEW.name OR key = NEW.key);
  END;
  CREATE TRIGGER streams_are_not_updated BEFORE UPDATE ON streams BEGIN SELECT RAISE(ABORT, 'streams are never changed'); END;
  CREATE TRIGGER streams_are_not_deleted BEFORE DELETE ON streams BEGIN SELECT RAISE(ABORT, 'streams are never deleted'); END;

  CREATE TRIGGER meta_is_added_once BEFORE INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta) BEGIN SELECT RAISE(ABORT, 'a log has one meta row'); END;
  CREATE TRIGGER meta_keeps_its_format BEFORE UPDATE OF one, format_version ON meta BEGIN SELECT RAISE(ABORT, 'a format is never relabelled'); END;
  CREATE TRIGGER meta_is_not_deleted BEFORE DELETE ON meta BEGIN SELECT RAISE(ABORT, 'a log keeps its meta row'); END;
`;

/** Names one history of a log: eight random hexadecimal digits. */
const newEpoch = (): string => randomBytes(4).toString('hex');

/** Creates the tables in an empty file, checks them in any other. Answers the epoch. */
export function openForWriting(database: Database): string {
  return database
    .transaction(() => {
      if (isEmpty(database)) {
        database.exec(SCHEMA);
        database.prepare('INSERT INTO meta VALUES (1, ?, ?, 0)').run(FORMAT_VERSION, newEpoch());
      }
      const meta = checkedMeta(database);
      if (!meta.isBackup) return meta.epoch;
      // One backup may be restored twice, and each time another history follows: the epoch is drawn here, not when it was taken.
      return drawEpoch(database, { isBackup: false });
    })
    .immediate();
}

/** Checks the tables and answers the epoch; an empty file is no log. */
export function openForReading(database: Database): string {
  return checkedMeta(database).epoch;
}

/** Gives a copy of the log an epoch of its own, and says that it is a copy. */
export function markAsBackup(database: Database): void {
  drawEpoch(database, { isBackup: true });
}

function drawEpoch(database: Database, { isBackup }: { readonly isBackup: boolean }): string {
  const epoch = newEpoch();
  database.prepare('UPDATE meta SET epoch = ?, is_backup = ?').run(epoch, isBackup ? 1 : 0);
  return epoch;
}

const isEmpty = (database: Database): boolean =>
  database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0;

interface Meta {
  readonly epoch: string;
  readonly isBackup: boolean;
}

function checkedMeta(database: Database): Meta {
  const tables = database
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE name IN ('meta', 'streams', 'events')`)
    .all();
  if (tables.length !== 3) throw new EventLogDamaged(`${database.name} is no event log`);
  const row = database
    .prepare<[], { format_version: number; epoch: string; is_backup: number }>(
      'SELECT format_version, epoch, is_backup FROM meta',
    )
    .get();
  if (row === undefined) throw new EventLogDamaged(`${database.name} has no meta row`);
  if (row.format_version !== FORMAT_VERSION)
    throw new EventLogDamaged(
      `${database.name} has format version ${String(row.format_version)}, this program reads ${String(FORMAT_VERSION)}`,
    );
  return { epoch: row.epoch, isBackup: row.is_backup === 1 };
}
