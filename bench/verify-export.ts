/**
 * `npm run bench -- verify-export`: how long a clean log of 1,000,000 events takes to check itself, to be exported with its proofs, and to be
 * verified, and that nobody raises an alarm. 3 GB of disk. KABINET_BENCH_EVENTS: another size.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FILES } from '../src/audit/export/manifest.js';
import { verifyExport } from '../src/audit/export/verify-export.js';
import { writeExport } from '../src/audit/export/write-export.js';
import { checkLog } from '../src/audit/self-check.js';
import { openTransparencyLog } from '../src/audit/transparency-log.js';
import { verifierKey } from '../src/audit/verifier-key.js';
import { uuidV8 } from '../src/commands/identity.js';
import { instantOf, type StreamName } from '../src/domain/ids.js';
import { openSqliteEventStore, type SqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { line, peakMemory, stopwatch, title } from './measure.js';

const EVENTS = Number(process.env['KABINET_BENCH_EVENTS'] ?? 1_000_000);
const A_STREAM = 1_000;
const BODY = Buffer.from(
  JSON.stringify({ accountId: 'acc_0000000000000000', name: 'ТСД склад 17', model: 'Urovo i6310', os: 'Android 11' }),
);
const METADATA = Buffer.from(
  JSON.stringify({
    account: 'acc_0000000000000000',
    occurredAt: '2026-03-01T09:00:00.000Z',
    actor: { role: 'OWNER', id: 'usr_1', name: null },
    correlationId: 'req_3tv8ep5znk2xqncjn04xbtfmp0',
    causationId: null,
    requestId: 'req_3tv8ep5znk2xqncjn04xbtfmp0',
    step: 'report',
  }),
);

async function fill(store: SqliteEventStore): Promise<void> {
  for (let stream = 0; stream < EVENTS / A_STREAM; stream += 1) {
    const events = Array.from({ length: A_STREAM }, () => ({
      id: uuidV8(instantOf(Date.now()), randomBytes(16)),
      type: 'DeviceFactsChanged',
      version: 1,
      body: BODY,
      metadata: METADATA,
    }));
    await store.append(`device-${String(stream)}` as StreamName, 'none', events);
  }
}

export async function benchVerifyExport(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const folder = join(root, 'export');
  mkdirSync(folder);
  const store = openSqliteEventStore({ folder: join(root, 'data'), clock: Date.now });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const [signing, trusted] = [[privateKey], [publicKey]];
  const { tree, checkpoints } = store;
  const eventsFrom = (index: number) => store.readAll({ after: index });
  const told = (what: string, took: ReturnType<typeof stopwatch>, more = ''): void => {
    const { seconds, cpuSeconds } = took();
    line(what, `${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of CPU)${more}`);
  };
  try {
    title(`${EVENTS.toLocaleString('en-US')} events that nobody touched`);
    const deps = { tree, store: checkpoints, eventsFrom, clock: Date.now, check: 'tail' as const };
    const audit = await openTransparencyLog({ ...deps, keys: { signing, trusted } });
    const first = audit.checkpoint();
    await fill(store);
    const checkpoint = audit.makeCheckpoint();
    const { origin } = audit;

    const check = stopwatch();
    const checked = await checkLog({ tree, store: checkpoints, eventsFrom, trustedKeys: trusted }, 'whole');
    if (!checked.ok) throw new Error(checked.problem);
    told('self-check of all events', check);

    const write = stopwatch();
    const key = verifierKey(origin, 'ed25519', publicKey);
    await writeExport({
      ...{ folder, origin, tree, checkpoint, earlier: first, verifierKeys: [key] },
      selection: { account: null, from: null, to: null, firstIndex: 0, endIndex: EVENTS },
      pages: store.readAll({ after: 0 }),
      reveal: () => null,
      signers: [{ name: origin, privateKey }],
      madeAt: instantOf(Date.now()),
    });
    const bytes = (name: string): string => `${(statSync(join(folder, name)).size / EVENTS).toFixed(0)} bytes`;
    told('export', write, `, an event ${bytes(FILES.events)}, its proof ${bytes(FILES.proofs)}`);

    const verify = stopwatch();
    const { problems, events } = await verifyExport({ folder, keys: [key] });
    if (problems.length > 0 || events !== EVENTS) throw new Error(`a false alarm: ${JSON.stringify(problems.slice(0, 3))}`);
    told('verify', verify, ', no problem found');
    line('most memory of this process so far', peakMemory());
  } finally {
    await store.close();
    rmSync(root, { recursive: true });
  }
}
