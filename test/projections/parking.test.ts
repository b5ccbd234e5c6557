import fc from 'fast-check';
import type { FaultKind, ProjectionFaults } from '../../projections/faults.js';
import { openReadModel } from '../../projections/open-read-model.js';
import {
  orderStream,
  type AccountId,
  type DatabaseId,
  type DeviceId,
  type LicenseId,
  type OrderId,
  type StreamName,
} from '../../src/domain/ids.js';
import type { EventToAppend } from '../../src/event-store/port.js';
import { appendAll, FleetBuilder, interleaved } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { fleetSteps, randomFleet } from '../support/random-fleet.js';
import { differencesFromRebuilt, inFolder, projected } from './support.js';

const OURS = 'acc_ours' as AccountId;
const CLOUD = 'db_cloud' as DatabaseId;
const SHOP = 'db_shop' as DatabaseId;
const SCANNER = 'dev_scanner' as DeviceId;
const OTHER = 'dev_other' as DeviceId;
const LICENSE = 'lic_1' as LicenseId;
const LICENSE_STREAM = 'license-1' as StreamName;
const PRODUCT = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };
const page = { limit: 50, direction: 'forwards' } as const;

interface Fault {
  readonly view: string;
  readonly stream?: string;
  readonly type?: string;
  readonly kind: FaultKind;
}

/** Faults that a test switches off. */
class SwitchedFaults implements ProjectionFaults {
  on = true;
  constructor(readonly faults: readonly Fault[]) {}
  refresh(): void {
    // Nothing to read.
  }
  faultFor(view: string, event: { readonly stream: string; readonly type: string }): FaultKind | undefined {
    const fits = (fault: Fault): boolean =>
      fault.view === view && (fault.stream ?? event.stream) === event.stream && (fault.type ?? event.type) === event.type;
    return this.on ? this.faults.find(fits)?.kind : undefined;
  }
}

function cloudLicense(): FleetBuilder {
  const fleet = new FleetBuilder();
  fleet.openAccount(OURS, 'Ромашка');
  fleet.registerDatabase(CLOUD, OURS, 'CLOUD', 'Облако');
  fleet.registerDatabase(SHOP, OURS, 'LOCAL', 'Магазин');
  fleet.reportDevice(SCANNER, CLOUD);
  fleet.issueLicense(LICENSE, { kind: 'CLOUD', product: PRODUCT, term: { perpetual: false, months: 3 } });
  fleet.activate(LICENSE, SCANNER);
  fleet.later(1_000).renew(LICENSE, 'TERM', 3);
  fleet.reportDevice(OTHER, CLOUD);
  return fleet;
}

const fails = (view: string, type: string): SwitchedFaults => new SwitchedFaults([{ view, type, kind: 'throw' }]);

