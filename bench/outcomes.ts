/**
 * What `Event.outcomes` costs: events read and decoded without and with it in the process, answers of a diagnosis without and with it over
 * HTTP; and what it stores, while nothing is parked and while every fifth license is. The same queries, in rounds that alternate.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel, type ReadModel } from '../projections/open-read-model.js';
import { NO_FAULTS, type ProjectionFaults } from '../projections/faults.js';
import { fileOf } from '../projections/prepare-file.js';
import { openFile } from '../projections/read-model-file.js';
import type { RecordedEvent } from '../src/domain/events.js';
import { instantOf, type AccountId, type LicenseId } from '../src/domain/ids.js';
import { decodeEvent } from '../src/event-store/codec.js';
import type { EventStore } from '../src/event-store/port.js';
import { openSqliteEventStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../src/keys/keys.js';
import { simulateFleet } from '../src/simulation/simulate-fleet.js';
import { print } from './report.js';
import { answerOf, graphqlCall, serve, tokenOf } from './served.js';

const DEVICES = 300;
const ACCOUNT = 'acc_bench' as AccountId;
const ROUNDS = 15;
const LICENSES = 100;

/** Every fifth license cannot be activated, as far as the license view is concerned. */
const SOME_PARKED: ProjectionFaults = {
  refresh: () => undefined,
  faultFor: (view, { stream, type }) =>
    view === 'license' && type === 'LicenseActivated' && stream.charCodeAt(stream.length - 2) % 5 === 0 ? 'throw' : undefined,
};

export async function benchOutcomes(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  const keys = openKeys(join(folder, 'keys'), { mayCreate: true });
  const store = openSqliteEventStore({ folder, clock: Date.now });
  await store.useKeys(keys);
  await simulateFleet({ store, keys, devices: DEVICES, now: instantOf(Date.now()), accountId: ACCOUNT });
  await inProcess(folder, store, SOME_PARKED);
  for (const suffix of ['', '-wal', '-shm']) rmSync(fileOf(folder) + suffix, { force: true });
  const licenses = await inProcess(folder, store, NO_FAULTS);
  await store.close();
  await overHttp(folder, keys, licenses);
  rmSync(folder, { recursive: true });
}

async function inProcess(folder: string, store: EventStore, faults: ProjectionFaults): Promise<readonly LicenseId[]> {
  const model = await openReadModel({ folder, store, faults });
  try {
    const without: number[] = [];
    const withOutcomes: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      without.push(await microsAnEvent(store, () => undefined));
      withOutcomes.push(await microsAnEvent(store, (event) => model.queries.outcomesOf(event)));
    }
    const parked = model.parkedStreams().length;
    print(`An event of the log, read and decoded, ${String(parked)} streams parked`, [
      { name: 'without outcomes', rounds: without, unit: 'µs' },
      { name: 'with outcomes of every view', rounds: withOutcomes, unit: 'µs' },
    ]);
    printStored(folder, model);
    const moment = { position: model.queries.checkpoint().position, at: instantOf(Date.now()) };
    return model.queries.licenses(moment, ACCOUNT, { limit: LICENSES, direction: 'forwards' }).rows.map(({ id }) => id);
  } finally {
    await model.close();
  }
}

async function microsAnEvent(store: EventStore, look: (event: RecordedEvent) => unknown): Promise<number> {
  let events = 0;
  const start = performance.now();
  for await (const page of store.readAll({ after: 0 })) {
    for (const stored of page) look(decodeEvent(stored));
    events += page.length;
  }
  return ((performance.now() - start) * 1_000) / events;
}

function printStored(folder: string, model: ReadModel): void {
  const database = openFile(fileOf(folder), 'live');
  const { bytes } = database
    .prepare<[], { readonly bytes: number }>(
      `SELECT sum(pgsize) AS bytes FROM dbstat WHERE name IN ('parked', 'parked_past', 'parked_by_stream', 'parked_past_by_stream',
        'sqlite_autoindex_parked_1')`,
    )
    .get() ?? { bytes: 0 };
  database.close();
  const events = model.queries.checkpoint().position;
  process.stdout.write(`  stored for outcomes of ${String(events)} events: ${String(bytes)} bytes\n`);
}

const answering = (selection: string): string => `query ($input: DiagnoseMissingLicenseInput!) {
  diagnoseMissingLicense(input: $input) { causes { code evidence { ${selection} } } checks { code evidence { ${selection} } } } }`;
const FACTS = 'id type stream revision position occurredAt recordedAt data';

async function overHttp(folder: string, keys: Keys, licenses: readonly LicenseId[]): Promise<void> {
  const token = await tokenOf(keys, { role: 'OWNER', accounts: [ACCOUNT] });
  const served = await serve(folder);
  const agent = new Agent({ keepAlive: true });
  try {
    type Part = { readonly evidence: readonly unknown[] };
    type Answer = { readonly diagnoseMissingLicense: { readonly causes: readonly Part[]; readonly checks: readonly Part[] } };
    const ask = async (selection: string): Promise<{ readonly millis: number; readonly events: number }> => {
      let events = 0;
      const start = performance.now();
      for (const licenseId of licenses) {
        const answer = await answerOf<Answer>(
          agent,
          graphqlCall(served.url, token, answering(selection), { input: { licenseId } }),
        );
        const { causes, checks } = answer.diagnoseMissingLicense;
        events += [...causes, ...checks].reduce((sum, { evidence }) => sum + evidence.length, 0);
      }
      return { millis: (performance.now() - start) / licenses.length, events: events / licenses.length };
    };
    await ask(FACTS);
    const without: number[] = [];
    const withOutcomes: number[] = [];
    let events = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const plain = await ask(FACTS);
      events = plain.events;
      without.push(plain.millis);
      withOutcomes.push((await ask(`${FACTS} outcomes { view outcome error parkedAt appliedAt }`)).millis);
    }
    print(`A diagnosis over HTTP, ${events.toFixed(1)} events in its evidence`, [
      { name: 'without outcomes', rounds: without, unit: 'ms' },
      { name: 'with outcomes', rounds: withOutcomes, unit: 'ms' },
    ]);
  } finally {
    agent.destroy();
    await served.stop();
  }
}
