/** One serial number under two codes: a reset device, or two devices of one default number. */
import { CLOUD, causeOf, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

interface Reset {
  readonly base: string;
  readonly licenseId: string;
  readonly former: string;
  readonly present: string;
}

/** A device that ran on a license, and reports under a new code since. */
async function resetDevice(facts: { readonly serialNumber: string } = { serialNumber: 'SN-1' }): Promise<Reset> {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  const former = await shop.report(base, 'OLD', { ...facts, activationCode: code });
  return { base, licenseId, former, present: await shop.report(base, 'NEW', facts) };
}

it('ends with the activation that it asks for, whichever of the two is asked about', async () => {
  const { licenseId, former, present } = await resetDevice();
  for (const action of ['unlinkLicense', 'activateLicense']) {
    const cause = causeOf(await shop.diagnose({ licenseId, deviceId: present }), 'DEVICE_CODE_CHANGED');
    expect(cause.nextAction?.mutation).toBe(action);
    expect(await shop.follow(cause)).toEqual([]);
  }
  for (const asked of [{ licenseId }, { deviceId: present }, { deviceId: former }, { licenseId, deviceId: former }])
    expect(await shop.causes(asked)).not.toContain('DEVICE_CODE_CHANGED');
});

it('names the device that is silent as the former one, whichever of the two is asked about', async () => {
  const { licenseId, former, present } = await resetDevice();
  for (const asked of [{ licenseId }, { deviceId: present }, { deviceId: former }]) {
    const cause = causeOf(await shop.diagnose(asked), 'DEVICE_CODE_CHANGED');
    expect(cause.explanation).toMatch(/«ТСД NEW».*«ТСД OLD»/);
    expect(cause.nextAction?.variables?.input).toMatchObject({ licenseId });
  }
});

it('is proven once the former code was silent for as long as a report cannot pass unseen', async () => {
  const { licenseId } = await resetDevice();
  const certainty = async () => causeOf(await shop.diagnose({ licenseId }), 'DEVICE_CODE_CHANGED').certainty;
  expect(await certainty()).toBe('LIKELY');
  shop.server.at('2026-04-15T09:00:00.000Z');
  expect(await certainty()).toBe('PROVEN');
});

it('is none where the reset device has got a license of its own', async () => {
  const { base, former, present } = await resetDevice();
  const own = await shop.issue(CLOUD);
  await shop.report(base, 'NEW', { serialNumber: 'SN-1', activationCode: own.code });
  expect(await shop.causes({ deviceId: present })).not.toContain('DEVICE_CODE_CHANGED');
  expect(await shop.causes({ deviceId: former })).not.toContain('DEVICE_CODE_CHANGED');
});

it('is at most likely, and takes nothing from a device, where both codes go on reporting', async () => {
  const { base, licenseId, present } = await resetDevice({ serialNumber: '0000000000' });
  await shop.report(base, 'OLD', { clientVersion: '1.5.1' });
  shop.server.at('2026-06-15T09:00:00.000Z');
  await shop.report(base, 'OLD');
  await shop.report(base, 'NEW');
  const cause = causeOf(await shop.diagnose({ licenseId, deviceId: present }), 'DEVICE_CODE_CHANGED');
  expect([cause.certainty, cause.nextAction?.mutation]).toEqual(['LIKELY', null]);
  expect(cause.missingFacts).toHaveLength(1);
});

it('is none where the two are of different models', async () => {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  await shop.report(base, 'D1', { serialNumber: '0000000000', model: 'RS31', activationCode: code });
  const other = await shop.report(base, 'D2', { serialNumber: '0000000000', model: 'MC2200' });
  expect(await shop.causes({ licenseId, deviceId: other })).not.toContain('DEVICE_CODE_CHANGED');
});

it.each(['0000000000', '1234567890', 'unknown'])(
  'takes nothing from a device where the number is %s, as makers leave it',
  async (serialNumber) => {
    const base = await shop.base('CLOUD');
    const { code } = await shop.issue(CLOUD);
    const working = await shop.report(base, 'D1', { serialNumber, activationCode: code });
    const other = await shop.report(base, 'D2', { serialNumber });
    shop.server.at('2026-05-01T09:00:00.000Z');
    for (const deviceId of [working, other]) {
      const { causes } = await shop.diagnose({ deviceId });
      expect(causes.map(({ nextAction }) => nextAction?.mutation)).not.toContain('unlinkLicense');
      const changed = causes.find((cause) => cause.code === 'DEVICE_CODE_CHANGED');
      expect(changed?.certainty ?? 'LIKELY').toBe('LIKELY');
    }
  },
);

it('NO_LICENSE also where the device says that it runs on a license that is on another device by now', async () => {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  const first = await shop.report(base, 'D1', { activationCode: code });
  const second = await shop.report(base, 'D2');
  await shop.unlink(licenseId);
  await shop.mutate(shop.owner, 'activateLicense', { licenseId, deviceId: second });
  expect(await shop.causes({ deviceId: first })).toEqual(expect.arrayContaining(['NO_LICENSE', 'MOVED_TO_OTHER_DEVICE']));
  expect(await shop.causes({ deviceId: second })).not.toContain('NO_LICENSE');
});

it('NOT_ACTIVATED tells nothing of a former holder, and does not say that nobody ever had it', async () => {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  await shop.report(base, 'D1', { activationCode: code });
  await shop.mutate(shop.vendor, 'releaseLicense', { licenseId, reason: 'x' });
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  const cause = causeOf(await shop.diagnose({ licenseId }), 'NOT_ACTIVATED');
  expect(cause.explanation).toContain('передали заново');
  expect(cause.explanation).not.toContain('ни разу');
});
