import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { moveLog, type MoveLogOptions, type MoveOutcome } from '../../../src/cli/move/move-log.js';
import { runsOf } from '../../../src/cli/move/runs.js';
import type { Instant, StreamName } from '../../../src/domain/ids.js';
import { openKurrentEventStore, type KurrentEventStore } from '../../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import type { NodeEventStore } from '../../../src/event-store/node-event-store.js';
import type { EventStore, EventToAppend, StoredEvent } from '../../../src/event-store/port.js';
import { openSqliteEventStore, type SqliteEventStore } from '../../../src/event-store/sqlite/sqlite-event-store.js';
import { startKurrentDouble, type KurrentDouble } from '../../support/kurrentdb/kurrentdb-double.js';
import { accepted, collect, newEvent } from '../../event-store/events.js';

const EVENTS = 260;
const root = mkdtempSync(join(tmpdir(), 'kabinet move '));
let folders = 0;
const newFolder = (): string => join(root, `data ${String((folders += 1))}`);
const open: NodeEventStore[] = [];
const doubles: KurrentDouble[] = [];
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  for (const double of doubles.splice(0)) await double.stop();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function folderLog(folder = newFolder()): SqliteEventStore {
  const store = openSqliteEventStore({ folder, clock: Date.now });
  open.push(store);
  return store;
}

async function newDouble(): Promise<KurrentDouble> {
  const double = await startKurrentDouble();
  doubles.push(double);
  return double;
}

async function serverLog({ url }: KurrentDouble, folder = newFolder()): Promise<KurrentEventStore> {
  const limits = { appendMs: 500, readMs: 2_000, backOffMs: [20, 200] } as const;
  const store = await openKurrentEventStore({ connectionString: url, folder, clock: Date.now, limits });
  open.push(store);
  return store;
}

/** Streams that take turns, events together and alone, bytes that are no JSON, times that stand still and go on. */
async function fill(store: EventStore, count = EVENTS): Promise<void> {
  const streams = ['license-a', 'device-b', 'license-c', 'account-d'] as StreamName[];
  const revisions = new Map<StreamName, number>();
  const { position } = await store.head();
  for (let written = 0; written < count;) {
    const stream = streams[(written * 7) % streams.length] ?? ('license-a' as StreamName);
    const last = revisions.get(stream) ?? (await lastRevision(store, stream));
    const events = Array.from({ length: Math.min(1 + (written % 3), count - written) }, (_, at) =>
      anEvent(position + written + at),
    );
    const recordedAt = new Date(Date.UTC(2024, 0, 1) + Math.floor((position + written) / 5) * 1_000).toISOString() as Instant;
    accepted(await store.append(stream, last < 0 ? 'none' : last, events, { recordedAt }));
    revisions.set(stream, last + events.length);
    written += events.length;
  }
}

const anEvent = (number: number): EventToAppend => ({
  ...newEvent(number % 5 === 0 ? Uint8Array.from([0, 10, 255, number % 256]) : `{"number":${String(number)}}`),
  type: number % 2 === 0 ? 'LicenseRenewed' : 'DeviceReported',
  version: 1 + (number % 3),
});

async function lastRevision(store: EventStore, stream: StreamName): Promise<number> {
  const [last] = await collect(store.readStream(stream, { direction: 'backwards', limit: 1 }));
  return last?.revision ?? -1;
}

const move = (source: NodeEventStore, target: NodeEventStore, options: Partial<MoveLogOptions> = {}): Promise<MoveOutcome> =>
  moveLog({
    source,
    target,
    together: target.exchange === undefined,
    clock: Date.now,
    stopped: new AbortController().signal,
    patienceMs: 15_000,
    ...options,
  });

/** All that an event is but its place in one store's order. */
async function eventsOf(store: EventStore): Promise<unknown[]> {
  const events = (await collect(store.readAll({ after: 0 }))).flat();
  return events.map(({ position: _, open: __, body, metadata, ...rest }) => ({
    ...rest,
    body: Buffer.from(body).toString('hex'),
    metadata: Buffer.from(metadata).toString('hex'),
  }));
}

