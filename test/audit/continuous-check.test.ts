/** A log that is changed under a process which serves it, and was compared when that process started. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { ContinuousCheck } from '../../src/audit/continuous-check.js';
import { eventLeafHash } from '../../src/audit/envelope.js';
import { treeRoot } from '../../src/audit/merkle-tree.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import type { TransparencyLog } from '../../src/audit/transparency-log.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { collect, fill, newStream } from '../event-store/events.js';
import { sqliteHarness, type SqliteHarness } from '../event-store/sqlite-harness.js';
import { openAudit } from '../support/audit.js';
import { reChain } from './attacks.js';
import { treeOf } from './support.js';

const EVENTS = 2_600;
let harness: SqliteHarness;
let folder: string;
let store: SqliteEventStore;
let audit: TransparencyLog;
let check: ContinuousCheck;

beforeEach(async () => {
  harness = sqliteHarness();
  folder = harness.newFolder();
  store = harness.openIn(folder);
  audit = await openAudit(store);
  await fill(store, newStream(), EVENTS);
  audit.makeCheckpoint();
  check = new ContinuousCheck({
    tree: store.tree,
    store: store.checkpoints,
    checkpoint: () => audit.checkpoint(),
    async pageAfter(position) {
      for await (const page of store.readAll({ after: position })) return page;
      return [];
    },
  });
});
afterEach(() => harness.dispose());

/** As somebody with the file and with SQLite, while the store is open. */
function tamper(work: (database: Database.Database) => void): void {
  const database = new Database(join(folder, 'events.db'));
  database.pragma('foreign_keys = OFF');
  const triggers = database.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  work(database);
  database.close();
}

/** Until a round has ended, or something was found. */
async function round(of = check): Promise<{ readonly compared: number; readonly problem: string | undefined }> {
  for (let compared = 0; ;) {
    const { events, problem } = await of.next();
    compared += events;
    if (problem !== undefined || events === 0) return { compared, problem };
  }
}

const FIRST_TILE = 'WHERE first < 256';

describe('the check of a running server', () => {
  it('compares every event, round after round, and what is appended meanwhile in the round after', async () => {
    expect(await round()).toEqual({ compared: EVENTS, problem: undefined });
    await check.next();
    await fill(store, newStream(), 300);
    expect(await round()).toEqual({ compared: EVENTS + 300 - 256, problem: undefined });
    audit.makeCheckpoint();
    expect(await round()).toEqual({ compared: EVENTS + 300, problem: undefined });
  });

  it.each<[string, (database: Database.Database) => void, string]>([
    [
      'an edited event',
      (database) => database.exec(`UPDATE events SET type = 'LicenseIssued' WHERE position = 1501`),
      'the event of log index 1500 (LicenseIssued, revision 1500 of license-',
    ],
    [
      'an event whose stream could pass for another line',
      (database) => database.exec(`UPDATE streams SET name = name || char(10)`),
      'the event of log index 1000 (LicenseRenewed, revision 1000 of "license-',
    ],
    [
      'a changed leaf',
      (database) => database.exec(`UPDATE leaf_hashes SET hashes = CAST(zeroblob(length(hashes)) AS BLOB) ${FIRST_TILE}`),
      'the event of log index 0 (',
    ],
    [
      'a changed hash above the leaves',
      (database) => database.exec('UPDATE tree_hashes SET hash = zeroblob(32) WHERE level = 1 AND place = 3'),
      'the root over the first 2600 leaf hashes is ',
    ],
    [
      'an edit with all the hashes over it',
      (database) => {
        database.exec(`UPDATE events SET type = 'LicenseIssued' WHERE position = 7`);
        reChain(database);
      },
      'the root over the first 2600 leaf hashes is ',
    ],
    [
      'a tail that was cut off',
      (database) => database.exec('DELETE FROM events WHERE position > 2590'),
      'there are 2600 leaf hashes, and 2590 events',
    ],
    [
      'a tail that was cut off with its hashes',
      (database) => {
        database.exec('DELETE FROM events WHERE position > 2590');
        reChain(database);
      },
      '2600 events were signed, and 2590 are left',
    ],
    [
      'a checkpoint that is gone',
      (database) => database.exec('DELETE FROM checkpoints'),
      'the checkpoint over 2600 events, which was signed, is no longer there',
    ],
  ])('finds %s', async (_, change, said) => {
    await check.next();
    tamper(change);
    const found = [await round(), await round()].map(({ problem }) => problem).find((problem) => problem !== undefined);
    expect(found).toContain(said);
  });

  it('finds a hash above the leaves that was changed while no root was compared with it', async () => {
    // Behind the last checkpoint nothing is signed yet: the tiles have to agree by themselves.
    await fill(store, newStream(), 512);
    tamper((database) => database.exec('UPDATE tree_hashes SET hash = zeroblob(32) WHERE level = 1 AND place = 11'));
    expect((await round()).problem).toBe('a hash over the events of log index 2816 to 3071 was changed');
  });
});

it('needs no positions without gaps', async () => {
  const stored = (await collect(store.readAll({ after: 0 }))).flat();
  const events: readonly StoredEvent[] = stored.map((event) => ({ ...event, position: 1_000 + 7 * event.position }));
  const pageAfter = (position: number): Promise<readonly StoredEvent[]> =>
    Promise.resolve(events.filter((event) => event.position > position).slice(0, 300));
  const tree = treeOf(events.map(eventLeafHash));
  const signed = { size: EVENTS, rootHash: treeRoot(EVENTS, subtreesIn(tree)), note: '', signedAt: 0 };
  const gapped = new ContinuousCheck({ tree, store: { last: () => signed }, checkpoint: () => signed, pageAfter });
  expect(await round(gapped)).toEqual({ compared: EVENTS, problem: undefined });
});
