/** What commands and the diagnosis decide on: an event that somebody has edited is the base of nothing. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openReadModel } from '../../projections/open-read-model.js';
import { renameDevice } from '../../src/commands/device-commands.js';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import type { AccountId, DeviceId } from '../../src/domain/ids.js';
import type { EventStore } from '../../src/event-store/port.js';
import { rememberedStreams } from '../../src/event-store/remembered-streams.js';
import { createLogGuard } from '../../src/server/log-guard.js';
import { collect, newEvents, newStream } from '../event-store/events.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';
import { MemoryEventStore } from '../support/memory-event-store.js';

const ACCOUNT = 'acc_shop' as AccountId;

let cabinet: Cabinet;
let devices: readonly [DeviceId, DeviceId];
beforeEach(async () => {
  cabinet = await openCabinet();
  const { service } = cabinet;
  await service.openAccount(cabinet.call({ role: 'VENDOR' }), { accountId: ACCOUNT, name: 'Магазин' });
  const { databaseId } = await valueOf(
    service.registerDatabase(cabinet.call(), { accountId: ACCOUNT, name: 'Склад', kind: 'CLOUD' }),
  );
  const report = async (deviceCode: string): Promise<DeviceId> => {
    const reported = await valueOf(
      service.reportDevice(cabinet.call(), { databaseId, deviceCode, name: 'ТСД', model: 'MC-3300' }),
    );
    if (!reported.deviceId) throw new Error('a device that reports is there');
    return reported.deviceId;
  };
  devices = [await report('A1'), await report('B2')];
});
afterEach(() => cabinet.close());

/** By somebody who has the file: the model of a device. */
function forge(device: DeviceId): void {
  const file = new Database(join(cabinet.folder, 'events.db'));
  for (const { name } of file.prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all())
    file.exec(`DROP TRIGGER ${name}`);
  const { changes } = file
    .prepare(
      `UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'MC-3300', 'MC-9999') AS BLOB)
       WHERE stream = (SELECT key FROM streams WHERE name = ?)`,
    )
    .run(device.replace('dev_', 'device-'));
  file.close();
  expect(changes).toBeGreaterThan(0);
}

function guarded() {
  const told: string[] = [];
  const guard = createLogGuard(cabinet.folder, (problem) => told.push(problem));
  const store = guard.guardCommands(cabinet.log);
  const rename = (deviceId: DeviceId, name: string) =>
    renameDevice({ ...cabinet.deps, store }, cabinet.call(), { deviceId, name });
  return { told, guard, store, rename };
}

it('a command on a forged event is answered like a log that cannot be reached, appends nothing, and stops all appends', async () => {
  const { guard, told, rename } = guarded();
  const before = (await cabinet.events()).length;
  forge(devices[0]);
  await expect(rename(devices[0], 'Касса')).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
  expect(guard.agrees()).toBe(false);
  expect(told).toEqual([expect.stringContaining('is not the one that was appended there')]);
  await expect(rename(devices[1], 'Касса')).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
  expect(await cabinet.events()).toHaveLength(before);
});

it('a command on other streams is done, until the forged event is met', async () => {
  const { guard, rename } = guarded();
  forge(devices[0]);
  expect((await rename(devices[1], 'Касса')).ok).toBe(true);
  expect(guard.agrees()).toBe(true);
});

it('a command that was done once decides on what it read then, and on what followed', async () => {
  const { guard, rename } = guarded();
  await valueOf(rename(devices[0], 'Касса'));
  expect((await rename(devices[0], 'Касса')).ok).toBe(true);
  await valueOf(cabinet.service.renameDevice(cabinet.call(), { deviceId: devices[0], name: 'Склад' }));
  await valueOf(rename(devices[0], 'Касса'));
  const names = (await cabinet.events()).filter(
    ({ type, stream }) => type === 'DeviceRenamed' && stream.endsWith(devices[0].slice(4)),
  );
  expect(names).toHaveLength(3);
  expect(guard.agrees()).toBe(true);
});

it('a diagnosis is not made of a forged event', async () => {
  const model = await openReadModel({ folder: join(cabinet.folder, 'model'), store: cabinet.log, clock: Date.now });
  await model.catchUp();
  const { guard, store } = guarded();
  const ask = (deviceId: DeviceId) =>
    diagnose(
      { store, queries: model.queries, now: cabinet.deps.now },
      {
        account: ACCOUNT,
        reaches: () => true,
        deviceId,
        ...{ code: null, licenseId: null, databaseId: null, orderId: null, fileName: null, expectedKind: null, where: null },
      },
    );
  try {
    forge(devices[0]);
    expect(await ask(devices[1])).toMatchObject({ deviceId: devices[1] });
    await expect(ask(devices[0])).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
    expect(guard.agrees()).toBe(false);
  } finally {
    await model.close();
  }
});

describe('remembered streams', () => {
  it('answer what the log answers, also after others have appended, and ask it for the rest alone', async () => {
    const log = new MemoryEventStore();
    const asked: (number | undefined)[] = [];
    const watched: EventStore = {
      append: (...request) => log.append(...request),
      readStream: (stream, options) => {
        asked.push(options?.from);
        return log.readStream(stream, options);
      },
      readAll: (options) => log.readAll(options),
      subscribe: (options) => log.subscribe(options),
      head: () => log.head(),
      close: () => log.close(),
    };
    const remembering = rememberedStreams(watched);
    const [short, long] = [newStream(), newStream()];
    expect(await collect(remembering.readStream(short))).toEqual([]);
    await log.append(short, 'none', newEvents(3));
    await log.append(long, 'none', newEvents(150));
    for (const stream of [short, long, short, long])
      expect(await collect(remembering.readStream(stream))).toEqual(await collect(log.readStream(stream)));
    await log.append(short, 2, newEvents(2));
    expect(await collect(remembering.readStream(short))).toEqual(await collect(log.readStream(short)));
    expect(await collect(remembering.readStream(short))).toHaveLength(5);
    // A long stream is never kept: it would drive out all others.
    expect(asked).toEqual([undefined, undefined, undefined, 3, undefined, 3, 5]);
  });
});
