/** Projected events a second, and what a page of the license list costs: in the process, and over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel } from '../projections/open-read-model.js';
import { fileOf } from '../projections/prepare-file.js';
import { issueToken } from '../src/auth/issue-token.js';
import { readConfig } from '../src/config/config.js';
import { instantOf, type AccountId } from '../src/domain/ids.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { startServer } from '../src/server/start-server.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { print, type Measured } from './report.js';

const DEVICES = 1_000;
const ACCOUNT = 'acc_bench' as AccountId;
const ROUNDS = 5;
const PAGES = 200;
const CLIENTS = 16;
const REQUESTS = 1_000;

const LIST = `{ licenses(first: 50, where: { status: { eq: ACTIVATED } }, orderBy: { field: TERM_UNTIL, direction: ASC }) {
  nodes { id code kind status product { name level } term { until } device { id name } database { id name kind } }
  pageInfo { hasNextPage endCursor } totalCount } }`;

export async function benchReadModel(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const now = instantOf(Date.now());
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
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
  await benchHttp(folder);
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

/** Server and clients share this process and its one thread of JavaScript: the clients' share is measured by `/healthz` beside it. */
async function benchHttp(folder: string): Promise<void> {
  const reading = readConfig({ PORT: '0', KABINET_DATA_DIR: folder, KABINET_RATE_LIMIT: 'off', KABINET_LOG_LEVEL: 'silent' });
  if (!reading.ok) throw new Error('the bench configures the server wrongly');
  const server = await startServer(reading.config);
  const { keyId, privateKey } = server.keys.tokenSigning();
  const issued = await issueToken(
    { issuer: 'kabinet', audience: 'kabinet', keyId, privateKey },
    { role: 'OWNER', accounts: [ACCOUNT] },
  );
  if (!issued.ok) throw new Error(issued.problem);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${issued.token}` };
  const list = { method: 'POST', headers, body: JSON.stringify({ query: LIST }) };
  const answer = (await (await fetch(`${server.url}/graphql`, list)).json()) as { errors?: unknown };
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  const bare: number[] = [];
  const pages: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await requestsASecond(`${server.url}/healthz`, {}));
    pages.push(await requestsASecond(`${server.url}/graphql`, list));
  }
  await server.shutdown.stop('the bench is over');
  const measured: Measured[] = [
    { name: 'GET /healthz (what the clients themselves allow)', rounds: bare, unit: 'req/s' },
    { name: 'the list query', rounds: pages, unit: 'req/s' },
  ];
  print(`HTTP, ${String(CLIENTS)} clients in the same process`, measured);
}

async function requestsASecond(url: string, init: RequestInit): Promise<number> {
  const start = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let request = 0; request < REQUESTS / CLIENTS; request++) await (await fetch(url, init)).arrayBuffer();
    }),
  );
  return REQUESTS / ((performance.now() - start) / 1000);
}
