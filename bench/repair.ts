/**
 * How soon a license appears after the view that could not take it was mended: by `retryParkedEvents`, with a subscription that waits for
 * it, and by a restart, as a new version is deployed. A view throws on purpose (KABINET_TEST_FAULTS) on a license that is added, and then
 * does not any more.
 *
 * Over a simulated fleet of 300 devices, and over each size of KABINET_BENCH_LICENSES (see `large.ts`) where that is set. Another number of
 * runs: KABINET_BENCH_RUNS.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf } from '../projections/prepare-file.js';
import { instantOf, type AccountId } from '../src/domain/ids.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../src/keys/keys.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { openLargeLog } from './large-log/open-large-log.js';
import { line, timesLine, title } from './measure.js';
import { RepairScene } from './repair-scene.js';
import { tokenOf } from './served.js';

const DEVICES = 300;
const RUNS = Number(process.env['KABINET_BENCH_RUNS'] ?? 20);

export async function benchRepair(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const account = 'acc_bench' as AccountId;
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices: DEVICES, now: instantOf(Date.now()), accountId: account });
  const { position } = await store.head();
  await store.close();
  await repairs(folder, keys, account, position);
  await afterRebuild(folder, keys, account);
  rmSync(folder, { recursive: true });
  for (const licenses of (process.env['KABINET_BENCH_LICENSES'] ?? '').split(',').filter((size) => size !== '')) {
    const log = await openLargeLog(Number(licenses));
    await log.store.close();
    await repairs(log.folder, log.keys, log.estate.accounts[0]?.id ?? account, log.events);
    if (log.isTemporary) rmSync(log.folder, { recursive: true });
  }
}

async function sceneOf(folder: string, keys: Keys, account: AccountId): Promise<RepairScene> {
  const faults = join(folder, 'faults');
  writeFileSync(faults, '');
  return new RepairScene({
    folder,
    faults,
    account,
    agent: new Agent({ keepAlive: true }),
    owner: await tokenOf(keys, { role: 'OWNER', accounts: [account] }),
    vendor: await tokenOf(keys, { role: 'VENDOR', accounts: [] }),
    support: await tokenOf(keys, { role: 'SUPPORT', accounts: [] }),
  });
}

async function repairs(folder: string, keys: Keys, account: AccountId, events: number): Promise<void> {
  title(`Repair over a log of ${events.toLocaleString('en-US')} events`);
  const scene = await sceneOf(folder, keys, account);
  await scene.start();
  try {
    const retried = { answered: [] as number[], visible: [] as number[], heard: [] as number[] };
    for (let run = 0; run < RUNS; run++) {
      const took = await scene.retry();
      retried.answered.push(took.answered);
      retried.visible.push(took.visible);
      retried.heard.push(took.heard);
    }
    timesLine('retryParkedEvents: until it is answered', retried.answered);
    timesLine('retryParkedEvents: until a query shows the license', retried.visible);
    timesLine('retryParkedEvents: until the subscription hears of it', retried.heard);
    const restarted = { listens: [] as number[], visible: [] as number[], heard: [] as (number | null)[] };
    for (let run = 0; run < RUNS; run++) {
      const took = await scene.restart();
      restarted.listens.push(took.listens);
      restarted.visible.push(took.visible);
      restarted.heard.push(took.heard);
    }
    timesLine('restart: until the new version listens', restarted.listens);
    timesLine('restart: until a query shows the license', restarted.visible);
    const heard = restarted.heard.filter((millis) => millis !== null);
    if (heard.length > 0) timesLine('restart: until a subscription that goes on hears of it', heard);
    line('restart: subscriptions that heard of it', `${String(heard.length)} of ${String(RUNS)}`);
  } finally {
    await scene.end();
  }
}

/** A version whose tables or their meaning changed builds the whole read model before it listens. */
async function afterRebuild(folder: string, keys: Keys, account: AccountId): Promise<void> {
  const scene = await sceneOf(folder, keys, account);
  const listens: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(fileOf(folder) + suffix, { force: true });
    const start = performance.now();
    await scene.start();
    listens.push(performance.now() - start);
    await scene.end();
  }
  timesLine('restart with another read model: until it listens', listens);
}
