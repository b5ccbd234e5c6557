import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { instantOf, millisOf } from '../../src/domain/ids.js';
import type { StreamName } from '../../src/domain/ids.js';
import { EventLogDamaged, EventStoreUnavailable } from '../../src/event-store/errors.js';
import type { SqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { runChildScript } from '../support/child-process.js';
import { eventStoreContract } from './contract.js';
import { accepted, collect, eventsAfter, fill, idsOf, newEvent, newEvents, newStream } from './events.js';
import { sqliteHarness } from './sqlite-harness.js';
import type { SqliteHarness } from './sqlite-harness.js';

eventStoreContract('the embedded store', sqliteHarness);

let harness: SqliteHarness;
let folder: string;
let store: SqliteEventStore;

beforeEach(() => {
  harness = sqliteHarness();
  folder = harness.newFolder();
  store = harness.openIn(folder);
});
afterEach(() => harness.dispose());

/** Runs SQL on the log as another program would that ignores the lock. */
function tamper<T>(work: (database: Database.Database) => T): T {
  const database = new Database(join(folder, 'events.db'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

describe('the file of the embedded store', () => {
  it.each([
    ['an event is updated', `UPDATE events SET body = x'00'`, 'never changed'],
    ['an event is deleted', 'DELETE FROM events', 'never deleted'],
    ['a stream is renamed', `UPDATE streams SET name = 'license-x'`, 'never changed'],
    ['a stream is deleted', 'DELETE FROM streams', 'never deleted'],
    ['an event is replaced', insertion('INSERT OR REPLACE', { position: 1, revision: 0 }), 'contiguous'],
    ['an event is replaced by its revision', insertion('INSERT OR REPLACE', { position: 3, revision: 0 }), 'contiguous'],
    ['a position is left out', insertion('INSERT', { position: 4, revision: 2 }), 'positions are contiguous'],
    ['a revision is left out', insertion('INSERT', { position: 3, revision: 3 }), 'revisions are contiguous'],
    ['an event is put before an earlier time', insertion('INSERT', { position: 3, revision: 2, recordedAt: 0 }), 'never falls'],
    ['a stream is replaced', `INSERT OR REPLACE INTO streams (key, name) SELECT 7, name FROM streams`, 'added once'],
    ['the format is relabelled', 'UPDATE meta SET format_version = 2', 'never relabelled'],
    ['the meta row is deleted', 'DELETE FROM meta', 'keeps its meta row'],
    ['a second meta row is added', `INSERT OR REPLACE INTO meta VALUES (1, 1, '00000000', 0)`, 'one meta row'],
  ])('refuses that %s', async (_, sql, message) => {
    accepted(await store.append(newStream(), 'none', newEvents(2)));
    const before = (await collect(store.readAll({ after: 0 }))).flat();
    expect(() => tamper((database) => database.exec(sql))).toThrow(message);
    expect((await collect(store.readAll({ after: 0 }))).flat()).toEqual(before);
  });

  it('takes the next event that fits, so that those refusals were for their reason', async () => {
    accepted(await store.append(newStream(), 'none', newEvents(2)));
    tamper((database) => database.exec(insertion('INSERT', { position: 3, revision: 2 })));
    expect((await store.head()).position).toBe(3);
  });

  it('is read by its owner alone', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is opened with write-ahead log and without an index on event ids', () => {
    expect(tamper((database) => database.pragma('journal_mode', { simple: true }))).toBe('wal');
    const indexes = tamper((database) =>
      database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events'`).all(),
    );
    expect(indexes).toHaveLength(1);
  });

  it('is refused where it is no event log', async () => {
    const strange = harness.newFolder();
    mkdirSync(strange);
    writeFileSync(
      join(strange, 'events.db'),
      'no database at all, but long enough to have a header of a hundred bytes: '.repeat(20),
    );
    expect(() => harness.openIn(strange)).toThrow(EventLogDamaged);
    await store.close();
    tamper((database) => database.exec('DROP TABLE meta'));
    expect(() => harness.openIn(folder)).toThrow(EventLogDamaged);
  });

  it('is refused where it is of another format version', async () => {
    await store.close();
    tamper((database) => database.exec('DROP TRIGGER meta_keeps_its_format; UPDATE meta SET format_version = 99'));
    expect(() => harness.openIn(folder)).toThrow('format version 99');
    expect(() => harness.openIn(folder, { readOnly: true })).toThrow(EventLogDamaged);
  });

  it('keeps its epoch when it is opened again', async () => {
    const { epoch } = await store.head();
    expect(epoch).toMatch(/^[0-9a-f]{8}$/);
    expect((await (await harness.reopen(store)).head()).epoch).toBe(epoch);
    expect((await harness.openIn(harness.newFolder()).head()).epoch).not.toBe(epoch);
  });
});

function insertion(
  verb: string,
  row: { readonly position: number; readonly revision: number; readonly recordedAt?: number },
): string {
  const values = `${String(row.position)}, 1, ${String(row.revision)}, zeroblob(16), 'T', 1, ${String(row.recordedAt ?? 9e12)}, x'', x''`;
  return `${verb} INTO events (position, stream, revision, id, type, version, recorded_at, body, metadata) VALUES (${values})`;
}

describe('bytes', () => {
  it.each([
    ['nothing', []],
    ['zeros', [0, 0, 0]],
    ['no text', [0xff, 0xfe, 0xc3, 0x28]],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
  ])('come back as they went in: %s', async (_, bytes) => {
    const stream = newStream();
    const [body, metadata] = [Buffer.from(bytes), Buffer.from(bytes.toReversed())];
    accepted(await store.append(stream, 'none', [{ ...newEvent(), body, metadata }, newEvent()]));
    const [read, next] = await collect(store.readStream(stream));
    expect([Buffer.from(read?.body ?? '-'), Buffer.from(read?.metadata ?? '-')]).toEqual([body, metadata]);
    expect(Buffer.from(next?.body ?? []).toString()).toBe('{}');
  });
});

describe('recordedAt', () => {
  it('never falls, not when the clock does and not over a restart', async () => {
    let now = Date.parse('2026-03-01T09:00:00.000Z');
    const other = harness.newFolder();
    let timed = harness.openIn(other, { clock: () => now });
    const times: string[] = [];
    const stream = newStream();
    const appendAt = async (millis: number): Promise<void> => {
      now = millis;
      const last = times.length - 1;
      times.push(accepted(await timed.append(stream, last < 0 ? 'none' : last, newEvents(1))).recordedAt);
    };
    const noon = Date.parse('2026-03-01T12:00:00.000Z');
    await appendAt(noon);
    await appendAt(noon - 3_600_000);
    await timed.close();
    timed = harness.openIn(other, { clock: () => now });
    await appendAt(noon - 7_200_000);
    await appendAt(noon + 1);
    expect(times).toEqual([instantOf(noon), instantOf(noon), instantOf(noon), instantOf(noon + 1)]);
    expect((await collect(timed.readStream(stream))).map(({ recordedAt }) => recordedAt)).toEqual(times);
  });

  it('is the given time instead of the clock where it is later than the last', async () => {
    const given = instantOf(millisOf(instantOf(Date.now())) - 86_400_000);
    const { recordedAt } = accepted(await store.append(newStream(), 'none', newEvents(1), { recordedAt: given }));
    expect(recordedAt).toBe(given);
  });
});

describe('group commit', () => {
  let commits: { appends: number; events: number; seconds: number }[];
  let conflicts: number;
  beforeEach(() => {
    [commits, conflicts] = [[], 0];
    folder = harness.newFolder();
    store = harness.openIn(folder, {
      observer: { onCommit: (batch) => commits.push({ ...batch }), onConflict: () => (conflicts += 1) },
    });
  });
  const counted = (): { appends: number; events: number }[] => commits.map(({ appends, events }) => ({ appends, events }));

  it('puts appends that wait together into one commit', async () => {
    await Promise.all(Array.from({ length: 64 }, () => store.append(newStream(), 'none', newEvents(2))));
    expect(counted()).toEqual([{ appends: 64, events: 128 }]);
    expect(commits[0]?.seconds).toBeGreaterThan(0);
  });

  it('makes a commit each of appends that come after one another, so that the count above can differ', async () => {
    for (let turn = 0; turn < 3; turn += 1) accepted(await store.append(newStream(), 'none', newEvents(1)));
    expect(counted()).toEqual(Array(3).fill({ appends: 1, events: 1 }));
  });

  it('lets one conflict of a batch fail alone and leaves no gap for it', async () => {
    const [one, two] = [newStream(), newStream()];
    const results = await Promise.all([
      store.append(one, 'none', newEvents(2)),
      store.append(two, 7, newEvents(2)),
      store.append(two, 'none', newEvents(2)),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect((await eventsAfter(store, 0, [one, two])).map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(counted()).toEqual([{ appends: 2, events: 4 }]);
    expect(conflicts).toBe(1);
  });

  it('lets an append that SQLite refuses halfway fail alone, and takes back what it had written', async () => {
    tamper((database) =>
      database.exec(
        `CREATE TRIGGER no_poison BEFORE INSERT ON events WHEN NEW.type = 'Poison' BEGIN SELECT RAISE(ABORT, 'poison'); END`,
      ),
    );
    const [one, two, three] = [newStream(), newStream(), newStream()];
    const results = await Promise.allSettled([
      store.append(one, 'none', newEvents(2)),
      store.append(two, 'none', [newEvent(), newEvent(), { ...newEvent(), type: 'Poison' }]),
      store.append(three, 'none', newEvents(2)),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await eventsAfter(store, 0, [one, two, three])).map(({ position, stream }) => [position, stream])).toEqual([
      [1, one],
      [2, one],
      [3, three],
      [4, three],
    ]);
    accepted(await store.append(two, 'none', newEvents(1)));
  });

  it('rejects every append of a batch whose COMMIT fails, keeps nothing of it, and works on', async () => {
    // A deferred foreign key is checked by COMMIT itself, which then throws and leaves the transaction open.
    tamper((database) =>
      database.exec(`
        CREATE TABLE nowhere (id INTEGER PRIMARY KEY);
        CREATE TABLE broken (id INTEGER REFERENCES nowhere (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER poison AFTER INSERT ON events WHEN NEW.type = 'Poison' BEGIN INSERT INTO broken VALUES (1); END`),
    );
    const before = newEvents(1);
    accepted(await store.append(newStream(), 'none', before));
    const head = await store.head();
    const subscription = collect(store.subscribe({ after: head.position }));
    const streams = [newStream(), newStream(), newStream()];
    const events = streams.map(() => newEvent());
    const results = await Promise.allSettled(
      streams.map((stream, index) =>
        store.append(stream, 'none', [{ ...newEvent(), ...events[index], ...(index === 1 && { type: 'Poison' }) }]),
      ),
    );
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { name: 'EventStoreUnavailable' } });
    expect(await store.head()).toEqual(head);

    const again = await Promise.all(streams.map((stream, index) => store.append(stream, 'none', [events[index] ?? newEvent()])));
    expect(again.map((result) => accepted(result).firstPosition)).toEqual([2, 3, 4]);
    expect(commits).toHaveLength(2);
    await store.close();
    expect(idsOf((await subscription).flat())).toEqual(idsOf(events));
  });

  it('refuses appends beyond its bounded queue at once and writes the others', async () => {
    const stream = newStream();
    const results = await Promise.allSettled(Array.from({ length: 10_001 }, () => store.append(stream, 0, newEvents(1))));
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { name: 'EventStoreUnavailable' } }]);
    expect(results.at(-1)?.status).toBe('rejected');
    accepted(await store.append(stream, 'none', newEvents(1)));
  });

  it('writes what was waiting when it is closed', async () => {
    const appending = store.append(newStream(), 'none', newEvents(1));
    await store.close();
    accepted(await appending);
    expect(counted()).toEqual([{ appends: 1, events: 1 }]);
  });
});

describe('a disk that refuses to take more', () => {
  // The shell's limit stands for a full disk: SQLite's write fails in the middle of a commit. Signal ignored, so that the write returns an error.
  const limited = `trap '' XFSZ; ulimit -f 2048; exec "$@"`;

  (process.platform === 'win32' ? it.skip : it)(
    'fails the whole batch; what was acknowledged is there, also after kill -9, and the batch can be sent again',
    async () => {
      const other = harness.newFolder();
      const child = runChildScript('event-store/children/appends-until-disk-refuses.mjs', { args: [other], shell: limited });
      await child.printed(1);
      await child.kill();
      const told = JSON.parse(child.lines[0] ?? '') as {
        acknowledged: string[];
        refused: string[];
        failed: string[];
        read: number;
        head: number;
      };
      expect(told.acknowledged.length).toBeGreaterThan(0);
      expect(told.refused).toHaveLength(8);
      for (const error of told.refused) expect(error).toMatch(/^EventStoreUnavailable: .*SQLITE_(IOERR|FULL)/);
      expect([told.read, told.head]).toEqual([told.acknowledged.length, told.acknowledged.length]);

      const opened = harness.openIn(other);
      const stored = (await collect(opened.readAll({ after: 0 }))).flat();
      expect(idsOf(stored)).toEqual(told.acknowledged);
      const again = await Promise.all(
        told.failed.map((id) => opened.append(`license-${id}` as StreamName, 'none', [{ ...newEvent(), id }])),
      );
      expect(again.map((result) => accepted(result).firstPosition)).toEqual(told.failed.map((_, index) => told.head + 1 + index));
    },
  );
});

describe('the data folder', () => {
  const owner = (): ReturnType<typeof runChildScript> =>
    runChildScript('event-store/children/owns-data-folder.mjs', { args: [folder] });
  const refusal = (): unknown => {
    try {
      return harness.openIn(folder);
    } catch (error) {
      return error;
    }
  };

  it('is refused to a second process, and the refusal names the owner', async () => {
    const second = owner();
    await second.finished();
    expect(second.lines).toEqual([`DataFolderInUse ${String(process.pid)}`]);
  });

  it('is refused to a second store of the same process', () => {
    expect(refusal()).toMatchObject({ name: 'DataFolderInUse', folder, ownerPid: process.pid });
  });

  it('is free again after close', async () => {
    await store.close();
    expect(existsSync(join(folder, 'owner.pid'))).toBe(false);
    expect(await (await harness.reopen(store)).head()).toMatchObject({ position: 0 });
  });

  it('is free again after its owner was killed with -9, and not before', async () => {
    await store.close();
    const other = owner();
    await other.printed(1);
    expect(other.lines).toEqual(['owned']);
    expect(refusal()).toMatchObject({ name: 'DataFolderInUse', ownerPid: other.pid });
    await other.kill();
    expect(await harness.openIn(folder).head()).toMatchObject({ position: 0 });
  });
});

describe('opened for reading only', () => {
  it('reads what the owner commits, also after it was opened', async () => {
    const beside = harness.openIn(folder, { readOnly: true });
    const stream = newStream();
    accepted(await store.append(stream, 'none', newEvents(2)));
    expect(await collect(beside.readStream(stream))).toEqual(await collect(store.readStream(stream)));
    expect(await beside.head()).toEqual(await store.head());
  });

  it('reads a log that nobody owns', async () => {
    accepted(await store.append(newStream(), 'none', newEvents(2)));
    await store.close();
    expect((await harness.openIn(folder, { readOnly: true }).head()).position).toBe(2);
  });

  it('refuses to append, and to open a folder without a log', async () => {
    const beside = harness.openIn(folder, { readOnly: true });
    await expect(beside.append(newStream(), 'none', newEvents(1))).rejects.toThrow(EventStoreUnavailable);
    expect(() => harness.openIn(harness.newFolder(), { readOnly: true })).toThrow(EventStoreUnavailable);
  });

  it('ends a subscription that has caught up', async () => {
    const stream = newStream();
    await fill(store, stream, 2_500);
    const followed = await collect(harness.openIn(folder, { readOnly: true }).subscribe({ after: 0 }));
    expect(followed.flat()).toHaveLength(2_500);
  });
});

describe('a backup', () => {
  it('that another process takes under load holds everything acknowledged before, in the same places', async () => {
    const stream = newStream();
    await fill(store, stream, 5_000);
    let [running, last] = [true, 4_999];
    const load = (async () => {
      while (running) {
        accepted(await store.append(stream, last, newEvents(10)));
        last += 10;
      }
    })();
    const before = await store.head();
    const target = join(folder, 'backup.db');
    const child = runChildScript('event-store/children/backs-up.mjs', { args: [folder, target] });
    await child.finished();
    running = false;
    await load;

    const restored = harness.openIn(harness.restore(target));
    const copied = (await collect(restored.readAll({ after: 0 }))).flat();
    const original = (await collect(store.readAll({ after: 0, upTo: copied.length }))).flat();
    expect(copied.length).toBeGreaterThanOrEqual(before.position);
    expect(copied).toEqual(original);
    expect((await store.head()).position).toBeGreaterThan(before.position);
  });

  it('is another history: its epoch differs from the log’s, and each restore from every other', async () => {
    const target = join(folder, 'backup.db');
    accepted(await store.append(newStream(), 'none', newEvents(1)));
    await store.backupTo(target);
    const first = harness.openIn(harness.restore(target));
    const second = harness.openIn(harness.restore(target));
    const epochs = [await store.head(), await first.head(), await second.head()].map(({ epoch }) => epoch);
    expect(new Set(epochs).size).toBe(3);
    expect((await (await harness.reopen(first)).head()).epoch).toBe(epochs[1]);
  });

  it('goes on as a log of its own, guarded as before', async () => {
    const target = join(folder, 'backup.db');
    const stream = newStream();
    accepted(await store.append(stream, 'none', newEvents(1)));
    await store.backupTo(target);
    folder = harness.restore(target);
    const restored = harness.openIn(folder);
    expect(accepted(await restored.append(stream, 0, newEvents(1))).firstPosition).toBe(2);
    expect(() => tamper((database) => database.exec('DELETE FROM events'))).toThrow('never deleted');
  });

  it('is readable by its owner alone, one file, and never replaces another', async () => {
    const target = join(folder, 'backup.db');
    await store.backupTo(target);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(['-wal', '-shm', '-journal', '.partial'].filter((end) => existsSync(target + end))).toEqual([]);
    await expect(store.backupTo(target)).rejects.toThrow('exists already');
  });
});

describe('an event that only a bug can make', () => {
  it.each([
    ['an id that is no UUID', { id: 'evt_1' }],
    ['an id in capitals, which would not come back the same', { id: randomUUID().toUpperCase() }],
    ['no type', { type: '' }],
    ['version 0', { version: 0 }],
    ['half a version', { version: 1.5 }],
  ])('is thrown back: %s', async (_, part) => {
    const stream = newStream();
    await expect(store.append(stream, 'none', [newEvent(), { ...newEvent(), ...part }])).rejects.toThrow();
    expect(await collect(store.readStream(stream))).toEqual([]);
  });

  it.each([-1, 0.5, Number.NaN])('is thrown back: expected revision %d', async (expected) => {
    await expect(store.append(newStream(), expected, newEvents(1))).rejects.toThrow(RangeError);
  });
});
