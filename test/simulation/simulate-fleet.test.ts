import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { deviceOf, licenseOf, load } from '../../src/commands/streams.js';
import { streamKind, subjectOf, type AccountId, type DeviceId, type Instant, type LicenseId } from '../../src/domain/ids.js';
import type { EventStore, StoredEvent } from '../../src/event-store/port.js';
import { openSqliteEventStore } from '../../src/event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../../src/keys/keys.js';
import { simulateFleet, type SimulateFleetOptions } from '../../src/simulation/simulate-fleet.js';

const NOW = '2026-03-01T09:00:00.000Z' as Instant;
const ACCOUNT = 'acc_chain' as AccountId;
const root = mkdtempSync(join(tmpdir(), 'kabinet-simulation-'));
const keys = openKeys(join(root, 'keys'), { mayCreate: true });
let folders = 0;
afterAll(() => rmSync(root, { recursive: true, force: true }));

const newFolder = (): string => join(root, String(++folders));
const open = async (folder: string): Promise<EventStore> => {
  const store = openSqliteEventStore({ folder, clock: () => Date.parse(NOW) });
  await store.useKeys(keys);
  return store;
};

async function simulate(store: EventStore, options: Partial<SimulateFleetOptions> = {}) {
  const result = await simulateFleet({ store, keys, devices: 30, accountId: ACCOUNT, now: NOW, ...options });
  if (!result.ok) throw new Error(result.problem);
  return result;
}

async function eventsOf(store: EventStore): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of store.readAll({ after: 0 })) events.push(...page);
  return events;
}

const told = ({ stream, revision, id, recordedAt, body, metadata }: StoredEvent): string =>
  [stream, revision, id, recordedAt, Buffer.from(body).toString(), Buffer.from(metadata).toString()].join(' ');

describe('a simulated fleet of 30 devices', () => {
  const folder = newFolder();
  let store: EventStore;
  let model: ReadModel;
  beforeAll(async () => {
    store = await open(folder);
    await simulate(store);
    model = await openReadModel({ folder, store, clock: () => Date.parse(NOW) });
    await model.catchUp();
  });
  afterAll(async () => {
    await model.close();
    await store.close();
  });

  const moment = () => ({ position: model.queries.checkpoint().position, at: NOW });

  it('shows licenses in every status', () => {
    const { byStatus } = model.queries.licenseSummary(moment(), ACCOUNT);
    for (const status of ['FREE', 'ACTIVATED', 'EXPIRED', 'REPLACED', 'WITHDRAWN'] as const)
      expect({ status, some: (byStatus.get(status) ?? 0) > 0 }).toEqual({ status, some: true });
  });

  it('shows devices in every mode', () => {
    const { rows } = model.queries.devices(moment(), ACCOUNT, { limit: 100, direction: 'forwards' });
    const modes = new Set(
      [
        ...model.queries
          .deviceModes(
            moment(),
            rows.map(({ id }) => id),
          )
          .values(),
      ].map(({ mode }) => mode),
    );
    expect([...modes].sort()).toEqual(['CLIENT_REFUSED', 'DEMO', 'FULL', 'FULL_WITH_NOTICE']);
  });

  it('has bases of all three kinds, licenses of both, and licenses that came by code, by file and by themselves', () => {
    const page = { limit: 100, direction: 'forwards' } as const;
    const kinds = new Set(model.queries.databases(moment(), ACCOUNT, page).rows.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['CLOUD', 'INTERNET_EXCHANGE', 'LOCAL']);
    const licenses = model.queries.licenses(moment(), ACCOUNT, page).rows;
    expect([...new Set(licenses.map(({ kind }) => kind))].sort()).toEqual(['CLOUD', 'MAIN']);
    expect([...new Set(licenses.map(({ source }) => source))].sort()).toEqual(['AUTOMATIC', 'CODE', 'FILE']);
  });

  it('leaves nothing unfinished and nothing that the read model cannot take', () => {
    expect(model.queries.unfinishedActivations(10)).toEqual([]);
    expect(model.queries.unfinishedUploads(10)).toEqual([]);
    expect(model.parkedStreams()).toEqual([]);
  });

  it('is recorded in the order of time, within the simulated years, and some 5 to 15 events a device and year', async () => {
    const events = await eventsOf(store);
    const times = events.map(({ recordedAt }) => recordedAt);
    expect([...times].sort()).toEqual(times);
    expect(times[0]).toBe('2023-03-01T09:00:00.000Z');
    expect((times.at(-1) ?? '') <= NOW).toBe(true);
    expect(events.length / 90).toBeGreaterThan(5);
    expect(events.length / 90).toBeLessThan(15);
  });
});