const rootOf = async (source: NodeEventStore): Promise<string> => {
  const outcome = await move(source, folderLog());
  return outcome.kind === 'equal' ? Buffer.from(outcome.root).toString('hex') : outcome.kind;
};

describe('a move of the log', () => {
  it('goes into KurrentDB and back again with the same events, times, order and root', async () => {
    const [old, server, back] = [folderLog(), await serverLog(await newDouble()), folderLog()];
    await fill(old);
    const there = await move(old, server);
    expect(there).toMatchObject({ kind: 'equal', size: EVENTS, copied: EVENTS });
    expect(await eventsOf(server)).toEqual(await eventsOf(old));
    expect(await move(server, back)).toEqual(there);
    expect(await eventsOf(back)).toEqual(await eventsOf(old));
  });

  it('copies what was appended since, and nothing twice', async () => {
    const [old, server] = [folderLog(), await serverLog(await newDouble())];
    await fill(old, 50);
    await move(old, server);
    await fill(old, 30);
    expect(await move(old, server)).toMatchObject({ kind: 'equal', size: 80, copied: 30 });
    expect(await move(old, server)).toMatchObject({ kind: 'equal', size: 80, copied: 0 });
    expect(await eventsOf(server)).toEqual(await eventsOf(old));
  });

  it('copies beside the owner, who goes on appending', async () => {
    const folder = newFolder();
    const owner = folderLog(folder);
    await fill(owner, 60);
    const beside = openSqliteEventStore({ folder, clock: Date.now, readOnly: true });
    open.push(beside);
    const server = await serverLog(await newDouble());
    let appended: Promise<void> | undefined;
    const outcome = await move(beside, server, { onCopied: () => void (appended ??= fill(owner, 40)) });
    await appended;
    expect(outcome).toMatchObject({ kind: 'equal', size: 100 });
    expect(await eventsOf(server)).toEqual(await eventsOf(owner));
  });

  it.each([
    ['connections that are cut', (double: KurrentDouble) => double.cut()],
    ['a server that is killed and comes back', (double: KurrentDouble) => void double.kill().then(() => double.restart())],
    ['an append that is written and never answered', (double: KurrentDouble) => double.failNextAppend('cut-after-commit')],
    ['an append that is lost on its way', (double: KurrentDouble) => double.failNextAppend('cut-before-commit')],
  ])('survives %s', async (_, strike) => {
    const double = await newDouble();
    const [old, server] = [folderLog(), await serverLog(double)];
    await fill(old);
    const struck = new Set<number>();
    const outcome = await move(old, server, {
      onCopied: (copied) => {
        const at = Math.floor(copied / 60);
        if (at > 0 && !struck.has(at)) {
          struck.add(at);
          strike(double);
        }
      },
    });
    expect(struck.size).toBeGreaterThan(2);
    expect(outcome).toMatchObject({ kind: 'equal', size: EVENTS });
    expect(await eventsOf(server)).toEqual(await eventsOf(old));
  });

  it('is stopped after any append, and goes on from there, also with an index of its own', async () => {
    const double = await newDouble();
    const old = folderLog();
    await fill(old);
    const stop = new AbortController();
    const first = await move(old, await serverLog(double), {
      stopped: stop.signal,
      onCopied: (copied) => {
        if (copied > 100) stop.abort();
      },
    });
    if (first.kind !== 'stopped') throw new Error(`${first.kind}, and it was stopped`);
    const again = await serverLog(double);
    expect(await move(old, again)).toMatchObject({ kind: 'equal', size: EVENTS, copied: EVENTS - first.size });
    expect(await eventsOf(again)).toEqual(await eventsOf(old));
  });

  it('ends with an error where the server stays away, and says no word of equality', async () => {
    const double = await newDouble();
    const [old, server] = [folderLog(), await serverLog(double)];
    await fill(old);
    const moved = move(old, server, { patienceMs: 300, onCopied: () => void double.kill() });
    await expect(moved).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
  });
});

