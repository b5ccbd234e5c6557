/** A new version is deployed that can take what the last one could not: whoever followed the list hears of it when it goes on. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import BetterSqlite3 from 'better-sqlite3';
import { fileOf } from '../../projections/prepare-file.js';
import { issueToken } from '../../src/auth/issue-token.js';
import { readConfig } from '../../src/config/config.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { startServer, type RunningServer } from '../../src/server/start-server.js';
import { appendAll, FleetBuilder } from '../support/fleet-builder.js';

const OURS = 'acc_ours' as AccountId;
const THEIRS = 'acc_theirs' as AccountId;
const FAULT = JSON.stringify({ view: 'license', type: 'LicenseActivated', do: 'throw' });
const CHANGED = `subscription ($since: Position) { licenseChanged(since: $since) { event { type } license { id } } }`;

let folder: string;
let faults: string;
let server: RunningServer | undefined;

async function start(): Promise<RunningServer> {
  const reading = readConfig({ PORT: '0', KABINET_DATA_DIR: join(folder, 'data'), KABINET_TEST_FAULTS: faults });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  const logStream = { write: (line: string) => appendFileSync(join(folder, 'log'), line) };
  return startServer(reading.config, { logStream });
}

async function tokenOf(account: AccountId): Promise<string> {
  const { keyId, privateKey } = server?.keys.tokenSigning() ?? {};
  if (keyId === undefined || privateKey === undefined) throw new Error('no server');
  const issuer = { issuer: 'kabinet', audience: 'kabinet', keyId, privateKey };
  const issued = await issueToken(issuer, { role: 'OWNER', accounts: [account] });
  if (!issued.ok) throw new Error(issued.problem);
  return issued.token;
}

/** Where the list stands. */
async function position(account: AccountId): Promise<string> {
  const response = await fetch(`${server?.url ?? ''}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(account)}` },
    body: JSON.stringify({ query: '{ licenseSummary { position } }' }),
  });
  const { data } = (await response.json()) as { readonly data: { readonly licenseSummary: { readonly position: string } } };
  return data.licenseSummary.position;
}

/** Of the list's changes from a position on: the first, and what comes with it; none where `until` resolves before. */
async function heard(account: AccountId, since: string | null, until: Promise<unknown>): Promise<readonly unknown[]> {
  const token = await tokenOf(account);
  const client = createClient({ url: `${server?.url ?? ''}/graphql/stream`, headers: { authorization: `Bearer ${token}` } });
  const changes: unknown[] = [];
  let first: (() => void) | undefined;
  const something = new Promise<void>((resolve) => (first = resolve));
  client.subscribe(
    { query: CHANGED, variables: { since } },
    {
      next: ({ data }) => {
        changes.push(data);
        first?.();
      },
      error: () => undefined,
      complete: () => undefined,
    },
  );
  await Promise.race([something.then(() => wait(100)), until]);
  client.dispose();
  return changes;
}

const aWhile = (): Promise<unknown> => wait(500);
const forEver = (): Promise<unknown> => new Promise(() => undefined);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-deployed-'));
  faults = join(folder, 'faults');
  writeFileSync(faults, FAULT);
  server = await start();
  await server.shutdown.stop('the log gets its events');
  const fleet = new FleetBuilder();
  for (const [account, name] of [
    [OURS, 'one'],
    [THEIRS, 'two'],
  ] as const) {
    fleet.openAccount(account, name);
    fleet.registerDatabase(`db_${name}` as DatabaseId, account, 'CLOUD', name);
    fleet.reportDevice(`dev_${name}` as DeviceId, `db_${name}` as DatabaseId);
    const product = { name: 'Склад 15', level: null, configuration: null, sku: null };
    fleet.issueLicense(`lic_${name}` as LicenseId, { kind: 'CLOUD', product, term: { perpetual: false, months: 3 } });
    fleet.activate(`lic_${name}` as LicenseId, `dev_${name}` as DeviceId);
  }
  const store = openSqliteEventStore({ folder: join(folder, 'data'), clock: Date.now });
  await appendAll(store, fleet.events);
  await store.close();
  server = await start();
});
afterEach(async () => {
  await server?.shutdown.stop('the test is over');
  rmSync(folder, { recursive: true, force: true });
});

const OUR_LICENSE = { licenseChanged: { event: null, license: { id: 'lic_one' } } };

async function deploy(whileItIsDown: () => void): Promise<string> {
  const since = await position(OURS);
  await server?.shutdown.stop('a new version');
  writeFileSync(faults, '');
  whileItIsDown();
  server = await start();
  return since;
}

it('a subscription that goes on hears of what the new version could take, and of its own account alone', async () => {
  const since = await deploy(() => undefined);
  expect(await heard(OURS, since, forEver())).toEqual([OUR_LICENSE]);
});

it('also where the new version has another read model, and builds it from the log', async () => {
  const since = await deploy(() => {
    const file = new BetterSqlite3(fileOf(join(folder, 'data')));
    file.prepare(`UPDATE meta SET fingerprint = 'of the version before'`).run();
    file.close();
  });
  expect(await heard(OURS, since, forEver())).toEqual([OUR_LICENSE]);
});

it('one that begins anew reads the list as it is, and hears nothing of it', async () => {
  await deploy(() => undefined);
  expect(await heard(OURS, null, aWhile())).toEqual([]);
});