describe('an event that a view cannot take', () => {
  it('parks its stream for that view alone, and everything else goes on', async () => {
    const faults = fails('license', 'LicenseActivated');
    await projected(
      cloudLicense(),
      ({ model, now }) => {
        expect(model.parkedStreams()).toMatchObject([
          {
            view: 'license',
            stream: LICENSE_STREAM,
            type: 'LicenseActivated',
            error: 'test fault: throw',
            revision: 1,
            behind: 1,
          },
        ]);
        expect(model.queries.licenses(now(), OURS, page).rows).toEqual([]);
        const ids = model.queries.devices(now(), OURS, page).rows.map(({ id }) => id);
        expect(ids).toEqual([OTHER, SCANNER]);
        expect(model.queries.unfinishedActivations(10)).toEqual([]);
      },
      { faults },
    );
  });

  it('is applied by a retry, with what waited behind it, as if nothing had been wrong', async () => {
    const faults = fails('license', 'LicenseActivated');
    await projected(
      cloudLicense(),
      async ({ model, now, store, folder }) => {
        faults.on = false;
        expect(await model.retryParked()).toEqual({ applied: 2, stillParked: 0, licenses: [LICENSE] });
        expect(model.parkedStreams()).toEqual([]);
        expect(model.queries.licenses(now(), OURS, page).rows).toMatchObject([{ id: LICENSE, source: 'AUTOMATIC' }]);
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
        expect(model.formerlyParked(LICENSE_STREAM)).toMatchObject([{ view: 'license', type: 'LicenseActivated' }]);
      },
      { faults },
    );
  });

  it('stays parked, since when it was first, where the retry fails again', async () => {
    const faults = fails('license', 'LicenseActivated');
    let now = Date.parse('2026-01-01T00:00:00Z');
    await projected(
      cloudLicense(),
      async ({ model }) => {
        const before = model.parkedStreams();
        now += 60_000;
        expect(await model.retryParked()).toMatchObject({ applied: 0, stillParked: 1 });
        expect(model.parkedStreams()).toEqual(before);
      },
      { faults, clock: () => now },
    );
  });

  it('is known to be parked after a restart, and events that come later wait behind it', async () => {
    const fleet = cloudLicense();
    await inFolder(async (folder) => {
      const store = new MemoryEventStore();
      const first = await openReadModel({ folder, store, faults: fails('license', 'LicenseActivated') });
      first.start();
      await appendAll(store, fleet.events);
      await first.catchUp();
      await first.close();

      const before = fleet.events.length;
      fleet.later(1_000).renew(LICENSE, 'TERM', 3);
      await appendAll(store, fleet.events.slice(before));
      const second = await openReadModel({ folder, store });
      await second.catchUp();
      expect(second.parkedStreams()).toMatchObject([{ stream: LICENSE_STREAM, behind: 2 }]);
      expect(await second.retryParked(LICENSE_STREAM)).toEqual({ applied: 3, stillParked: 0, licenses: [LICENSE] });
      await second.close();
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    });
  });

  it('is parked for every view that takes such a stream, where this build does not know its type', async () => {
    const fleet = cloudLicense();
    await projected(fleet, async ({ model, store }) => {
      const stream = 'device-scanner' as StreamName;
      const revision = fleet.events.filter((event) => event.stream === stream).length - 1;
      const [template] = fleet.events;
      if (!template) throw new Error('no event');
      await store.append(stream, revision, [
        { ...template.toAppend, id: '00000000-0000-8000-8000-000000000001', type: 'DeviceMelted' },
      ]);
      await model.catchUp();
      expect(model.parkedStreams().map(({ view }) => view)).toEqual(['device', 'event', 'license', 'open-work']);
    });
  });

  it('is parked, and says why, where it is of a later version than this program knows, and everything else goes on', async () => {
    const fleet = cloudLicense();
    await projected(fleet, async ({ model, store, now }) => {
      const [template] = fleet.events;
      if (!template) throw new Error('no event');
      const later = (nth: number, type: string, version: number, body: object): EventToAppend => ({
        ...template.toAppend,
        id: `00000000-0000-8000-8000-00000000000${String(nth)}`,
        type,
        version,
        body: Buffer.from(JSON.stringify(body)),
      });
      const revisionOf = (stream: string): number => fleet.events.filter((event) => event.stream === stream).length - 1;
      const [scanner, shop] = ['device-scanner', 'database-shop'] as StreamName[];
      if (!scanner || !shop) throw new Error('two streams');
      await store.append(scanner, revisionOf(scanner), [
        later(1, 'DeviceRenamed', 2, { names: ['Касса'] }),
        later(2, 'DeviceRenamed', 1, { name: { subject: SCANNER, text: 'Касса' } }),
      ]);
      await store.append(shop, revisionOf(shop), [later(3, 'DatabaseRenamed', 1, { name: { subject: SHOP, text: 'Склад' } })]);
      await model.catchUp();
      expect(model.parkedStreams()).toMatchObject(
        ['device', 'event'].map((view) => ({
          view,
          stream: scanner,
          type: 'DeviceRenamed',
          error: 'DeviceRenamed version 2: this program is older than the log: it knows these events up to version 1',
          behind: 1,
        })),
      );
      expect(model.queries.databases(now(), OURS, page).rows.map(({ name }) => name.text)).toContain('Склад');
    });
  });

  it('is parked where its row cannot be written, and its neighbors of the same batch are not', async () => {
    const fleet = cloudLicense();
    const item = {
      index: 0,
      item: { source: 'CODE' as const, lastGroup: 'ABCDE' },
      outcome: 'CODE_UNKNOWN' as const,
      detail: null,
    };
    await projected(fleet, async ({ model, store, now }) => {
      const stream = 'upload-1' as StreamName;
      const [template] = fleet.events;
      if (!template) throw new Error('no event');
      const event = (nth: number, type: string, data: object): EventToAppend => ({
        ...template.toAppend,
        id: `00000000-0000-8000-8000-00000000000${String(nth)}`,
        type,
        body: Buffer.from(JSON.stringify(data)),
      });
      // One index twice: two rows with one key.
      const events = [
        event(1, 'UploadReceived', { accountId: OURS, source: 'CODE', parts: 2 }),
        event(2, 'UploadItemRejected', item),
        event(3, 'UploadItemRejected', item),
        event(4, 'UploadFinished', { items: 2 }),
      ];
      await store.append(stream, 'none', events);
      fleet.later(1_000).renameDevice(SCANNER, 'Новое имя');
      await appendAll(store, fleet.events.slice(-1));
      await model.catchUp();
      expect(model.parkedStreams()).toMatchObject([{ view: 'upload', stream, revision: 2, behind: 1 }]);
      expect(model.queries.uploads(OURS, page).rows).toMatchObject([{ id: 'upl_1', finished: false }]);
      expect(model.queries.devicesById(now(), [SCANNER]).get(SCANNER)?.name.text).toBe('Новое имя');
    });
  });

  it('of an order is parked with what comes behind it; the order stands as it was, and other orders go on', async () => {
    const [bad, good] = ['ord_bad', 'ord_good'] as [OrderId, OrderId];
    const fleet = new FleetBuilder();
    fleet.orderRenewal(bad, OURS, ['lic_1' as LicenseId]);
    const [placed] = fleet.events;
    await projected(fleet, async (given) => {
      const template = placed?.toAppend;
      if (!template) throw new Error('no event');
      const event = (nth: number, type: string): EventToAppend => ({
        ...template,
        id: `00000000-0000-8000-8000-00000000000${String(nth)}`,
        type,
        body: Buffer.from('{}'),
      });
      // A result without its items.
      await given.store.append(orderStream(bad), 0, [event(1, 'OrderFulfilled'), event(2, 'OrderPaid')]);
      const before = fleet.events.length;
      fleet.orderRenewal(good, OURS, ['lic_2' as LicenseId]);
      await appendAll(given.store, fleet.events.slice(before));
      await given.model.catchUp();
      expect(given.model.parkedStreams()).toMatchObject([{ view: 'order', stream: 'order-bad', revision: 1, behind: 1 }]);
      const { rows } = given.model.queries.orders(OURS, { limit: 10, direction: 'forwards' });
      expect(rows).toMatchObject([
        { id: good, status: 'UNPAID' },
        { id: bad, status: 'UNPAID', paidAt: null, fulfilledAt: null, fulfilled: [] },
      ]);
    });
  });

  it('is told of once', async () => {
    const told: string[] = [];
    const observer = {
      onParked: ({ view, stream }: { readonly view: string; readonly stream: string }) => told.push(`${view} ${stream}`),
    };
    await projected(cloudLicense(), () => undefined, { faults: fails('license', 'LicenseActivated'), observer });
    expect(told).toEqual(['license license-1']);
  });
});

