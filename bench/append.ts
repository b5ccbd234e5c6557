/** Appended events a second with 1, 64 and 256 writers, against raw inserts of the same rows in transactions of the same size. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { uuidV8 } from '../src/commands/identity.js';
import { instantOf, type StreamName } from '../src/domain/ids.js';
import type { EventToAppend } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { print, type Measured } from './report.js';

const ROUNDS = 5;
const BODY = Buffer.from(
  JSON.stringify({ accountId: 'acc_0000000000000000', name: 'ТСД склад 17', model: 'Urovo i6310', os: 'Android 11' }),
);
const METADATA = Buffer.from(
  JSON.stringify({
    account: 'acc_0000000000000000',
    occurredAt: '2026-03-01T09:00:00.000Z',
    actor: { role: 'OWNER', id: 'usr_1' },
  }),
);

const event = (): EventToAppend => ({
  id: uuidV8(instantOf(Date.now()), randomBytes(16)),
  type: 'DeviceFactsChanged',
  version: 1,
  body: BODY,
  metadata: METADATA,
});

interface Appending {
  readonly eventsASecond: number;
  readonly eventsACommit: number;
}

async function append(writers: number, events: number): Promise<Appending> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  let commits = 0;
  const store = openSqliteEventStore({ folder, clock: Date.now, observer: { onCommit: () => commits++ } });
  const start = performance.now();
  const each = Math.floor(events / writers);
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const stream = `device-${String(writer)}` as StreamName;
      for (let revision = 0; revision < each; revision++) {
        await store.append(stream, revision === 0 ? 'none' : revision - 1, [event()]);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  await store.close();
  rmSync(folder, { recursive: true });
  return { eventsASecond: (each * writers) / seconds, eventsACommit: (each * writers) / commits };
}

/** The same columns and indexes, no port, no waiting: one prepared insert, so many rows a transaction, `synchronous=FULL`. */
function rawInserts(events: number, rowsACommit: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const db = new Database(join(folder, 'raw.db'));
  db.pragma('journal_mode=WAL');
  db.pragma('synchronous=FULL');
  db.pragma('wal_autocheckpoint=16000');
  db.exec(`CREATE TABLE events (position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, revision INTEGER NOT NULL, id BLOB NOT NULL,
    type TEXT NOT NULL, version INTEGER NOT NULL, recorded_at INTEGER NOT NULL, body BLOB NOT NULL, metadata BLOB NOT NULL,
    UNIQUE (stream, revision))`);
  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const start = performance.now();
  let position = 0;
  while (position < events) {
    db.exec('BEGIN IMMEDIATE');
    for (let row = 0; row < rowsACommit && position < events; row++) {
      position++;
      const id = Buffer.from(uuidV8(instantOf(Date.now()), randomBytes(16)).replaceAll('-', ''), 'hex');
      insert.run(position, position % 64, Math.floor(position / 64), id, 'DeviceFactsChanged', 1, Date.now(), BODY, METADATA);
    }
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  rmSync(folder, { recursive: true });
  return events / seconds;
}

const WRITERS = [
  { writers: 1, events: 2_000 },
  { writers: 64, events: 64_000 },
  { writers: 256, events: 128_000 },
];

/** Rounds of both alternate, so that what else the machine does meets both. */
export async function benchAppend(): Promise<void> {
  for (const { writers, events } of WRITERS) {
    const raw: number[] = [];
    const ours: number[] = [];
    let batch = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const appended = await append(writers, events);
      batch = Math.max(1, Math.round(appended.eventsACommit));
      ours.push(appended.eventsASecond);
      raw.push(rawInserts(events, batch));
    }
    const measured: Measured[] = [
      { name: `raw better-sqlite3 inserts, ${String(batch)} rows a transaction`, rounds: raw, unit: 'events/s' },
      { name: `append through the store, ${String(writers)} writer(s)`, rounds: ours, unit: 'events/s' },
    ];
    print(`Append, ${String(writers)} writer(s), ${String(batch)} events a commit`, measured);
  }
}
