/** What open support cases cost: a look at one, the whole of a sweep in its share of the time, and following a batch of events. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel } from '../projections/open-read-model.js';
import { TouchedByEvents } from '../projections/touched.js';
import type { Asker } from '../src/commands/asker.js';
import { openSupportCase } from '../src/commands/support-case-commands.js';
import { diagnose } from '../src/diagnosis/diagnose.js';
import { diagnoseCase } from '../src/diagnosis/snapshot.js';
import { instantOf, type AccountId } from '../src/domain/ids.js';
import type { StoredEvent } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys } from '../src/keys/keys.js';
import { CaseAgenda } from '../src/processes/case-agenda.js';
import { lookAtCase } from '../src/processes/case-resolver.js';
import { followCases } from '../src/processes/follow-cases.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { print, quantile } from './report.js';

const ACCOUNT = 'acc_bench' as AccountId;
const CASES = 300;
const NOTHING = { code: null, deviceId: null, databaseId: null, orderId: null, fileName: null, expectedKind: null };

export async function benchSupportCases(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices: 300, now: instantOf(Date.now()), accountId: ACCOUNT });
  const model = await openReadModel({ folder, store });
  await model.catchUp();
  const deps = { store, keys, now: () => instantOf(Date.now()), randomBytes: () => crypto.getRandomValues(new Uint8Array(16)) };
  const ask = diagnoseCase((question) => diagnose({ store, queries: model.queries, now: deps.now }, question));
  const asker: Asker = {
    actor: { role: 'OWNER', id: 'usr_bench', name: null },
    reaches: () => true,
    ownAccount: ACCOUNT,
    onlyDatabase: null,
  };
  const moment = { position: model.queries.checkpoint().position, at: deps.now() };
  const { rows } = model.queries.licenses(moment, ACCOUNT, {
    limit: CASES,
    direction: 'forwards',
    where: { status: { notIn: ['ACTIVATED'] } },
  });
  for (let count = 0; count < CASES; count++) {
    const licenseId = rows[count % rows.length]?.id ?? null;
    const question = { ...NOTHING, licenseId };
    const diagnosed = async () => {
      const found = await ask(ACCOUNT, question);
      if (!found) throw new Error('no such account');
      return found;
    };
    const call = { asker, correlationId: 'bench', idempotencyKey: null };
    await openSupportCase(deps, call, { accountId: ACCOUNT, question, diagnose: diagnosed });
  }
  await model.catchUp();

  const look = { ...deps, queries: model.queries, diagnose: ask };
  const millis: number[] = [];
  let after = 0;
  for (let found = model.queries.nextOpenCase('all', after); found; found = model.queries.nextOpenCase('all', after)) {
    after = found.position;
    const start = performance.now();
    await lookAtCase(look, found.id);
    millis.push(performance.now() - start);
  }
  const events: StoredEvent[] = [];
  for await (const page of store.readAll({ after: 0, upTo: 1_000 })) events.push(...page);
  const agenda = new CaseAgenda(model.queries, () => performance.now());
  const heard: number[] = [];
  for (let round = 0; round < 50; round++) {
    const start = performance.now();
    agenda.heard(new TouchedByEvents(events));
    heard.push(performance.now() - start);
  }
  // The follower keeps no process alive.
  const alive = setInterval(() => undefined, 1_000);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const follower = followCases({ ...look, failed: (error) => process.stderr.write(`${String(error)}\n`) });
  await follower.idle();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  await follower.stop();
  clearInterval(alive);
  print(`${String(millis.length)} open support cases of one account`, [
    { name: 'a look, median', rounds: [quantile(millis, 0.5)], unit: 'ms' },
    { name: 'a look, p99', rounds: [quantile(millis, 0.99)], unit: 'ms' },
    { name: '1,000 events heard, median', rounds: [quantile(heard, 0.5)], unit: 'ms' },
    { name: 'a sweep over all', rounds: [took], unit: 'ms' },
    { name: 'of it CPU', rounds: [(user + system) / 1_000], unit: 'ms' },
  ]);
  await model.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
