import { CLOUD, causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

describe('a base', () => {
  it('BASE_STOPPED is undone by sending what it says', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1');
    await shop.mutate(shop.owner, 'stopDatabase', { databaseId: base });
    const diagnosis = await shop.diagnose({ deviceId: device });
    expect(await shop.follow(causeOf(diagnosis, 'BASE_STOPPED'))).toEqual([]);
    expect(await shop.causes({ deviceId: device })).not.toContain('BASE_STOPPED');
  });

  it('BASE_DELETED, for its devices too', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1');
    await shop.mutate(shop.owner, 'deleteDatabase', { databaseId: base });
    expect(await shop.causes({ databaseId: base })).toEqual(['BASE_DELETED']);
    expect(await shop.causes({ deviceId: device })).toContain('BASE_DELETED');
  });

  it('of another tenant is like one that does not exist: there is no such base here', async () => {
    const base = await shop.base('CLOUD');
    await shop.mutate(shop.owner, 'stopDatabase', { databaseId: base });
    const stranger = await shop.server.token('OWNER', 'acc_other');
    const [theirs, none] = [
      await shop.diagnose({ databaseId: base }, stranger),
      await shop.diagnose({ databaseId: 'db_0123456789' }, stranger),
    ];
    expect([theirs.causes, theirs.checks]).toEqual([none.causes, none.checks]);
    expect(theirs.causes.map(({ code, certainty, title }) => [code, certainty, title])).toEqual([
      ['BASE_DELETED', 'LIKELY', 'Такой базы в этом кабинете нет'],
    ]);
  });

  it('WRONG_PRODUCT where the license is for another product than the base', async () => {
    const base = await shop.base('CLOUD', { productName: 'Склад 15' });
    const { licenseId, code } = await shop.issue(CLOUD);
    const device = await shop.report(base, 'D1', { activationCode: code });
    expect(await shop.causes({ deviceId: device })).toContain('WRONG_PRODUCT');
    await shop.mutate(shop.owner, 'reportDatabase', { databaseId: base, productName: 'Магазин 15' });
    expect(await shop.causes({ licenseId })).not.toContain('WRONG_PRODUCT');
  });
});

describe('a device', () => {
  it('NO_LICENSE is followed by an order that can be sent as it stands', async () => {
    const device = await shop.report(await shop.base('CLOUD', { productName: 'Магазин 15' }), 'D1');
    const diagnosis = await shop.diagnose({ deviceId: device });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['NO_LICENSE']);
    expect(await shop.follow(causeOf(diagnosis, 'NO_LICENSE'))).toEqual([]);
    expect(await shop.causes({ deviceId: device })).toEqual(['ORDER_UNPAID', 'NO_LICENSE']);
  });

  it('NO_LICENSE is gone once it runs on one', async () => {
    const base = await shop.base('CLOUD');
    const { code } = await shop.issue(CLOUD);
    const device = await shop.report(base, 'D1', { activationCode: code });
    expect(await shop.causes({ deviceId: device })).not.toContain('NO_LICENSE');
  });

  it('DEVICE_NOT_CONNECTED by a code that no base reported, and after it was disconnected', async () => {
    const base = await shop.base('CLOUD');
    expect(await shop.causes({ deviceCode: 'NEVER' })).toEqual(['DEVICE_NOT_CONNECTED']);
    const device = await shop.report(base, 'D1');
    expect(await shop.causes({ deviceCode: ' D1 ' })).not.toContain('DEVICE_NOT_CONNECTED');
    await shop.report(base, 'D1', { connected: false });
    const diagnosis = await shop.diagnose({ deviceId: device });
    expect(causeOf(diagnosis, 'DEVICE_NOT_CONNECTED').evidence.map(({ type }) => type)).toEqual(['DeviceDisconnected']);
  });

  it('DEVICE_ON_LOCAL_BASE where a cloud license is expected', async () => {
    const device = await shop.report(await shop.base('LOCAL'), 'D1');
    expect(await shop.causes({ deviceId: device, expectedKind: 'CLOUD' })).toContain('DEVICE_ON_LOCAL_BASE');
    expect(await shop.causes({ deviceId: device, expectedKind: 'MAIN' })).not.toContain('DEVICE_ON_LOCAL_BASE');
    const undecided = await shop.diagnose({ deviceId: device });
    expect(undecided.checks).toContainEqual(expect.objectContaining({ code: 'DEVICE_ON_LOCAL_BASE', result: 'NOT_DECIDABLE' }));
  });

  it('DEVICE_ON_OTHER_BASE than the one that was named', async () => {
    const [here, there] = [await shop.base('CLOUD', { name: 'Склад' }), await shop.base('CLOUD', { name: 'Зал' })];
    const device = await shop.report(there, 'D1');
    const diagnosis = await shop.diagnose({ deviceId: device, databaseId: here });
    expect(causeOf(diagnosis, 'DEVICE_ON_OTHER_BASE').explanation).toMatch(/Зал/);
    await shop.report(here, 'D1');
    expect(await shop.causes({ deviceId: device, databaseId: here })).not.toContain('DEVICE_ON_OTHER_BASE');
  });

  it('DEVICE_CODE_CHANGED where one serial number has two codes, and the license is bound to the old one', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'OLD', { serialNumber: 'SN-1', activationCode: code });
    const device = await shop.report(base, 'NEW', { serialNumber: 'SN-1' });
    await shop.report(base, 'OTHER', { serialNumber: 'SN-2' });
    const diagnosis = await shop.diagnose({ deviceId: device, licenseId });
    expect(await shop.follow(causeOf(diagnosis, 'DEVICE_CODE_CHANGED'))).toEqual([]);
    const unlinked = await shop.diagnose({ deviceId: device, licenseId });
    expect(await shop.follow(causeOf(unlinked, 'DEVICE_CODE_CHANGED'))).toEqual([]);
    expect(await shop.causes({ deviceId: device, licenseId })).not.toContain('MOVED_TO_OTHER_DEVICE');
    expect(await shop.causes({ deviceCode: 'OTHER' })).not.toContain('DEVICE_CODE_CHANGED');
  });

  it('DEVICE_CLONED is proven where two serial numbers take turns, likely after one change', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1', { serialNumber: 'SN-1' });
    expect(await shop.causes({ deviceId: device })).not.toContain('DEVICE_CLONED');
    await shop.report(base, 'D1', { serialNumber: 'SN-2' });
    expect(causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_CLONED').certainty).toBe('LIKELY');
    await shop.report(base, 'D1', { serialNumber: 'SN-1' });
    expect(causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_CLONED').certainty).toBe('PROVEN');
  });

  it('CLOCK_SKEW until its clock is right again', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1', { deviceTime: '2026-03-01T12:00:00.000Z' });
    expect(await shop.causes({ deviceId: device })).toContain('CLOCK_SKEW');
    await shop.report(base, 'D1', { deviceTime: '2026-03-01T09:00:00.000Z' });
    expect(await shop.causes({ deviceId: device })).not.toContain('CLOCK_SKEW');
  });

  it('CLIENT_TOO_OLD until it is updated', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1', { clientVersion: '1.4.2', serverVersion: '1.5.0' });
    expect(await shop.causes({ deviceId: device })).toContain('CLIENT_TOO_OLD');
    await shop.report(base, 'D1', { clientVersion: '1.5.9', serverVersion: '1.5.0' });
    expect(await shop.causes({ deviceId: device })).not.toContain('CLIENT_TOO_OLD');
  });

  it('DEVICE_SILENT_SINCE_ACTIVATION until it reports', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId } = await shop.issue(CLOUD);
    const device = await shop.report(base, 'D1');
    await shop.activate(licenseId, device);
    expect(await shop.causes({ licenseId })).toEqual(['DEVICE_SILENT_SINCE_ACTIVATION']);
    await shop.report(base, 'D1');
    expect(await shop.causes({ licenseId })).toEqual([]);
  });
});

