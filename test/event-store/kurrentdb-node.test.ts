import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventLeafHash } from '../../src/audit/envelope.js';
import { Frontier, treeRoot } from '../../src/audit/merkle-tree.js';
import { subtreesIn } from '../../src/audit/tiles.js';
import type { KurrentEventStore } from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { accepted, collect, newEvents, newStream } from './events.js';
import { kurrentHarness, type KurrentHarness } from './kurrentdb-harness.js';

let double: KurrentDouble;
let harness: KurrentHarness;
let folder: string;

beforeEach(async () => {
  double = await startKurrentDouble();
  harness = kurrentHarness(double.url);
  folder = harness.newFolder();
});
afterEach(async () => {
  await harness.dispose();
  await double.stop();
});

async function appendStreams(store: KurrentEventStore, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) accepted(await store.append(newStream(), 'none', newEvents(10)));
}

/** What a node tells of its log; the tree that it keeps is the tree of the events that it reads. */
async function told(store: KurrentEventStore) {
  const head = await store.head();
  const events = (await collect(store.readAll({ after: 0 }))).flat();
  const frontier = new Frontier();
  for (const event of events) frontier.append(eventLeafHash(event));
  expect(store.tree.size()).toBe(events.length);
  expect(Buffer.from(treeRoot(store.tree.size(), subtreesIn(store.tree)))).toEqual(Buffer.from(frontier.root()));
  return { head, events };
}

describe('a node of the distributed store that starts again', () => {
  it('tells the same of its log, and what was written meanwhile', async () => {
    const first = await harness.openIn(folder);
    await appendStreams(first, 5);
    const before = await told(first);
    await first.close();
    const other = await harness.openIn(harness.newFolder());
    expect(await told(other)).toEqual(before);
    await appendStreams(other, 3);
    expect(await told(await harness.openIn(folder))).toEqual(await told(other));
  });

  it('tells the same where its index was deleted', async () => {
    const first = await harness.openIn(folder);
    await appendStreams(first, 5);
    const before = await told(first);
    await first.close();
    rmSync(join(folder, 'log-index.db'));
    const indexed: number[] = [];
    expect(await told(await harness.openIn(folder, { onIndexing: (count) => indexed.push(count) }))).toEqual(before);
    expect(indexed.at(-1)).toBe(50);
  });

  it('throws the index of another log away', async () => {
    const another = await startKurrentDouble();
    const elsewhere = kurrentHarness(another.url);
    const store = await elsewhere.openIn(folder);
    await appendStreams(store, 7);
    await elsewhere.dispose();
    await another.stop();
    const here = await harness.openIn(harness.newFolder());
    await appendStreams(here, 2);
    expect(await told(await harness.openIn(folder))).toEqual(await told(here));
  });

  it('refuses an older log that was put back, until its index is removed', async () => {
    const first = await harness.openIn(folder);
    await appendStreams(first, 5);
    const records = double.records().length;
    const older = await told(first);
    await appendStreams(first, 5);
    await first.head();
    await first.close();
    double.putBack(records);
    await expect(harness.openIn(folder)).rejects.toMatchObject({
      name: 'EventLogDamaged',
      message: expect.stringContaining('an older log was put back') as string,
    });
    const fresh = await harness.openIn(harness.newFolder());
    await appendStreams(fresh, 20);
    await expect(harness.openIn(folder)).rejects.toMatchObject({ name: 'EventLogDamaged' });
    rmSync(join(folder, 'log-index.db'));
    const { events } = await told(await harness.openIn(folder));
    expect(events).toHaveLength(250);
    expect(events.slice(0, 50)).toEqual(older.events);
  });
});
