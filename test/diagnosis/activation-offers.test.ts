/** What is offered is what would be accepted now; what would be refused comes with what mends it. */
import { CLOUD, causeOf, MAIN, openShop, type DiagnosisAnswer, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const codesOf = (diagnosis: DiagnosisAnswer): readonly string[] => diagnosis.causes.map(({ code }) => code);
const mutationOf = (diagnosis: DiagnosisAnswer, code: string) => causeOf(diagnosis, code).nextAction?.mutation ?? null;

/** Free, held by the shop, and asked for on that device. */
async function wanted(item: object, deviceId: string): Promise<DiagnosisAnswer> {
  const { licenseId } = await shop.issue(item);
  return shop.diagnose({ licenseId, deviceId });
}

/** Nothing that a cause of it offers is refused. */
async function expectAccepted(diagnosis: DiagnosisAnswer): Promise<void> {
  for (const cause of diagnosis.causes)
    if (cause.nextAction?.mutation) expect([cause.code, await shop.follow(cause)]).toEqual([cause.code, []]);
}

describe('an activation that would be refused is not offered, and a cause says why', () => {
  it('a main license on a cloud base', async () => {
    const device = await shop.report(await shop.base('CLOUD', { name: 'Зал' }), 'D1');
    const diagnosis = await wanted(MAIN, device);
    expect(mutationOf(diagnosis, 'NOT_ACTIVATED')).toBeNull();
    expect(causeOf(diagnosis, 'DEVICE_ON_OTHER_BASE').explanation).toMatch(/«Зал».*основной лицензии/);
    await expectAccepted(diagnosis);
    const local = await wanted(MAIN, await shop.report(await shop.base('LOCAL'), 'D2'));
    expect([codesOf(local).includes('DEVICE_ON_OTHER_BASE'), mutationOf(local, 'NOT_ACTIVATED')]).toEqual([
      false,
      'activateLicense',
    ]);
  });

  it('a cloud license on a local base, also one that stands in the list', async () => {
    const device = await shop.report(await shop.base('LOCAL', { name: 'Склад' }), 'D1');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    expect(mutationOf(diagnosis, 'NOT_ACTIVATED')).toBeNull();
    expect(causeOf(diagnosis, 'DEVICE_ON_LOCAL_BASE').explanation).toMatch(/облачной баз/);
    const onCloud = await shop.report(await shop.base('CLOUD'), 'D2');
    const fits = await shop.diagnose({ licenseId, deviceId: onCloud });
    expect([codesOf(fits).includes('DEVICE_ON_LOCAL_BASE'), mutationOf(fits, 'NOT_ACTIVATED')]).toEqual([
      false,
      'activateLicense',
    ]);
  });

  it('a device that runs on another license, until that one has ended', async () => {
    const base = await shop.base('CLOUD');
    const { code } = await shop.issue(CLOUD);
    const device = await shop.report(base, 'D1', { activationCode: code });
    const { licenseId } = await shop.issue(CLOUD);
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    const cause = causeOf(diagnosis, 'NOT_ACTIVATED');
    expect(cause.nextAction?.mutation).toBeNull();
    expect(cause.explanation).toContain(code.slice(-5));
    shop.server.at('2027-04-01T00:00:00.000Z');
    const free = causeOf(await shop.diagnose({ licenseId, deviceId: device }), 'NOT_ACTIVATED');
    expect(free.explanation).not.toContain(code.slice(-5));
    expect(await shop.follow(free)).toEqual([]);
  });

  it('a stopped base, which is started first', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1');
    await shop.mutate(shop.owner, 'stopDatabase', { databaseId: base });
    const diagnosis = await wanted(CLOUD, device);
    expect(codesOf(diagnosis)).toEqual(['BASE_STOPPED', 'NOT_ACTIVATED', 'NO_LICENSE']);
    expect(mutationOf(diagnosis, 'NOT_ACTIVATED')).toBe('startDatabase');
    expect(await shop.follow(causeOf(diagnosis, 'NOT_ACTIVATED'))).toEqual([]);
  });

  it('a deleted base, a device on no base, a product that does not fit', async () => {
    const deleted = await shop.base('CLOUD');
    const onDeleted = await shop.report(deleted, 'D1');
    await shop.mutate(shop.owner, 'deleteDatabase', { databaseId: deleted });
    const base = await shop.base('CLOUD', { productName: 'Склад 15' });
    const offline = await shop.report(base, 'D2');
    await shop.report(base, 'D2', { connected: false });
    const other = await shop.report(base, 'D3');
    for (const [device, reason] of [
      [onDeleted, 'BASE_DELETED'],
      [offline, 'DEVICE_NOT_CONNECTED'],
      [other, 'WRONG_PRODUCT'],
    ] as const) {
      const diagnosis = await wanted(CLOUD, device);
      expect(codesOf(diagnosis)).toEqual([reason, 'NOT_ACTIVATED', 'NO_LICENSE']);
      expect(mutationOf(diagnosis, 'NOT_ACTIVATED')).toBeNull();
    }
  });

  it('a license whose term is over is renewed first; a demo license that is over is activated no more', async () => {
    const device = await shop.report(await shop.base('CLOUD'), 'D1');
    const term = { months: undefined, validFrom: '2025-01-01T00:00:00.000Z', validUntil: '2026-01-01T00:00:00.000Z' };
    const ended = await wanted({ ...CLOUD, ...term }, device);
    expect(codesOf(ended)).toEqual(['TERM_ENDED', 'NOT_ACTIVATED', 'NO_LICENSE']);
    expect(mutationOf(ended, 'NOT_ACTIVATED')).toBe('orderRenewal');
    const demo = await wanted({ ...CLOUD, ...term, demo: true }, device);
    expect(codesOf(demo)).toEqual(['DEMO_LICENSE_ENDED', 'NO_LICENSE']);
  });

  it('a transfer to a device of another base', async () => {
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(await shop.base('CLOUD', { name: 'Склад' }), 'D1', { activationCode: code });
    const device = await shop.report(await shop.base('CLOUD', { name: 'Зал' }), 'D2');
    await shop.unlink(licenseId);
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    expect(codesOf(diagnosis)).toEqual(['DEVICE_ON_OTHER_BASE', 'UNLINKED_NOT_REACTIVATED', 'NO_LICENSE']);
    expect(causeOf(diagnosis, 'DEVICE_ON_OTHER_BASE').explanation).toMatch(/«Зал».*«Склад»/);
    expect(mutationOf(diagnosis, 'UNLINKED_NOT_REACTIVATED')).toBeNull();
  });

  it('a transfer after the end of the update subscription, which is renewed first', async () => {
    const base = await shop.base('LOCAL');
    const { licenseId, code } = await shop.issue(MAIN);
    await shop.report(base, 'D1', { activationCode: code });
    const device = await shop.report(base, 'D2');
    await shop.unlink(licenseId);
    shop.server.at('2027-06-01T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    expect(codesOf(diagnosis)).toContain('UPDATES_ENDED_TRANSFER_REFUSED');
    expect(mutationOf(diagnosis, 'UNLINKED_NOT_REACTIVATED')).toBe('orderRenewal');
    await expectAccepted(diagnosis);
  });
});

describe('a reset device', () => {
  it('is where both causes ask for the activation', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'OLD', { serialNumber: 'SN-1', activationCode: code });
    const present = await shop.report(base, 'NEW', { serialNumber: 'SN-1' });
    await shop.unlink(licenseId);
    const diagnosis = await shop.diagnose({ licenseId });
    for (const cause of ['DEVICE_CODE_CHANGED', 'UNLINKED_NOT_REACTIVATED'])
      expect(causeOf(diagnosis, cause).nextAction?.variables?.input).toEqual({ licenseId, deviceId: present });
  });

  it('with a lapsed subscription is offered the renewal, not an unlink that would be refused', async () => {
    const base = await shop.base('LOCAL');
    const { licenseId, code } = await shop.issue(MAIN);
    await shop.report(base, 'OLD', { serialNumber: 'SN-1', activationCode: code });
    const device = await shop.report(base, 'NEW', { serialNumber: 'SN-1' });
    shop.server.at('2027-06-01T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
    expect(mutationOf(diagnosis, 'DEVICE_CODE_CHANGED')).toBe('orderRenewal');
    await expectAccepted(diagnosis);
  });
});

