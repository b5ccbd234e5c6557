/** Projected events a second, and what a page of the license list costs: in the process, and over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel } from '../projections/open-read-model.js';
import { fileOf } from '../projections/prepare-file.js';
import { instantOf, type AccountId } from '../src/domain/ids.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { benchHttp } from './http.js';
import { print } from './report.js';

const DEVICES = 1_000;
const ACCOUNT = 'acc_bench' as AccountId;
const ROUNDS = 5;
const PAGES = 200;

export async function benchReadModel(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const now = instantOf(Date.now());
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices: DEVICES, now, accountId: ACCOUNT });
  const { position: events } = await store.head();

  const projected: number[] = [];
  const page: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${fileOf(folder)}${suffix}`, { force: true });
    const start = performance.now();
    const model = await openReadModel({ folder, store });
    await model.catchUp();
    projected.push(events / ((performance.now() - start) / 1000));
    page.push(pageMicros(model.queries));
    await model.close();
  }
  await store.close();
  print(`Read model, ${String(DEVICES)} devices, ${String(events)} events`, [
    { name: 'projected (rebuild from the log)', rounds: projected, unit: 'events/s' },
  ]);
  print('A page of 50 licenses, ACTIVATED by TERM_UNTIL', [{ name: 'query in the process', rounds: page, unit: 'µs' }]);
  await benchHttp(folder, ACCOUNT, keys);
  rmSync(folder, { recursive: true });
}

function pageMicros(queries: Awaited<ReturnType<typeof openReadModel>>['queries']): number {
  const moment = { position: queries.checkpoint().position, at: instantOf(Date.now()) };
  const query = {
    where: { status: { eq: 'ACTIVATED' } },
    orderBy: [{ field: 'TERM_UNTIL', direction: 'ASC' }],
    limit: 50,
    direction: 'forwards',
  } as const;
  const rows = queries.licenses(moment, ACCOUNT, query).rows.length;
  if (rows === 0) throw new Error('there is nothing to list');
  const start = performance.now();
  for (let count = 0; count < PAGES; count++) queries.licenses(moment, ACCOUNT, query);
  return ((performance.now() - start) / PAGES) * 1000;
}
