import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { TransparencyLogDeps } from '../../src/audit/transparency-log.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { accepted, fill, newEvents, newStream } from '../event-store/events.js';
import { sqliteHarness, type SqliteHarness } from '../event-store/sqlite-harness.js';
import { newLogKeys, openAudit } from '../support/audit.js';

const EVENTS = 600;
let harness: SqliteHarness;
let folder: string;
let store: SqliteEventStore;
const keys = newLogKeys();

/** A log of two streams, all of it signed, and closed. */
beforeEach(async () => {
  harness = sqliteHarness();
  folder = harness.newFolder();
  store = harness.openIn(folder);
  const log = await openAudit(store, { keys });
  await fill(store, newStream(), EVENTS - 100);
  await fill(store, newStream(), 100);
  log.makeCheckpoint();
  await store.close();
});
afterEach(() => harness.dispose());

/** As somebody with the file and with SQLite: triggers go first. */
function tamper(...statements: readonly string[]): void {
  const database = new Database(join(folder, 'events.db'));
  try {
    database.pragma('foreign_keys = OFF');
    const triggers = database.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all();
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    for (const statement of statements) database.exec(statement);
  } finally {
    database.close();
  }
}

/** What the self-check says when the log is opened; the store itself may refuse first. */
async function problem(options: Partial<TransparencyLogDeps> = {}): Promise<string> {
  try {
    store = harness.openIn(folder);
    await openAudit(store, { keys, ...options });
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await store.close();
  }
}

const OF_EVENT_300 = 'WHERE position = 300';
const SWAP = ['body', 'metadata', 'id'].map(
  (column) => `${column} = (SELECT ${column} FROM events o WHERE o.position = 601 - events.position)`,
);
const COLUMNS = 'position, stream, revision, id, type, version, recorded_at, body, metadata';

describe('the self-check', () => {
  it('finds nothing in a log that nobody touched, at any reach', async () => {
    expect([await problem(), await problem(), await problem({ check: 'whole' })]).toEqual(['none', 'none', 'none']);
  });

  it.each<[string, readonly string[], string]>([
    ['the body of an event', [`UPDATE events SET body = CAST('{"other":1}' AS BLOB) ${OF_EVENT_300}`], 'log index 299'],
    ['a bit of the metadata', [`UPDATE events SET metadata = CAST('{"actor":"tesu"}' AS BLOB) ${OF_EVENT_300}`], 'log index 299'],
    ['its type', [`UPDATE events SET type = 'LicenseIssued' ${OF_EVENT_300}`], 'log index 299 (LicenseIssued'],
    ['its version', [`UPDATE events SET version = 2 ${OF_EVENT_300}`], 'log index 299'],
    ['its time', [`UPDATE events SET recorded_at = recorded_at + 1 ${OF_EVENT_300}`], 'log index 299'],
    ['its id', [`UPDATE events SET id = zeroblob(16) ${OF_EVENT_300}`], 'log index 299'],
    ['its stream', [`UPDATE events SET stream = 2, revision = 900 ${OF_EVENT_300}`], 'log index 299'],
    ['the name of a stream', [`UPDATE streams SET name = 'license-mine' WHERE key = 2`], 'of license-mine'],
    ['the order of two events', [`UPDATE events SET ${SWAP.join(', ')} WHERE position IN (300, 301)`], 'log index 299'],
    [
      'an event, and closes the gap',
      [
        'DELETE FROM events WHERE position = 300',
        `CREATE TEMP TABLE moved AS SELECT ${COLUMNS} FROM events WHERE position > 300`,
        'DELETE FROM events WHERE position > 300',
        `INSERT INTO events SELECT position - 1, stream, CASE stream WHEN 1 THEN revision - 1 ELSE revision END, id, type, version, recorded_at, body, metadata FROM moved`,
      ],
      'its end was cut off',
    ],
    ['an event, and leaves the gap', ['DELETE FROM events WHERE position = 300'], 'is not the one that was appended there'],
    ['the end of the log', ['DELETE FROM events WHERE position > 590'], 'its end was cut off'],
    [
      'the end of the log with its leaves',
      ['DELETE FROM events WHERE position > 512', 'DELETE FROM leaf_hashes WHERE first >= 512'],
      '600 events were signed, and 512 are left',
    ],
    ['a leaf hash', ['UPDATE leaf_hashes SET hashes = zeroblob(length(hashes)) WHERE first = 0'], 'log index 0 to 255'],
    [
      'a leaf hash of the last tile',
      ['UPDATE leaf_hashes SET hashes = zeroblob(length(hashes)) WHERE first = 512'],
      'was signed',
    ],
    ['a hash above the leaves', ['UPDATE tree_hashes SET hash = zeroblob(32) WHERE place = 1'], 'log index 256 to 511'],
    [
      'all hashes, for the edited event to fit',
      [`UPDATE events SET type = 'LicenseIssued' ${OF_EVENT_300}`, 'DELETE FROM leaf_hashes', 'DELETE FROM tree_hashes'],
      'was signed',
    ],
    [
      'the size of the checkpoint',
      [`UPDATE checkpoints SET note = replace(note, char(10) || '600' || char(10), char(10) || '599' || char(10))`],
      'not signed by a key',
    ],
    ['the signature of the checkpoint', [`UPDATE checkpoints SET note = 'nothing'`], 'cannot be read'],
  ])('finds who changes %s', async (_, statements, expected) => {
    tamper(...statements);
    expect(await problem()).toContain(expected);
  });

  it('finds an event that was put in between', async () => {
    tamper(
      `CREATE TEMP TABLE moved AS SELECT ${COLUMNS} FROM events WHERE position >= 300`,
      'DELETE FROM events WHERE position >= 300',
      `INSERT INTO events SELECT position + 1, stream, CASE stream WHEN 1 THEN revision + 1 ELSE revision END, id, type, version, recorded_at, body, metadata FROM moved`,
      `INSERT INTO events SELECT ${COLUMNS} FROM moved ${OF_EVENT_300}`,
      `UPDATE events SET type = 'LicenseIssued' ${OF_EVENT_300}`,
    );
    expect(await problem()).toContain('log index 299 (LicenseIssued');
  });

  it('finds what was edited long ago only if it looks at the whole log', async () => {
    expect(await problem()).toBe('none');
    tamper(`UPDATE events SET type = 'LicenseIssued' ${OF_EVENT_300}`);
    expect(await problem()).toBe('none');
    expect(await problem({ check: 'whole' })).toContain('log index 299');
  });

  it('does not take the word of a file for what it has checked beyond what was signed', async () => {
    store = harness.openIn(folder);
    accepted(await store.append(newStream(), 'none', newEvents(5)));
    await store.close();
    tamper('INSERT INTO self_checks VALUES (99, 9999, 0)', `UPDATE events SET type = 'LicenseIssued' WHERE position = 603`);
    expect(await problem()).toContain('log index 602');
  });

  it('finds that the log was signed with another key', async () => {
    expect(await problem({ keys: newLogKeys() })).toContain('KABINET_LOG_KEY');
  });

  it('cannot find a whole file that was put back: a witness does', async () => {
    copyFileSync(join(folder, 'events.db'), join(folder, 'earlier'));
    store = harness.openIn(folder);
    await fill(store, newStream(), 50);
    (await openAudit(store, { keys })).makeCheckpoint();
    await store.close();
    copyFileSync(join(folder, 'earlier'), join(folder, 'events.db'));
    expect(await problem()).toBe('none');
  });
});
