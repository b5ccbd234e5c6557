/** What a diagnosis costs in the process, and whether it grows with the estate. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel } from '../projections/open-read-model.js';
import { diagnose } from '../src/diagnosis/diagnose.js';
import type { Question } from '../src/diagnosis/question.js';
import { instantOf, type AccountId, type LicenseId } from '../src/domain/ids.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { print, quantile, type Measured } from './report.js';

const SIZES = [300, 3_000];
const ACCOUNT = 'acc_bench' as AccountId;
const ASKED = 1_000;
const NOTHING = { code: null, deviceId: null, databaseId: null, orderId: null, fileName: null, expectedKind: null, where: null };

export async function benchDiagnosis(): Promise<void> {
  const measured: Measured[] = [];
  for (const devices of SIZES) measured.push(...(await measure(devices)));
  print('A diagnosis of a license, in the process', measured);
}

async function measure(devices: number): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices, now: instantOf(Date.now()), accountId: ACCOUNT });
  const model = await openReadModel({ folder, store });
  await model.catchUp();
  const deps = { store, queries: model.queries, now: () => instantOf(Date.now()) };
  const licenses = someLicenses(model.queries);
  const millis: number[] = [];
  for (let count = 0; count < ASKED; count++) {
    const licenseId = licenses[count % licenses.length] ?? null;
    const question: Question = { account: ACCOUNT, reaches: () => false, ...NOTHING, licenseId };
    const start = performance.now();
    await diagnose(deps, question);
    millis.push(performance.now() - start);
  }
  const { position } = await store.head();
  await model.close();
  await store.close();
  rmSync(folder, { recursive: true });
  const of = `${String(devices)} devices, ${String(position)} events`;
  return [
    { name: `median, ${of}`, rounds: [quantile(millis, 0.5)], unit: 'ms' },
    { name: `p99, ${of}`, rounds: [quantile(millis, 0.99)], unit: 'ms' },
  ];
}

function someLicenses(queries: Awaited<ReturnType<typeof openReadModel>>['queries']): readonly LicenseId[] {
  const moment = { position: queries.checkpoint().position, at: instantOf(Date.now()) };
  return queries.licenses(moment, ACCOUNT, { limit: 200, direction: 'forwards' }).rows.map(({ id }) => id);
}
