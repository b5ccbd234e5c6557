/** Somebody writes into the read model that a stream is parked, and changes its rows: the drift detector is not to pass it by. */
import BetterSqlite3 from 'better-sqlite3';
import { openReadModel } from '../../projections/open-read-model.js';
import type { ReadModel } from '../../projections/open-read-model.js';
import { fileOf } from '../../projections/prepare-file.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { appendAll, FleetBuilder } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { differencesFromRebuilt, inFolder } from './support.js';

const OURS = 'acc_ours' as AccountId;
const CLOUD = 'db_cloud' as DatabaseId;
const PRODUCT = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };

function fleet(): FleetBuilder {
  const built = new FleetBuilder();
  built.openAccount(OURS, 'Ромашка');
  built.registerDatabase(CLOUD, OURS, 'CLOUD', 'Облако');
  for (const [license, device] of [
    ['lic_1', 'dev_1'],
    ['lic_2', 'dev_2'],
  ] as const) {
    built.reportDevice(device as DeviceId, CLOUD);
    built.issueLicense(license as LicenseId, { kind: 'CLOUD', product: PRODUCT, term: { perpetual: false, months: 3 } });
    built.activate(license as LicenseId, device as DeviceId);
  }
  return built;
}

async function wholePass(model: ReadModel): Promise<readonly string[]> {
  const repaired: string[] = [];
  for (;;) {
    const step = await model.checkDrift(5);
    repaired.push(...step.repaired.map(({ view, subject }) => `${view} ${subject}`));
    if (step.next === 0) return repaired;
  }
}

/** A model of that fleet whose file somebody has worked on while it was closed. */
async function after(
  work: (file: BetterSqlite3.Database, store: MemoryEventStore) => Promise<void> | void,
  look: (model: ReadModel, stored: { readonly store: MemoryEventStore; readonly folder: string }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const store = new MemoryEventStore();
    await appendAll(store, fleet().events);
    const open = async (): Promise<ReadModel> => {
      const model = await openReadModel({ folder, store, clock: Date.now });
      model.start();
      await model.catchUp();
      return model;
    };
    await (await open()).close();
    const file = new BetterSqlite3(fileOf(folder));
    await work(file, store);
    file.close();
    const model = await open();
    try {
      await look(model, { store, folder });
    } finally {
      await model.close();
    }
  });
}

interface Entry {
  readonly position: number;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
}

const park = (file: BetterSqlite3.Database, stream: string, { position, revision, eventId, type }: Entry): void => {
  file
    .prepare('INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)')
    .run(`license ${stream}`, 'license', stream, position, revision, eventId, type, 'out of order');
};

const NO_EVENT: Entry = { position: 3, revision: 1, eventId: '00000000-0000-8000-8000-000000000000', type: 'LicenseActivated' };

const change = (file: BetterSqlite3.Database): void => {
  expect(file.prepare(`UPDATE license SET kind = 'MAIN' WHERE id = 'lic_1'`).run().changes).toBeGreaterThan(0);
};

it('an entry that names no event is taken out, told of, and the rows behind it are mended', async () => {
  await after(
    (file) => {
      park(file, 'license-1', NO_EVENT);
      change(file);
    },
    async (model, stored) => {
      expect(model.parkedStreams()).toHaveLength(1);
      expect(await wholePass(model)).toContain('license lic_1');
      expect(model.parkedStreams()).toEqual([]);
      expect(await differencesFromRebuilt(stored)).toEqual([]);
      expect(await wholePass(model)).toEqual([]);
    },
  );
});

it('so is one of a stream that the log never had', async () => {
  await after(
    (file) => {
      park(file, 'license-never', NO_EVENT);
    },
    async (model) => {
      expect(await wholePass(model)).toEqual(['license lic_never']);
      expect(model.parkedStreams()).toEqual([]);
    },
  );
});

/** The event that a forger who knows the log would name: the last one of the license. */
async function lastOf(store: MemoryEventStore, stream: string): Promise<Entry> {
  let last: Entry | undefined;
  for await (const { position, revision, id, type } of store.readStream(stream as never))
    last = { position, revision, eventId: id, type };
  if (!last) throw new Error(`there is no ${stream}`);
  return last;
}

it('an entry that names an event which the view did take is found by the rows, and they are mended', async () => {
  await after(
    async (file, store) => {
      park(file, 'license-1', await lastOf(store, 'license-1'));
      change(file);
    },
    async (model, stored) => {
      expect(await wholePass(model)).toEqual(['license lic_1']);
      expect(model.parkedStreams()).toEqual([]);
      expect(await differencesFromRebuilt(stored)).toEqual([]);
    },
  );
});

it('a stream that is parked in truth waits for its retry, also once its view could take it', async () => {
  await inFolder(async (folder) => {
    const store = new MemoryEventStore();
    await appendAll(store, fleet().events);
    let broken = true;
    const faults = {
      refresh: () => undefined,
      faultFor: (view: string, event: { readonly type: string }) =>
        broken && view === 'license' && event.type === 'LicenseActivated' ? ('throw' as const) : undefined,
    };
    const model = await openReadModel({ folder, store, clock: Date.now, faults });
    try {
      model.start();
      await model.catchUp();
      const parked = model.parkedStreams();
      expect(parked).toHaveLength(2);
      broken = false;
      expect(await wholePass(model)).toEqual([]);
      expect(model.parkedStreams()).toEqual(parked);
      expect((await model.retryParked()).stillParked).toBe(0);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    } finally {
      await model.close();
    }
  });
});
