import { CLOUD, causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  shop.server.faults();
  await shop.close();
});

/** A cloud license that its device ran on, after the view was told to fail as given. */
async function activatedUnder(...faults: readonly object[]): Promise<{ licenseId: string; device: string; base: string }> {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  shop.server.faults(...faults);
  const device = await shop.report(base, 'D1', { activationCode: code });
  return { licenseId, device, base };
}

describe('a fault of the list', () => {
  it('CLOUD_PROJECTION_FAULT names the event that is parked, with its error', async () => {
    const { licenseId } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'throw' });
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.listed).toBe(false);
    const cause = causeOf(diagnosis, 'CLOUD_PROJECTION_FAULT');
    expect([cause.certainty, cause.evidence.map(({ type }) => type)]).toEqual(['PROVEN', ['LicenseActivated']]);
    expect(diagnosis.causes).toHaveLength(1);
  });

  it('CLOUD_PROJECTION_FAULT where the row misses an event', async () => {
    const { licenseId } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'skip' });
    expect(await shop.causes({ licenseId })).toEqual(['CLOUD_PROJECTION_FAULT']);
  });

  it('CLOUD_PROJECTION_FAULT where the row is wrong, and the log says that it is listed', async () => {
    const { licenseId } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'corrupt' });
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.listed).toBe(false);
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['CLOUD_PROJECTION_FAULT']);
  });

  it('DEVICE_PROJECTION_FAULT where the row of the device is behind its own events', async () => {
    const { device } = await activatedUnder({ view: 'device', type: 'LicenseSlotTaken', do: 'throw' });
    const diagnosis = await shop.diagnose({ deviceId: device });
    expect(causeOf(diagnosis, 'DEVICE_PROJECTION_FAULT').evidence.map(({ type }) => type)).toEqual(['LicenseSlotTaken']);
    expect(diagnosis.causes.map(({ code }) => code)).not.toContain('CLOUD_PROJECTION_FAULT');
  });

  it('PROJECTION_BEHIND, and no fault, while the list has not come so far', async () => {
    const { licenseId } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'stall' });
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['PROJECTION_BEHIND']);
    expect(causeOf(diagnosis, 'PROJECTION_BEHIND').evidence.map(({ type }) => type)).toContain('LicenseActivated');
    shop.server.faults();
    await shop.report(await shop.base('CLOUD'), 'D2');
    expect(await shop.causes({ licenseId })).toEqual([]);
  });

  it('is not given for another license of the same base', async () => {
    const { base } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'throw' });
    shop.server.faults();
    const healthy = await shop.issue(CLOUD);
    await shop.report(base, 'D2', { activationCode: healthy.code });
    expect(await shop.causes({ licenseId: healthy.licenseId })).toEqual([]);
  });
});

describe('a fault that hides nothing', () => {
  it.each(['throw', 'skip'])('is none where the license does not belong in the list (%s)', async (fault) => {
    shop.server.faults({ view: 'license', type: 'LicenseIssued', do: fault });
    const main = await shop.issue(MAIN);
    const cloud = await shop.issue(CLOUD);
    expect(await shop.causes({ licenseId: main.licenseId })).toEqual(['MAIN_NEVER_UPLOADED', 'NOT_ACTIVATED']);
    expect(await shop.causes({ licenseId: cloud.licenseId })).toEqual(['NOT_ACTIVATED']);
  });

  it.each(['throw', 'skip'])('says that the license is shown wrongly where it stands in the list (%s)', async (fault) => {
    const { licenseId } = await activatedUnder();
    shop.server.faults({ view: 'license', type: 'LicenseRenewed', do: fault });
    const order = { licenseIds: [licenseId], clock: 'TERM', months: 12 };
    expect(await shop.fulfilled('orderRenewal', order)).toEqual([]);
    const diagnosis = await shop.diagnose({ licenseId });
    const cause = causeOf(diagnosis, 'CLOUD_PROJECTION_FAULT');
    expect([diagnosis.listed, cause.title]).toEqual([true, 'Лицензия показана в списке неверно по нашей вине']);
    expect(cause.explanation).not.toMatch(/появится|должна быть в списке/);
    const check = diagnosis.checks.find(({ code }) => code === 'CLOUD_PROJECTION_FAULT');
    expect(check?.explanation).toBe(`${cause.title}.`);
  });

  it('says that the license is missing where it is', async () => {
    const { licenseId } = await activatedUnder({ view: 'license', type: 'LicenseActivated', do: 'skip' });
    const cause = causeOf(await shop.diagnose({ licenseId }), 'CLOUD_PROJECTION_FAULT');
    expect(cause.title).toBe('Лицензии нет в списке по нашей вине');
  });
});

describe('a device that is shown wrongly', () => {
  it('DEVICE_PROJECTION_FAULT where its version is another one than it reported', async () => {
    const base = await shop.base('CLOUD');
    const device = await shop.report(base, 'D1', { clientVersion: '1.5.0' });
    expect(await shop.causes({ deviceId: device })).not.toContain('DEVICE_PROJECTION_FAULT');
    shop.server.faults({ view: 'device', type: 'DeviceFactsChanged', do: 'skip' });
    await shop.report(base, 'D1', { clientVersion: '1.6.0' });
    const cause = causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_PROJECTION_FAULT');
    expect([cause.certainty, cause.title]).toEqual(['PROVEN', 'Устройство показано в списке неверно по нашей вине']);
  });
});