/** Every license on at most one device, every device with at most one license, and both say the same. */
async function contradictions(store: EventStore): Promise<readonly string[]> {
  const streams = new Set((await eventsOf(store)).map(({ stream }) => stream));
  const found: string[] = [];
  const onDevice = new Map<DeviceId, LicenseId>();
  for (const stream of streams) {
    if (streamKind(stream) !== 'license') continue;
    const id = subjectOf(stream) as LicenseId;
    const { state } = await load(store, licenseOf(id));
    if (!state?.device) continue;
    const { deviceId, intentId } = state.device;
    const device = (await load(store, deviceOf(deviceId))).state;
    // A license that is over may have been followed by another one in the device's slot.
    const over = state.withdrawn || state.replacedBy !== null || ('until' in state.term && state.term.until <= NOW);
    if (over) continue;
    if (device?.slot?.intentId !== intentId) found.push(`${id} is on ${deviceId}, which does not know`);
    if (onDevice.has(deviceId)) found.push(`${deviceId} has two licenses`);
    onDevice.set(deviceId, id);
  }
  for (const stream of streams) {
    if (streamKind(stream) !== 'device') continue;
    const id = subjectOf(stream) as DeviceId;
    const slot = (await load(store, deviceOf(id))).state?.slot;
    const license = slot && (await load(store, licenseOf(slot.licenseId))).state;
    if (license && license.device?.deviceId !== id) found.push(`${id} holds ${slot.licenseId}, which is not on it`);
  }
  return found;
}

describe('every simulated fleet', () => {
  it.each([1, 2, 3, 4, 5, 6])('keeps the rules that bind devices and licenses (seed %i)', async (seed) => {
    const store = await open(newFolder());
    await simulate(store, { seed, devices: seed === 6 ? 120 : 40 });
    expect(await contradictions(store)).toEqual([]);
    await store.close();
  });

  it('has three devices on three bases where it is a shop', async () => {
    const store = await open(newFolder());
    await simulate(store, { devices: 3 });
    const types = (await eventsOf(store)).map(({ type }) => type);
    expect(types.filter((type) => type === 'DatabaseRegistered')).toHaveLength(3);
    expect(types.filter((type) => type === 'LicenseIssued')).toHaveLength(3);
    await store.close();
  });

  it('comes out the same, with the same ids, from the same seed and keys, and another from another seed or other keys', async () => {
    const run = async (seed: number, runKeys: Keys = keys): Promise<readonly string[]> => {
      const store = await open(newFolder());
      await simulate(store, { seed, years: 2, keys: runKeys });
      const events = (await eventsOf(store)).map(told);
      await store.close();
      return events;
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    expect(await run(7, openKeys(join(root, 'other-keys'), { mayCreate: true }))).not.toEqual(first);
  });

  it('goes on where it was cut off, whatever the clock says by then, and adds nothing once it is whole', async () => {
    const whole = await open(newFolder());
    await simulate(whole);
    const events = await eventsOf(whole);
    await whole.close();

    for (const share of [0.1, 0.35, 0.6, 0.85]) {
      const store = await open(newFolder());
      for (const { stream, revision, recordedAt, ...event } of events.slice(0, Math.floor(events.length * share)))
        await store.append(stream, revision === 0 ? 'none' : revision - 1, [event], { recordedAt });
      const later = '2026-03-02T00:00:00.000Z' as Instant;
      expect(await simulate(store, { now: later })).toMatchObject({ resumed: true, until: NOW });
      // Items of one upload are taken together, and may come in another order.
      expect((await eventsOf(store)).map(told).sort()).toEqual(events.map(told).sort());
      expect(await simulate(store, { now: later })).toMatchObject({ resumed: true, events: 0 });
      await store.close();
    }
  });

  it('refuses an account that something else has made', async () => {
    const store = await open(newFolder());
    await simulate(store, { devices: 3 });
    const again = await simulateFleet({ store, keys, devices: 4, accountId: ACCOUNT, now: NOW });
    expect(again).toEqual({ ok: false, problem: 'ACCOUNT_EXISTS', accountId: ACCOUNT });
    await store.close();
  });

  it('lies beside another one in the same log', async () => {
    const store = await open(newFolder());
    await simulate(store, { devices: 3 });
    await simulate(store, { devices: 3, accountId: 'acc_second' as AccountId });
    expect(await contradictions(store)).toEqual([]);
    await store.close();
  });
});