describe('a retry', () => {
  it('lists what hangs on a device whose connection was parked', async () => {
    const faults = new SwitchedFaults([{ view: 'license', stream: 'device-scanner', type: 'DeviceConnected', kind: 'throw' }]);
    await projected(
      cloudLicense(),
      async ({ model, now, store, folder }) => {
        expect(model.queries.licenses(now(), OURS, page).rows).toEqual([]);
        faults.on = false;
        await model.retryParked('device-scanner' as StreamName);
        expect(model.queries.licenses(now(), OURS, page).rows).toMatchObject([{ id: LICENSE }]);
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      },
      { faults },
    );
  });

  it('brings an order back with its result', async () => {
    const order = 'ord_1' as OrderId;
    const fleet = cloudLicense();
    fleet.orderRenewal(order, OURS, [LICENSE]);
    fleet.payOrder(order);
    fleet.startFulfilment(order);
    fleet.finishFulfilment(order);
    const faults = fails('order', 'OrderPaid');
    await projected(
      fleet,
      async ({ model, now, store, folder }) => {
        expect(model.queries.orderById(order)).toMatchObject({ status: 'UNPAID' });
        faults.on = false;
        expect(await model.retryParked()).toMatchObject({ applied: 3, stillParked: 0 });
        expect(model.queries.orderById(order)).toMatchObject({ status: 'FULFILLED' });
        const { rows } = model.queries.licenses(now(), OURS, { ...page, where: { orderId: order } });
        expect(rows.map(({ id }) => id)).toEqual([LICENSE]);
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      },
      { faults },
    );
  });

  it('ends with the rows of a rebuild, whatever was parked and in whatever order it is retried', async () => {
    const fault = fc.record({
      view: fc.constantFrom('license', 'device', 'database', 'upload', 'open-work', 'account'),
      kind: fc.constant('throw' as const),
      type: fc.constantFrom(
        'LicenseActivated',
        'LicenseIssued',
        'LicenseUploaded',
        'DeviceConnected',
        'LicenseSlotTaken',
        'LicenseUnlinked',
        'DatabaseRegistered',
        'UploadItemAccepted',
        'LicenseReleased',
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fleetSteps(60),
        fc.array(fc.nat(50), { maxLength: 30 }),
        fc.array(fault, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(20), { maxLength: 4 }),
        async (steps, choices, broken, retries) => {
          const faults = new SwitchedFaults(broken);
          await projected(
            interleaved(randomFleet(steps).events, choices),
            async ({ model, store, folder }) => {
              faults.on = false;
              for (const index of retries) {
                const parked = model.parkedStreams();
                const one = parked[index % Math.max(1, parked.length)];
                if (one) await model.retryParked(one.stream);
              }
              expect((await model.retryParked()).stillParked).toBe(0);
              expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
            },
            { faults },
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a test fault', () => {
  it('skip: the view misses the event, and a rebuild finds the row that is wrong', async () => {
    const faults = new SwitchedFaults([{ view: 'license', type: 'LicenseActivated', kind: 'skip' }]);
    await projected(
      cloudLicense(),
      async ({ model, now }) => {
        expect(model.queries.licenses(now(), OURS, page).rows).toEqual([]);
        faults.on = false;
        const { differences } = await model.rebuild();
        expect(differences.map(({ table }) => table)).toContain('license');
        expect(model.queries.licenses(now(), OURS, page).rows).toMatchObject([{ id: LICENSE }]);
        expect((await model.rebuild()).differences).toEqual([]);
      },
      { faults },
    );
  });

  it('corrupt: the license is missing from the list although nothing is parked', async () => {
    const faults = new SwitchedFaults([{ view: 'license', type: 'LicenseRenewed', kind: 'corrupt' }]);
    await projected(
      cloudLicense(),
      ({ model, now }) => {
        expect(model.parkedStreams()).toEqual([]);
        expect(model.queries.licenses(now(), OURS, page).rows).toEqual([]);
        expect(model.queries.licensesById(now(), [LICENSE]).get(LICENSE)?.accountId).toBe(OURS);
      },
      { faults },
    );
  });

  it('stall: the read model stands still before the event until the fault is gone', async () => {
    const faults = new SwitchedFaults([{ view: 'license', type: 'LicenseActivated', kind: 'stall' }]);
    const fleet = cloudLicense();
    await inFolder(async (folder) => {
      const store = new MemoryEventStore();
      const model = await openReadModel({ folder, store, faults });
      model.start();
      await appendAll(store, fleet.events);
      const before = fleet.events.findIndex(({ event }) => event.type === 'LicenseActivated');
      await model.queries.waitFor(before, 10_000);
      expect(await model.queries.waitFor(before + 1, 100)).toBe('behind');
      expect(await model.status()).toMatchObject({ position: before, lagPositions: fleet.events.length - before });
      faults.on = false;
      expect(await model.queries.waitFor(fleet.events.length, 10_000)).toBe('reached');
      await model.close();
    });
  });
});