describe('an activation', () => {
  it('NOT_ACTIVATED is followed by one that can be sent as it stands', async () => {
    const device = await shop.report(await shop.base('CLOUD'), 'D1');
    const { licenseId } = await shop.issue(CLOUD);
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    expect(await shop.follow(causeOf(diagnosis, 'NOT_ACTIVATED'))).toEqual([]);
    expect(await shop.causes({ licenseId, deviceId: device })).not.toContain('NOT_ACTIVATED');
  });

  it('UNLINKED_NOT_REACTIVATED is followed by one on the same device', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'D1', { activationCode: code });
    await shop.unlink(licenseId);
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code: each }) => each)).toEqual(['UNLINKED_NOT_REACTIVATED']);
    expect(await shop.follow(causeOf(diagnosis, 'UNLINKED_NOT_REACTIVATED'))).toEqual([]);
    expect(await shop.causes({ licenseId })).not.toContain('UNLINKED_NOT_REACTIVATED');
  });

  it('MOVED_TO_OTHER_DEVICE where it is activated on another device of the base now', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    const first = await shop.report(base, 'D1', { activationCode: code });
    const second = await shop.report(base, 'D2');
    await shop.unlink(licenseId);
    await shop.activate(licenseId, second);
    expect(await shop.causes({ licenseId, deviceId: first })).toContain('MOVED_TO_OTHER_DEVICE');
    expect(await shop.causes({ deviceId: first })).toContain('MOVED_TO_OTHER_DEVICE');
    expect(await shop.causes({ licenseId, deviceId: second })).not.toContain('MOVED_TO_OTHER_DEVICE');
  });
});

describe('causes together', () => {
  it('stopped base and ended term, both, in the order in which they are to be mended', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'D1', { activationCode: code });
    await shop.mutate(shop.owner, 'stopDatabase', { databaseId: base });
    shop.server.at('2027-04-01T00:00:00.000Z');
    expect(await shop.causes({ licenseId })).toEqual(['BASE_STOPPED', 'TERM_ENDED']);
  });

  it('reset device and lapsed subscription: renew, then move', async () => {
    const base = await shop.base('LOCAL');
    const { licenseId, code } = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
    await shop.report(base, 'OLD', { serialNumber: 'SN-1', activationCode: code });
    const device = await shop.report(base, 'NEW', { serialNumber: 'SN-1' });
    shop.server.at('2027-06-01T00:00:00.000Z');
    const causes = await shop.causes({ licenseId, deviceId: device });
    expect(causes.filter((cause) => ['UPDATES_ENDED_TRANSFER_REFUSED', 'DEVICE_CODE_CHANGED'].includes(cause))).toEqual([
      'UPDATES_ENDED_TRANSFER_REFUSED',
      'DEVICE_CODE_CHANGED',
    ]);
  });

  it('on a deleted base, with a clock that is off and no license', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1', { deviceTime: '2026-03-01T12:00:00.000Z' });
    await shop.mutate(shop.owner, 'deleteDatabase', { databaseId: base });
    expect(await shop.causes({ deviceId: device })).toEqual(['BASE_DELETED', 'CLOCK_SKEW', 'NO_LICENSE']);
  });
});
