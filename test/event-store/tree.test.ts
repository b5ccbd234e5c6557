import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { eventLeafHash } from '../../src/audit/envelope.js';
import { Frontier, treeRoot } from '../../src/audit/merkle-tree.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import { EventLogDamaged, EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { Sealing, SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { accepted, collect, fill, newEvent, newEvents, newStream } from './events.js';
import { sqliteHarness, type SqliteHarness } from './sqlite-harness.js';

let harness: SqliteHarness;
let folder: string;
let store: SqliteEventStore;

beforeEach(() => {
  harness = sqliteHarness();
  folder = harness.newFolder();
  store = harness.openIn(folder);
});
afterEach(() => harness.dispose());

function tamper(sql: string): void {
  const database = new Database(join(folder, 'events.db'));
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

const FORGET_THE_TREE = 'DROP TABLE leaf_hashes; DROP TABLE tree_hashes; DROP TABLE checkpoints; DROP TABLE self_checks;';

/** The root that the events themselves have is the one that the store's hashes have. */
async function expectWholeTree(): Promise<Buffer> {
  const frontier = new Frontier();
  for await (const page of store.readAll({ after: 0 })) for (const event of page) frontier.append(eventLeafHash(event));
  const { tree } = store;
  expect(tree.size()).toBe(frontier.size);
  expect(treeRoot(tree.size(), subtreesIn(tree))).toEqual(frontier.root());
  return frontier.root();
}

describe('the tree of the embedded store', () => {
  it('has the leaf of every event, however they were appended', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 8 }), { maxLength: 6 }),
        async (rounds) => {
          for (const together of rounds)
            await Promise.all(together.map((count) => store.append(newStream(), 'none', newEvents(count))));
          await expectWholeTree();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('has the roots of tiles of tiles', async () => {
    await fill(store, newStream(), 66_000);
    await expectWholeTree();
    expect(store.tree.read(2, 0, 1)).toHaveLength(32);
    expect(() => store.tree.read(2, 1, 1)).toThrow(EventLogDamaged);
    expect(() => store.tree.read(0, 65_999, 2)).toThrow(EventLogDamaged);
  });

  it('has a leaf as soon as the append is answered, at the position less one', async () => {
    const { lastPosition } = accepted(await store.append(newStream(), 'none', newEvents(3)));
    expect(store.tree.size()).toBe(lastPosition);
    expect(store.tree.indexOf(lastPosition)).toBe(lastPosition - 1);
    expect([0, lastPosition + 1].map((position) => store.tree.indexOf(position))).toEqual([undefined, undefined]);
  });

  it('has none of an append that was refused, broke, or came twice, beside others of the same commit', async () => {
    const [stream, events] = [newStream(), newEvents(2)];
    const answers = await Promise.allSettled([
      store.append(stream, 'none', events),
      store.append(stream, 'none', newEvents(2)),
      store.append(newStream(), 'none', [newEvent(), { ...newEvent(), type: 'two\nlines' }]),
      store.append(stream, 'none', events),
      store.append(newStream(), 'none', newEvents(1)),
    ]);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.ok : 'broke'))).toEqual([
      true,
      false,
      'broke',
      true,
      true,
    ]);
    expect((await store.head()).position).toBe(3);
    await expectWholeTree();
  });

  it('has leaves that know nothing of the place in the store', async () => {
    await fill(store, newStream(), 1);
    const [stored] = (await collect(store.readAll({ after: 0 }))).flat();
    expect(stored && eventLeafHash({ ...stored, ...{ position: 77 } })).toEqual(store.tree.read(0, 0, 1));
  });

  it('stands after a restart, a backup and a restore', async () => {
    await fill(store, newStream(), 700);
    const root = await expectWholeTree();
    const backup = join(folder, 'copy.db');
    await store.backupTo(backup);
    await store.close();
    store = harness.openIn(folder);
    expect(await expectWholeTree()).toEqual(root);
    store = harness.openIn(harness.restore(backup));
    expect(await expectWholeTree()).toEqual(root);
  });

  it('is read beside the owner', async () => {
    await fill(store, newStream(), 5);
    const beside = harness.openIn(folder, { readOnly: true });
    expect(beside.tree.size()).toBe(5);
    expect(beside.checkpoints.last()).toBeUndefined();
  });
});

