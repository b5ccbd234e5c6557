import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { treeRoot } from '../../src/audit/merkle-tree.js';
import { subtreesIn, type TreeHashes } from '../../src/audit/tiles.js';
import { instantOf, millisOf, type StreamName } from '../../src/domain/ids.js';
import { LogIndex } from '../../src/event-store/kurrentdb/log-index.js';
import type { StoredRecord } from '../../src/event-store/kurrentdb/stored-form.js';
import { accepted, collect, newEvent, newEvents, newStream } from './events.js';
import { sqliteHarness } from './sqlite-harness.js';

const NOON = Date.UTC(2026, 0, 1, 12);
let folder: string;
let index: LogIndex;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet index '));
  index = LogIndex.open(folder, 'aaaaaaaa');
});
afterEach(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

const record = (position: number, writtenAt = NOON, stream = newStream()): StoredRecord => ({
  ...newEvent(),
  stream,
  revision: 0,
  position,
  recordedAt: instantOf(writtenAt),
  writtenAt,
});

const rootOf = (tree: TreeHashes): string => Buffer.from(treeRoot(tree.size(), subtreesIn(tree))).toString('hex');

describe('the index of a log that lies elsewhere', () => {
  it('is empty at first', () => {
    expect(index.end()).toEqual({ position: 0, size: 0, recordedAt: Number.NEGATIVE_INFINITY });
    expect([index.positionBefore(0), index.lastUpTo(99), index.tree.size()]).toEqual([0, 0, 0]);
  });

  it('gives every event the highest time written up to it, over batches too', () => {
    const times = (events: readonly { readonly recordedAt: string }[]): number[] =>
      events.map(({ recordedAt }) => Date.parse(recordedAt) - NOON);
    expect(times(index.add([record(10, NOON), record(20, NOON + 50), record(30, NOON + 20)]))).toEqual([0, 50, 50]);
    expect(times(index.add([record(40, NOON + 10), record(50, NOON + 70)]))).toEqual([50, 70]);
    expect([10, 20, 30, 40, 50].map((at) => millisOf(index.recordedAt(at, 0)) - NOON)).toEqual([0, 50, 50, 50, 70]);
    expect(index.recordedAtUpTo(45) - NOON).toBe(50);
    expect(index.recordedAtUpTo(9)).toBe(Number.NEGATIVE_INFINITY);
    expect(index.end()).toEqual({ position: 50, size: 5, recordedAt: NOON + 70 });
  });

  it('knows the place of an event by its position, and the position before a place', () => {
    const positions = [7, 1_000, 1_001, 2_000_000, 9_000_000_000];
    index.add(positions.map((position) => record(position)));
    expect(positions.map((position) => index.tree.indexOf(position))).toEqual([0, 1, 2, 3, 4]);
    expect(index.tree.indexOf(8)).toBeUndefined();
    for (let place = 0; place <= positions.length; place += 1) {
      const before = index.positionBefore(place);
      expect(positions.filter((position) => position > before)).toEqual(positions.slice(place));
    }
    expect([6, 7, 999, 1_000, 10_000_000_000].map((position) => index.lastUpTo(position))).toEqual([
      0, 7, 7, 1_000, 9_000_000_000,
    ]);
  });

  it('takes no event twice and none before the last', () => {
    index.add([record(10), record(20)]);
    expect(() => index.add([record(20)])).toThrow();
    expect(() => index.add([record(15)])).toThrow();
    expect(() => index.add([record(30), record(25)])).toThrow();
    expect([index.end().size, index.tree.size()]).toEqual([2, 2]);
    index.add([record(30)]);
    expect(index.tree.indexOf(30)).toBe(2);
  });

  it('takes no event that does not follow the one before it in its stream, and none of those that came with it', () => {
    const [one, other] = [newStream(), newStream()];
    const at = (position: number, stream: StreamName, revision: number) => ({ ...record(position, NOON, stream), revision });
    index.add([at(10, one, 0), at(20, other, 0), at(30, one, 1)]);
    for (const wrong of [at(50, one, 3), at(50, one, 1), at(50, other, 0), at(50, newStream(), 1)])
      expect(() => index.add([at(40, other, 1), wrong])).toThrow(/^revision \d of license-.* does not follow/);
    expect(index.end().size).toBe(3);
    index.add([at(40, other, 1), at(50, one, 2)]);
    expect(index.end().size).toBe(5);
  });

  it('grows from where it was cut as if it had never been longer', () => {
    const streams = [newStream(), newStream(), newStream()];
    const counts = new Map<string, number>();
    const records = Array.from({ length: 600 }, (_, at) => {
      const stream = streams[(at * 7) % 3] ?? newStream();
      const revision = counts.get(stream) ?? 0;
      counts.set(stream, revision + 1);
      return { ...record((at + 1) * 10, NOON + at, stream), revision };
    });
    index.add(records);
    const [end, root] = [index.end(), rootOf(index.tree)];
    for (const size of [590, 512, 511, 300, 257, 256, 1, 0]) {
      index.truncate(size);
      expect([index.end().size, index.tree.size(), index.end().position]).toEqual([size, size, size * 10]);
      expect(() => index.add(records.slice(size + 1, size + 5))).toThrow();
      index.add(records.slice(size));
      expect([index.end(), rootOf(index.tree)]).toEqual([end, root]);
    }
  });

  it('is the same when it is opened again, and empty for another log', () => {
    index.add([record(10), record(20, NOON + 5)]);
    const [end, root] = [index.end(), rootOf(index.tree)];
    index.close();
    index = LogIndex.open(folder, 'aaaaaaaa');
    expect([index.end(), rootOf(index.tree)]).toEqual([end, root]);
    index.close();
    index = LogIndex.open(folder, 'bbbbbbbb');
    expect(index.end().size).toBe(0);
  });

  it('has the tree of the embedded store for the same events, whatever their positions and batches are', async () => {
    const harness = sqliteHarness();
    const store = harness.openIn(harness.newFolder());
    for (const size of [1, 255, 256, 300, 1, 700]) accepted(await store.append(newStream(), 'none', newEvents(size)));
    const events = (await collect(store.readAll({ after: 0 }))).flat();
    const records = events.map((event) => ({ ...event, position: event.position * 97, writtenAt: millisOf(event.recordedAt) }));
    for (let from = 0; from < records.length; from += 331) index.add(records.slice(from, from + 331));
    expect(index.tree.size()).toBe(1_513);
    expect(rootOf(index.tree)).toBe(rootOf(store.tree));
    const second = join(folder, 'second');
    mkdirSync(second);
    const without = LogIndex.open(second, 'aaaaaaaa');
    without.add(records.slice(0, -1));
    expect(rootOf(without.tree)).not.toBe(rootOf(store.tree));
    without.close();
    await harness.dispose();
  });
});