describe('a reset device, asked by itself', () => {
  it('is given its license back once it was unlinked from the former code, not told to buy another', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'OLD', { serialNumber: 'SNR-7781', activationCode: code });
    const deviceId = await shop.report(base, 'NEW', { serialNumber: 'SNR-7781' });
    expect(mutationOf(await shop.diagnose({ deviceId }), 'DEVICE_CODE_CHANGED')).toBe('unlinkLicense');
    await shop.unlink(licenseId);
    const diagnosis = await shop.diagnose({ deviceId });
    for (const cause of ['DEVICE_CODE_CHANGED', 'NO_LICENSE'])
      expect(causeOf(diagnosis, cause).nextAction?.variables?.input).toEqual({ licenseId, deviceId });
    await shop.mutate(shop.owner, 'activateLicense', causeOf(diagnosis, 'NO_LICENSE').nextAction?.variables?.input ?? {});
    expect(await shop.causes({ deviceId })).not.toContain('NO_LICENSE');
  });

  it('with a lapsed subscription is told of the subscription', async () => {
    const base = await shop.base('LOCAL');
    const { code } = await shop.issue(MAIN);
    await shop.report(base, 'OLD', { serialNumber: 'SNR-7782', activationCode: code });
    const deviceId = await shop.report(base, 'NEW', { serialNumber: 'SNR-7782' });
    expect(await shop.causes({ deviceId })).not.toContain('UPDATES_ENDED_TRANSFER_REFUSED');
    shop.server.at('2027-06-01T00:00:00.000Z');
    expect(await shop.causes({ deviceId })).toContain('UPDATES_ENDED_TRANSFER_REFUSED');
  });
});

describe('a license that was withdrawn', () => {
  it('is neither renewed nor activated', async () => {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    await shop.report(base, 'D1', { activationCode: code });
    await shop.mutate(shop.vendor, 'withdrawLicense', { licenseId, reason: 'возврат' });
    shop.server.at('2027-06-01T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId });
    expect(codesOf(diagnosis)).toEqual(['WITHDRAWN', 'TERM_ENDED']);
    expect(diagnosis.causes.map(({ nextAction }) => nextAction?.mutation)).not.toContain('orderRenewal');
  });
});
