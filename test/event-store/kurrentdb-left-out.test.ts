/** Nodes of a server that does not tell everything when it happens: its subscriptions leave events out, or what is committed first is to be read later. */
import { mkdirSync } from 'node:fs';
import { EventStoreDBClient } from '@eventstore/db-client';
import { treeRoot } from '../../src/audit/merkle-tree.js';
import { subtreesIn, type TreeHashes } from '../../src/audit/tiles.js';
import type { KurrentEventStore } from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import { LogIndex } from '../../src/event-store/kurrentdb/log-index.js';
import type { StoredRecord } from '../../src/event-store/kurrentdb/stored-form.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import { areRowsStale } from '../../src/event-store/stale-rows.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { plainFollower } from './broken-clients.js';
import { accepted, collect, idsOf, newEvent, newEvents, newStream } from './events.js';
import { eventually, patient } from './guarantees.js';
import { kurrentHarness, type KurrentHarness } from './kurrentdb-harness.js';

const limits = { appendMs: 10_000, readMs: 10_000, backOffMs: [10, 100], lookMs: 100 } as const;

let double: KurrentDouble;
let harness: KurrentHarness;
let writer: KurrentEventStore;
let folder: string;
let reader: KurrentEventStore;

beforeEach(async () => {
  double = await startKurrentDouble();
  harness = kurrentHarness(double.url);
  writer = await harness.openIn(harness.newFolder(), { limits });
  folder = harness.newFolder();
  reader = await harness.openIn(folder, { limits });
});
afterEach(async () => {
  await harness.dispose();
  await double.stop();
});

const rootOf = (tree: TreeHashes): string => Buffer.from(treeRoot(tree.size(), subtreesIn(tree))).toString('hex');

/** What comes at a node until so many have come. */
async function arrived(store: KurrentEventStore, count: number): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  const subscription = store.subscribe({ after: 0 });
  for await (const page of subscription) {
    events.push(...page);
    if (events.length >= count) break;
  }
  return events;
}

async function agree(): Promise<void> {
  expect(await reader.head()).toEqual(await writer.head());
  expect(rootOf(reader.tree)).toBe(rootOf(writer.tree));
  expect(idsOf((await collect(reader.readAll({ after: 0 }))).flat())).toEqual(
    idsOf((await collect(writer.readAll({ after: 0 }))).flat()),
  );
}

describe('a server whose subscriptions leave out what is committed while they catch up', () => {
  it.each([1, 5])('keeps no event from a node that asks for nothing: %i at the end of the log', async (count) => {
    accepted(await writer.append(newStream(), 'none', newEvents(3)));
    await arrived(reader, 3);
    double.leaveOut(count);
    const events = newEvents(count);
    for (const event of events) accepted(await writer.append(newStream(), 'none', [event]));
    expect(idsOf((await arrived(reader, 3 + count)).slice(3))).toEqual(idsOf(events));
    await agree();
  });

  it('keeps no event from a node to which others follow', async () => {
    double.leaveOut(2);
    for (let turn = 0; turn < 5; turn += 1) accepted(await writer.append(newStream(), 'none', newEvents(2)));
    await arrived(reader, 10);
    await agree();
  });

  it('is asked for another subscription by a node that has read what it was not told of', async () => {
    const before = double.subscriptions();
    double.leaveOut(Number.MAX_SAFE_INTEGER);
    accepted(await writer.append(newStream(), 'none', newEvents(1)));
    await eventually(() => double.subscriptions() >= before + 2);
    accepted(await writer.append(newStream(), 'none', newEvents(1)));
    await arrived(reader, 2);
    await agree();
  });

  it('gives another log to whoever takes a subscription for the log: the control', async () => {
    const client = EventStoreDBClient.connectionString(double.url);
    const own = harness.newFolder();
    mkdirSync(own);
    const index = LogIndex.open(own, 'aaaaaaaa');
    try {
      const follower = plainFollower(client, 0, 'after the last');
      accepted(await writer.append(newStream(), 'none', newEvents(1)));
      index.add((await follower.next()).value as readonly StoredRecord[]);
      const stream = newStream();
      double.leaveOut(1);
      accepted(await writer.append(stream, 'none', newEvents(1)));
      accepted(await writer.append(newStream(), 'none', newEvents(1)));
      index.add((await follower.next()).value as readonly StoredRecord[]);
      expect(index.end().position).toBe((await writer.head()).position);
      expect(rootOf(index.tree)).not.toBe(rootOf(writer.tree));
      // The next event of that stream at the latest gives it away.
      accepted(await writer.append(stream, 0, newEvents(1)));
      const { value } = await follower.next();
      expect(() => index.add(value as readonly StoredRecord[])).toThrow('revision 1');
      await follower.return();
    } finally {
      index.close();
      await client.dispose();
    }
  });
});

describe('a server on which an event becomes readable after later ones', () => {
  it('does not get a wrong index verified: the comparison finds out, and the index is made anew', async () => {
    accepted(await writer.append(newStream(), 'none', newEvents(2)));
    const late = newStream();
    double.makeLate(late);
    accepted(await writer.append(late, 'none', newEvents(1)));
    accepted(await writer.append(newStream(), 'none', newEvents(2)));
    await arrived(reader, 4);
    const before = rootOf(reader.tree);
    const following = arrived(reader, Number.MAX_SAFE_INTEGER);
    const broken = expect(following).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
    double.showLate();
    expect(await reader.index.compare()).toEqual({ kind: 'cut', size: 2 });
    await broken;
    expect(areRowsStale(folder)).toBe(true);
    await reader.index.catchUp();
    expect(await reader.index.compare()).toEqual({ kind: 'agrees', size: 5 });
    expect(reader.index.verified()).toBe(5);
    expect(rootOf(reader.tree)).not.toBe(before);
    await writer.index.compare();
    await agree();
    expect(idsOf(await collect(reader.readStream(late))).length).toBe(1);
  });

  it('is compared by the node itself where the next event of a stream does not follow, and its index goes on', async () => {
    const stream = newStream();
    accepted(await writer.append(stream, 'none', newEvents(300)));
    accepted(await reader.append(newStream(), 'none', newEvents(300)));
    double.makeLate(stream);
    accepted(await patient(writer).append(stream, 299, newEvents(1)));
    accepted(await writer.append(newStream(), 'none', newEvents(2)));
    await arrived(reader, 602);
    double.showLate();
    accepted(await patient(writer).append(stream, 300, [newEvent()]));
    await eventually(() => reader.tree.size() === 604 && writer.tree.size() === 604);
    await agree();
    // And it is an index as any other: it opens again, and grows.
    await reader.close();
    reader = await harness.openIn(folder, { limits });
    accepted(await writer.append(stream, 301, newEvents(1)));
    await agree();
  });

  it('is the same to a node whose index agrees, however often it is compared', async () => {
    accepted(await writer.append(newStream(), 'none', newEvents(700)));
    await arrived(reader, 700);
    for (const from of [undefined, 0, 699, 700]) expect(await reader.index.compare(from)).toEqual({ kind: 'agrees', size: 700 });
    expect(areRowsStale(folder)).toBe(false);
  });
});
