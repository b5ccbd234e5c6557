/** What the diagnosis asks of the read model. */
import type { FaultKind, ProjectionFaults } from '../../projections/faults.js';
import {
  uploadStream,
  type AccountId,
  type DatabaseId,
  type DeviceId,
  type LicenseId,
  type StreamName,
  type UploadId,
} from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import type { UploadEvent, UploadItem, UploadOutcome } from '../../src/domain/upload.js';
import { encodeBody, encodeEvent } from '../../src/event-store/codec.js';
import { FleetBuilder, type FleetEvent } from '../support/fleet-builder.js';
import { differencesFromRebuilt, projected } from './support.js';

const OURS = 'acc_ours' as AccountId;
const THEIRS = 'acc_theirs' as AccountId;
const SHOP = 'db_shop' as DatabaseId;
const THEIR_SHOP = 'db_theirs' as DatabaseId;
const PRODUCT = { name: 'Магазин 15', level: null, configuration: null, sku: null };
const device = (name: string): DeviceId => `dev_${name}` as DeviceId;
const license = (name: string): LicenseId => `lic_${name}` as LicenseId;
const page = { limit: 50, direction: 'forwards' } as const;

describe('devices with one serial number', () => {
  const given = (): FleetBuilder => {
    const fleet = new FleetBuilder();
    fleet.registerDatabase(SHOP, OURS, 'LOCAL', 'Магазин');
    fleet.registerDatabase(THEIR_SHOP, THEIRS, 'LOCAL', 'Чужой');
    for (const name of ['c', 'a', 'b']) fleet.reportDevice(device(name), SHOP, { serialNumber: 'SN-1' });
    fleet.reportDevice(device('silent'), SHOP);
    fleet.reportDevice(device('theirs'), THEIR_SHOP, { serialNumber: 'SN-1' });
    return fleet;
  };

  it('are those of the account alone, in order of id, as many as are asked for', async () => {
    await projected(given(), ({ model: { queries } }) => {
      expect(queries.devicesWithSerial(OURS, 'SN-1', 10)).toEqual([device('a'), device('b'), device('c')]);
      expect(queries.devicesWithSerial(OURS, 'SN-1', 2)).toEqual([device('a'), device('b')]);
      expect(queries.devicesWithSerial(THEIRS, 'SN-1', 10)).toEqual([device('theirs')]);
      expect(queries.devicesWithSerial(OURS, 'SN-2', 10)).toEqual([]);
    });
  });

  it('are found by what each reported last, also one that is on no base any more', async () => {
    const fleet = given();
    fleet.later(60_000).reportDevice(device('b'), SHOP, { serialNumber: 'SN-2' });
    fleet.unlinkDevice(device('a'));
    await projected(fleet, async ({ model: { queries }, store, folder }) => {
      expect(queries.devicesWithSerial(OURS, 'SN-1', 10)).toEqual([device('a'), device('c')]);
      expect(queries.devicesWithSerial(OURS, 'SN-2', 10)).toEqual([device('b')]);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    });
  });
});

const file = (upload: string, name: string, lastGroup: string | null = null): UploadItem => ({
  source: 'FILE',
  fileName: personal(upload, name),
  licenseNumber: lastGroup === null ? null : 1,
  lastGroup,
});
const code = (lastGroup: string): UploadItem => ({ source: 'CODE', lastGroup });

interface Settled {
  readonly item: UploadItem;
  readonly outcome: UploadOutcome;
}
const damaged = (item: UploadItem): Settled => ({ item, outcome: 'FILE_DAMAGED' });
const unknown = (item: UploadItem): Settled => ({ item, outcome: 'CODE_UNKNOWN' });
const added = (item: UploadItem): Settled => ({ item, outcome: 'ADDED' });

let uploads = 0;

/** An upload with these outcomes, in order. */
function upload(id: string, account: AccountId, items: readonly Settled[]): readonly FleetEvent[] {
  const source = items[0]?.item.source ?? 'CODE';
  const happened: UploadEvent[] = [
    { type: 'UploadReceived', data: { accountId: account, source, parts: items.length } },
    ...items.map(({ item, outcome }, index): UploadEvent => {
      const settled = { index, item, outcome, detail: null };
      return outcome === 'ADDED'
        ? { type: 'UploadItemAccepted', data: { ...settled, licenseId: license('added') } }
        : { type: 'UploadItemRejected', data: settled };
    }),
    { type: 'UploadFinished', data: { items: items.length } },
  ];
  const { now } = new FleetBuilder();
  return happened.map((event, revision) => {
    const eventId = `00000000-0000-8000-8000-${String((uploads += 1)).padStart(12, '0')}`;
    const metadata = {
      account,
      occurredAt: now,
      actor: { role: 'OWNER' as const, id: 'usr_1', name: personal('usr_1', 'Иванова Анна') },
      correlationId: eventId,
      causationId: null,
      requestId: eventId,
      step: 'upload',
    };
    const toAppend = encodeEvent(event, encodeBody(event, null), metadata, eventId, null);
    return { stream: uploadStream(id as UploadId), revision, at: now, event, toAppend };
  });
}