describe('the tables of the tree', () => {
  it.each([
    ['a leaf hash is changed', 'UPDATE leaf_hashes SET hashes = zeroblob(32)', 'never changed'],
    ['a leaf hash is deleted', 'DELETE FROM leaf_hashes', 'never deleted'],
    ['a leaf hash is replaced', 'INSERT OR REPLACE INTO leaf_hashes VALUES (0, zeroblob(32))', 'contiguous'],
    ['a leaf has no event', 'INSERT INTO leaf_hashes VALUES (300, zeroblob(32))', 'a leaf is an event'],
    ['a root is changed', 'UPDATE tree_hashes SET hash = zeroblob(32)', 'never changed'],
    ['a root is replaced', 'INSERT OR REPLACE INTO tree_hashes VALUES (1, 0, zeroblob(32))', 'contiguous'],
    ['a checkpoint is changed', `UPDATE checkpoints SET note = ''`, 'never changed'],
    ['a checkpoint is deleted', 'DELETE FROM checkpoints', 'never deleted'],
    ['a checkpoint is replaced', `INSERT OR REPLACE INTO checkpoints VALUES (1, 300, 0, '')`, 'contiguous'],
    ['a checkpoint is smaller than the last one', `INSERT INTO checkpoints VALUES (2, 299, 0, '')`, 'never shrinks'],
    ['a checkpoint is larger than the log', `INSERT INTO checkpoints VALUES (2, 301, 0, '')`, 'covers events'],
    ['a self-check is replaced', 'INSERT OR REPLACE INTO self_checks VALUES (1, 301, 0)', 'contiguous'],
    ['a self-check is deleted', 'DELETE FROM self_checks', 'never deleted'],
  ])('refuse that %s', async (_, sql, message) => {
    await fill(store, newStream(), 300);
    store.checkpoints.add({ size: 300, signedAt: 0, note: 'a note' });
    store.checkpoints.addCheck(300, 0);
    expect(() => {
      tamper(sql);
    }).toThrow(message);
    expect([store.checkpoints.last()?.note, store.checkpoints.checkedSize()]).toEqual(['a note', 300]);
    await expectWholeTree();
  });
});

describe('a log that is older than its tree', () => {
  const older = async (events: number): Promise<void> => {
    await fill(store, newStream(), events);
    await store.close();
    tamper(FORGET_THE_TREE);
  };

  it('gets its leaves when it is opened, and says how far it is', async () => {
    await older(21_000);
    const told: Sealing[] = [];
    store = harness.openIn(folder, { onSealing: (sealing) => told.push(sealing) });
    await expectWholeTree();
    expect(told).toEqual([10_000, 20_000, 21_000].map((sealed) => ({ sealed, total: 21_000 })));
    await fill(store, newStream(), 300);
    await expectWholeTree();
  });

  it('goes on where it was stopped, and with what an older build appended since', async () => {
    await older(12_000);
    const stopped = (): void => {
      throw new Error('killed');
    };
    expect(() => harness.openIn(folder, { onSealing: stopped })).toThrow('killed');
    const told: Sealing[] = [];
    store = harness.openIn(folder, { onSealing: (sealing) => told.push(sealing) });
    expect(told).toEqual([{ sealed: 12_000, total: 12_000 }]);
    await expectWholeTree();
  });

  it('is told from one that is whole, when it is only read', async () => {
    await older(1);
    const beside = harness.openIn(folder, { readOnly: true });
    expect(() => beside.tree.size()).toThrow(EventStoreUnavailable);
    expect(() => beside.checkpoints).toThrow('no leaf hashes yet');
    expect((await beside.head()).position).toBe(1);
  });
});

describe('a log that somebody else has written into', () => {
  it('is refused where its end was cut off', async () => {
    await fill(store, newStream(), 10);
    await store.close();
    tamper('DROP TRIGGER events_are_not_deleted; DELETE FROM events WHERE position > 7');
    expect(() => harness.openIn(folder)).toThrow('its end was cut off');
  });

  it('takes no further event', async () => {
    await fill(store, newStream(), 2);
    tamper(
      `INSERT INTO events SELECT 3, stream, 2, zeroblob(16), type, version, recorded_at, body, metadata FROM events WHERE position = 2`,
    );
    await expect(store.append(newStream(), 'none', newEvents(1))).rejects.toThrow('somebody else has written into it');
    expect((await store.head()).position).toBe(3);
  });
});