describe('a move is refused', () => {
  it('where the target holds another log, and adds nothing to it', async () => {
    const [old, other, server] = [folderLog(), folderLog(), await serverLog(await newDouble())];
    await fill(old, 30);
    await fill(other, 10);
    await move(other, server);
    expect(await move(old, server)).toEqual({ kind: 'refused', problem: { kind: 'another-log', size: 10 } });
    expect(await eventsOf(server)).toEqual(await eventsOf(other));
  });

  it('where the target went on after it was moved into', async () => {
    const [old, server] = [folderLog(), await serverLog(await newDouble())];
    await fill(old, 20);
    await move(old, server);
    await fill(server, 1);
    expect(await move(old, server)).toEqual({ kind: 'refused', problem: { kind: 'another-log', size: 21 } });
  });

  it('where an event of the source was changed, before that event is copied', async () => {
    const folder = newFolder();
    const before = folderLog(folder);
    await fill(before, 30);
    await before.close();
    change(join(folder, 'events.db'), 17);
    const server = await serverLog(await newDouble());
    expect(await move(folderLog(folder), server)).toMatchObject({ kind: 'refused', problem: { kind: 'source' } });
    expect((await eventsOf(server)).length).toBeLessThan(17);
  });

  it('where the target no longer holds what was written there', async () => {
    const double = await newDouble();
    const [old, folder] = [folderLog(), newFolder()];
    await fill(old);
    const stop = new AbortController();
    const server = await serverLog(double, folder);
    await move(old, server, { stopped: stop.signal, onCopied: (copied) => copied > 200 && stop.abort() });
    await server.close();
    const record = double.records().filter(({ stream }) => stream.startsWith('license-'))[3];
    if (record) record.data[0] = 1 + (record.data[0] ?? 0);
    expect(await move(old, await serverLog(double, folder))).toMatchObject({ kind: 'refused', problem: { kind: 'target' } });
    // A new index sees it at once.
    expect(await move(old, await serverLog(double))).toMatchObject({ kind: 'refused', problem: { kind: 'another-log' } });
  });
});

describe('the order of the log', () => {
  /** By hand, as a mover that looks at streams alone would: every event is right, at its revision, with its time. */
  async function copied(events: readonly StoredEvent[], target: NodeEventStore): Promise<void> {
    for (const { stream, expected, events: run, recordedAt } of runsOf(events))
      accepted(await target.append(stream, expected, run, { recordedAt }));
  }

  it('is seen by the root: two neighbors of different streams that changed places make another log', async () => {
    const [old, right, wrong] = [folderLog(), await serverLog(await newDouble()), await serverLog(await newDouble())];
    await fill(old, 40);
    const events = (await collect(old.readAll({ after: 0 }))).flat();
    const at = events.findIndex(
      (event, index) => event.stream !== events[index + 1]?.stream && event.recordedAt === events[index + 1]?.recordedAt,
    );
    const [one, next] = [events[at], events[at + 1]];
    if (!one || !next) throw new Error('the log has no such neighbors');
    await copied(events, right);
    await copied([...events.slice(0, at), next, one, ...events.slice(at + 2)], wrong);
    expect(await rootOf(right)).toBe(await rootOf(old));
    expect(await rootOf(wrong)).not.toBe(await rootOf(old));
    expect(await move(old, wrong)).toMatchObject({ kind: 'refused', problem: { kind: 'another-log' } });
  });

  it('is kept by runs, which are the events again, a stream and a time each', async () => {
    const old = folderLog();
    await fill(old);
    const events = (await collect(old.readAll({ after: 0 }))).flat();
    const runs = [...runsOf(events)];
    expect(runs.flatMap((run) => run.events)).toEqual(events);
    expect(runs.length).toBeLessThan(events.length);
    for (const run of runs) expect(new Set(run.events.map(({ stream, recordedAt }) => `${stream} ${recordedAt}`)).size).toBe(1);
  });
});

/** As somebody with the file would who knows of the triggers. */
function change(file: string, position: number): void {
  expect(existsSync(file)).toBe(true);
  const database = new BetterSqlite3(file);
  database.exec('DROP TRIGGER events_are_not_updated');
  database.prepare('UPDATE events SET body = ? WHERE position = ?').run(Buffer.from('{"forged":true}'), position);
  database.close();
}