describe('rejected items of uploads', () => {
  const log = [
    ...upload('upl_1', OURS, [damaged(file('upl_1', 'Лицензии Ёлка.XML')), damaged(file('upl_1', 'другой.xml'))]),
    ...upload('upl_z', OURS, [unknown(code('ABCDE')), added(code('ADDED')), unknown(code('ABCDE'))]),
    ...upload('upl_a', OURS, [
      added(file('upl_a', 'лицензии елка.xml', 'GOOD1')),
      damaged(file('upl_a', 'ЛИЦЕНЗИИ ЕЛКА.xml', 'ABCDE')),
    ]),
    ...upload('upl_theirs', THEIRS, [damaged(file('upl_theirs', 'лицензии ёлка.xml', 'ABCDE'))]),
  ];

  it('are found by the name of their file whatever its case and ё, newest first', async () => {
    await projected(log, ({ model: { queries } }) => {
      const newest = { uploadId: 'upl_a', index: 1 };
      const about = { fileName: 'лицензии ёлка.xml' };
      expect(queries.rejectedUploadItems(OURS, about, 10)).toEqual([newest, { uploadId: 'upl_1', index: 0 }]);
      expect(queries.rejectedUploadItems(OURS, about, 1)).toEqual([newest]);
      expect(queries.rejectedUploadItems(OURS, { fileName: 'лицензии' }, 10)).toEqual([]);
    });
  });

  it('are found by the last group, of codes and of licenses in files', async () => {
    await projected(log, ({ model: { queries } }) => {
      expect(queries.rejectedUploadItems(OURS, { lastGroup: 'ABCDE' }, 10)).toEqual([
        { uploadId: 'upl_a', index: 1 },
        { uploadId: 'upl_z', index: 2 },
        { uploadId: 'upl_z', index: 0 },
      ]);
    });
  });

  it('never include one that was accepted, nor those of another account', async () => {
    await projected(log, ({ model: { queries } }) => {
      expect(queries.rejectedUploadItems(OURS, { lastGroup: 'ADDED' }, 10)).toEqual([]);
      expect(queries.rejectedUploadItems(OURS, { lastGroup: 'GOOD1' }, 10)).toEqual([]);
      expect(queries.rejectedUploadItems(THEIRS, { lastGroup: 'ABCDE' }, 10)).toEqual([{ uploadId: 'upl_theirs', index: 0 }]);
    });
  });

  it('a file that came in is found by its name, in its own account alone', async () => {
    await projected(log, ({ model: { queries } }) => {
      expect(queries.acceptedFile(OURS, 'Лицензии Ёлка.xml')).toEqual({ uploadId: 'upl_a', index: 0 });
      expect(queries.acceptedFile(OURS, 'другой.xml')).toBeUndefined();
      expect(queries.acceptedFile(THEIRS, 'лицензии елка.xml')).toBeUndefined();
    });
  });

  it('are the same after a rebuild', async () => {
    await projected(log, async ({ store, folder }) => {
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    });
  });
});

/** The license view takes no activation, until it is mended. */
class NoActivations implements ProjectionFaults {
  mended = false;
  refresh(): void {
    // Nothing to read.
  }
  faultFor(view: string, { type }: { readonly type: string }): FaultKind | undefined {
    return !this.mended && view === 'license' && type === 'LicenseActivated' ? 'throw' : undefined;
  }
}

describe('parked streams', () => {
  it('are those of the ones that were asked about, until they are applied', async () => {
    const fleet = new FleetBuilder();
    fleet.registerDatabase(SHOP, OURS, 'LOCAL', 'Магазин');
    for (const name of ['1', '2']) {
      fleet.reportDevice(device(name), SHOP);
      fleet.issueLicense(license(name), { by: 'ORDER', accountId: OURS, product: PRODUCT });
      fleet.activate(license(name), device(name));
    }
    const [first, second, healthy] = ['license-1', 'license-2', 'device-1'] as StreamName[];
    if (!first || !second || !healthy) throw new Error('three streams');
    const faults = new NoActivations();
    const parkedAt = '2026-01-01T00:00:00.000Z';
    await projected(
      fleet,
      async ({ model, events }) => {
        const positionOf = new Map<string, number>();
        for (const { type, stream, position } of await events())
          if (type === 'LicenseActivated') positionOf.set(stream, position);
        const row = (stream: StreamName) => ({
          view: 'license',
          stream,
          position: positionOf.get(stream),
          revision: 1,
          error: 'test fault: throw',
          parkedAt,
        });
        expect(model.queries.parkedAmong([second, healthy])).toEqual([row(second)]);
        expect(model.queries.parkedAmong([second, first])).toEqual([row(first), row(second)]);
        expect(model.queries.parkedAmong([healthy])).toEqual([]);
        expect(model.queries.parkedAmong([])).toEqual([]);
        faults.mended = true;
        await model.retryParked();
        expect(model.queries.parkedAmong([first, second])).toEqual([]);
      },
      { faults },
    );
  });
});

describe('a list of one license', () => {
  it('holds that license alone, if it is in the list and the rest of the filter lets it in', async () => {
    const fleet = new FleetBuilder();
    for (const name of ['1', '2', '3']) fleet.issueLicense(license(name), { by: 'ORDER', accountId: OURS, product: PRODUCT });
    fleet.issueLicense(license('theirs'), { by: 'ORDER', accountId: THEIRS, product: PRODUCT });
    fleet.remove(license('3'), OURS);
    await projected(fleet, ({ model: { queries }, now }) => {
      const listed = (licenseId: LicenseId, moment = now()): readonly LicenseId[] =>
        queries.licenses(moment, OURS, { ...page, where: { licenseId } }).rows.map(({ id }) => id);
      expect(listed(license('2'))).toEqual([license('2')]);
      expect(listed(license('3'))).toEqual([]);
      expect(listed(license('3'), { ...now(), position: 4 })).toEqual([license('3')]);
      expect(listed(license('theirs'))).toEqual([]);
      expect(queries.countLicenses(now(), OURS, { licenseId: license('1'), status: { eq: 'FREE' } })).toBe(1);
      expect(queries.countLicenses(now(), OURS, { licenseId: license('1'), status: { eq: 'EXPIRED' } })).toBe(0);
      expect(queries.countLicenses(now(), OURS, { not: { licenseId: license('1') } })).toBe(1);
    });
  });
});
