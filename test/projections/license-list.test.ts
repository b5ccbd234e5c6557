import type { AccountId, DatabaseId, DeviceId, LicenseId, UploadId } from '../../src/domain/ids.js';
import { FleetBuilder } from '../support/fleet-builder.js';
import { projected } from './support.js';

const OURS = 'acc_ours' as AccountId;
const CLOUD = 'db_cloud' as DatabaseId;
const SHOP = 'db_shop' as DatabaseId;
const SCANNER = 'dev_scanner' as DeviceId;
const LICENSE = 'lic_1' as LicenseId;
const UPLOAD = 'upl_1' as UploadId;
const PRODUCT = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };
const HOUR = 3_600_000;

const fleet = (): FleetBuilder => {
  const builder = new FleetBuilder();
  builder.openAccount(OURS, 'Ромашка');
  builder.registerDatabase(CLOUD, OURS, 'CLOUD', 'Облако');
  builder.registerDatabase(SHOP, OURS, 'LOCAL', 'Магазин');
  return builder;
};

const page = { limit: 50, direction: 'forwards' } as const;

describe('the list of licenses', () => {
  it('shows a cloud license by itself once it is activated on a device of a cloud base', async () => {
    const given = fleet();
    given.reportDevice(SCANNER, CLOUD);
    given.issueLicense(LICENSE, { kind: 'CLOUD', product: PRODUCT, term: { perpetual: false, months: 3 } });
    given.later(HOUR).activate(LICENSE, SCANNER);
    await projected(given, ({ model, now }) => {
      const { rows } = model.queries.licenses(now(), OURS, page);
      expect(rows).toMatchObject([{ id: LICENSE, source: 'AUTOMATIC', accountId: OURS, deviceId: SCANNER, listedAt: given.now }]);
    });
  });

  it('does not show a license of a local base until somebody adds it', async () => {
    const given = fleet();
    given.reportDevice(SCANNER, SHOP);
    given.issueLicense(LICENSE, { product: PRODUCT });
    given.activate(LICENSE, SCANNER);
    await projected(given, ({ model, now }) => {
      expect(model.queries.licenses(now(), OURS, page).rows).toEqual([]);
      expect(model.queries.licensesById(now(), [LICENSE]).get(LICENSE)).toMatchObject({
        source: null,
        listedAt: null,
        accountId: OURS,
      });
    });
    given.later(HOUR).uploadLicense(LICENSE, OURS, UPLOAD, 'CODE');
    await projected(given, ({ model, now }) => {
      expect(model.queries.licenses(now(), OURS, page).rows).toMatchObject([
        { id: LICENSE, source: 'CODE', listedAt: given.now },
      ]);
    });
  });

  it('lists a license when its device first comes to a cloud base, and says since when', async () => {
    const given = fleet();
    given.reportDevice(SCANNER, SHOP);
    given.issueLicense(LICENSE, { product: PRODUCT });
    given.activate(LICENSE, SCANNER);
    const before = given.events.length;
    given.later(HOUR).reportDevice(SCANNER, CLOUD);
    await projected(given, ({ model, now }) => {
      expect(model.queries.licenses(now(), OURS, page).rows).toMatchObject([
        { id: LICENSE, source: 'AUTOMATIC', listedAt: given.now },
      ]);
      const moment = { position: before, at: given.now };
      expect(model.queries.licenses(moment, OURS, page).rows).toEqual([]);
    });
  });

  it('keeps an unlinked license in the list, free', async () => {
    const given = fleet();
    given.reportDevice(SCANNER, CLOUD);
    given.issueLicense(LICENSE, { kind: 'CLOUD', product: PRODUCT, term: { perpetual: false, months: 3 } });
    given.later(HOUR).activate(LICENSE, SCANNER);
    given.later(HOUR).unlink(LICENSE);
    await projected(given, ({ model, now }) => {
      const query = { ...page, where: { status: { eq: 'FREE' } } } as const;
      expect(model.queries.licenses(now(), OURS, query).rows).toMatchObject([{ id: LICENSE, deviceId: null, activatedAt: null }]);
    });
  });

  it('counts by status and kind, and what ends within 30, 14, 7 and 1 days', async () => {
    const given = fleet();
    given.reportDevice(SCANNER, CLOUD);
    const day = 24 * HOUR;
    for (const days of [0.5, 6, 20, 40]) {
      const until = new Date(Date.parse(given.now) + days * day).toISOString() as typeof given.now;
      const id = `lic_${String(days).replace('.', '-')}` as LicenseId;
      given.issueLicense(id, {
        by: 'ORDER',
        accountId: OURS,
        kind: 'CLOUD',
        product: PRODUCT,
        term: { perpetual: false, from: given.now, until },
      });
    }
    given.issueLicense(LICENSE, { by: 'ORDER', accountId: OURS, product: PRODUCT, updates: { until: given.now } });
    await projected(given, ({ model, now }) => {
      const summary = model.queries.licenseSummary(now(given.now), OURS);
      expect(summary.total).toBe(5);
      expect(summary.byStatus.get('FREE')).toBe(5);
      expect([...summary.byKind]).toEqual([
        ['CLOUD', 4],
        ['MAIN', 1],
      ]);
      expect([...summary.termEnding]).toEqual([
        [30, 3],
        [14, 2],
        [7, 2],
        [1, 1],
      ]);
      expect(summary.updatesEnding.get(30)).toBe(0);
    });
  });

  it('tells when the next clock of the list ends, and of which licenses', async () => {
    const given = fleet();
    const until = '2024-05-01T00:00:00.000Z' as typeof given.now;
    given.issueLicense(LICENSE, { by: 'ORDER', accountId: OURS, product: PRODUCT, updates: { until } });
    await projected(given, ({ model }) => {
      expect(model.queries.nextClockEnd(OURS, given.now)).toEqual({ at: until, licenseIds: [LICENSE] });
      expect(model.queries.nextClockEnd(OURS, until)).toBeUndefined();
    });
  });
});
