/** What the transparency log costs an event: time and bytes, beside the same rows without it, and what a checkpoint and a proof cost. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eventLeafHash } from '../src/audit/envelope.js';
import { openTransparencyLog } from '../src/audit/transparency-log.js';
import { uuidV8 } from '../src/commands/identity.js';
import { instantOf, type StreamName } from '../src/domain/ids.js';
import { eventIdBytes } from '../src/event-store/sqlite/event-ids.js';
import { openForWriting } from '../src/event-store/sqlite/schema.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { addTreeTables } from '../src/event-store/sqlite/tree-schema.js';
import { TreeWriter } from '../src/event-store/sqlite/tree-writer.js';
import { median, print } from './report.js';

const ROUNDS = 7;
const EVENTS = 64_000;
/** As 64 writers make them. */
const EVENTS_A_COMMIT = 64;
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

interface Cost {
  readonly eventsASecond: number;
  /** Of the processor, which a busy machine disturbs less than the clock on the wall. */
  readonly microseconds: number;
  readonly bytes: number;
}

/** The store's own tables, triggers and settings; the rows of 64 streams in commits of 64, sealed or not. */
function insert(isSealed: boolean): Cost {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const db = new Database(join(folder, 'events.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('wal_autocheckpoint = 16000');
  openForWriting(db);
  addTreeTables(db);
  const tree = new TreeWriter(db);
  for (let key = 1; key <= 64; key++) db.prepare('INSERT INTO streams VALUES (?, ?)').run(key, `device-${String(key)}`);
  const statement = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  for (let first = 0; first < EVENTS; first += EVENTS_A_COMMIT) {
    const now = Date.now();
    const recordedAt = instantOf(now);
    const leaves: Buffer[] = [];
    db.exec('BEGIN IMMEDIATE');
    for (let at = 0; at < EVENTS_A_COMMIT; at++) {
      const revision = first / EVENTS_A_COMMIT;
      const [id, type, version] = [uuidV8(recordedAt, randomBytes(16)), 'DeviceFactsChanged', 1];
      statement.run(first + at + 1, at + 1, revision, eventIdBytes(id), type, version, now, BODY, METADATA);
      const event = {
        stream: `device-${String(at + 1)}`,
        revision,
        id,
        type,
        version,
        recordedAt,
        body: BODY,
        metadata: METADATA,
      };
      if (isSealed) leaves.push(eventLeafHash(event));
    }
    tree.append(first, leaves);
    db.exec('COMMIT');
  }
  const [seconds, used] = [(performance.now() - start) / 1_000, process.cpuUsage(cpu)];
  const bytes = Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  db.close();
  rmSync(folder, { recursive: true });
  return { eventsASecond: EVENTS / seconds, microseconds: (used.user + used.system) / EVENTS, bytes: bytes / EVENTS };
}

/** Checkpoints while a log grows by a thousand events each, and proofs from all over it. Microseconds. */
async function checkpointsAndProofs(): Promise<{
  readonly checkpoint: number[];
  readonly proof: number[];
  readonly bytes: number;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const store = openSqliteEventStore({ folder, clock: Date.now });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const log = await openTransparencyLog({
    tree: store.tree,
    store: store.checkpoints,
    eventsFrom: (index) => store.readAll({ after: index }),
    keys: { signing: [privateKey], trusted: [publicKey] },
    clock: Date.now,
    check: 'tail',
  });
  const checkpoint: number[] = [];
  for (let thousand = 0; thousand < 70; thousand++) {
    const events = Array.from({ length: 1_000 }, () => ({
      ...{
        id: uuidV8(instantOf(Date.now()), randomBytes(16)),
        type: 'DeviceFactsChanged',
        version: 1,
        body: BODY,
        metadata: METADATA,
      },
    }));
    await store.append('device-1' as StreamName, thousand === 0 ? 'none' : thousand * 1_000 - 1, events);
    const start = performance.now();
    log.makeCheckpoint();
    checkpoint.push((performance.now() - start) * 1_000);
  }
  const proof: number[] = [];
  let bytes = 0;
  for (let position = 1; position <= 70_000; position += 173) {
    const start = performance.now();
    bytes = Math.max(bytes, Buffer.byteLength(log.proofOf(position) ?? ''));
    proof.push((performance.now() - start) * 1_000);
  }
  await store.close();
  rmSync(folder, { recursive: true });
  return { checkpoint, proof, bytes };
}

export async function benchTransparencyLog(): Promise<void> {
  const [without, sealed]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    without.push(insert(false));
    sealed.push(insert(true));
  }
  const rows = [
    { name: 'without leaf hashes', costs: without },
    { name: 'with leaf hashes', costs: sealed },
  ];
  const of = (field: keyof Cost, unit: string) =>
    rows.map(({ name, costs }) => ({ name, rounds: costs.map((cost) => cost[field]), unit }));
  print(`Raw inserts, ${String(EVENTS_A_COMMIT)} events a commit`, of('eventsASecond', 'events/s'));
  print('Processor time an event', of('microseconds', 'µs'));
  print('Bytes of the file an event', of('bytes', 'bytes'));
  const more = (field: keyof Cost): string =>
    (median(sealed.map((cost) => cost[field])) - median(without.map((cost) => cost[field]))).toFixed(1);
  process.stdout.write(`  the transparency log: ${more('microseconds')} µs and ${more('bytes')} bytes an event\n`);

  const { checkpoint, proof, bytes } = await checkpointsAndProofs();
  print('Checkpoints and proofs, up to 70,000 events', [
    { name: 'a checkpoint, on disk, every 1,000 events', rounds: checkpoint, unit: 'µs' },
    { name: `a proof of an event, ${String(bytes)} bytes at most`, rounds: proof, unit: 'µs' },
  ]);
}
