import type { DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { deviceStream, licenseStream } from '../../src/domain/ids.js';
import { finishWhatWasCutOff } from '../../src/processes/recovery.js';
import { crashAfter } from '../support/crash-after.js';
import { codesOf, openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

const ACCOUNT = 'acc_shop';
const NOTHING_UNFINISHED = { unfinishedFulfilments: () => [], unfinishedReplacements: () => [] };

interface Shop {
  readonly cabinet: Cabinet;
  readonly databaseId: DatabaseId;
  readonly issue: (item?: object) => Promise<{ licenseId: LicenseId; code: string }>;
  readonly report: (deviceCode: string, activationCode?: string) => Promise<DeviceId>;
}

async function openShop(kind: 'CLOUD' | 'LOCAL', cabinet: Cabinet): Promise<Shop> {
  const { service, call } = cabinet;
  await valueOf(service.openAccount(call({ role: 'VENDOR' }), { accountId: ACCOUNT, name: 'Магазин' }));
  const { databaseId } = await valueOf(service.registerDatabase(call(), { accountId: ACCOUNT, name: 'База', kind }));
  return {
    cabinet,
    databaseId,
    issue: async (item = {}) => {
      const clocks = kind === 'CLOUD' ? { kind: 'CLOUD', perpetual: false } : { kind: 'MAIN', perpetual: true };
      const items = [{ product: { name: 'Магазин 15' }, months: 12, ...clocks, ...item }] as never;
      const { issued } = await valueOf(service.issueLicenses(call({ role: 'VENDOR' }), { accountId: ACCOUNT, items }));
      const [first] = issued;
      if (!first) throw new Error('nothing was issued');
      return first;
    },
    report: async (deviceCode, activationCode) => {
      const input = {
        databaseId,
        deviceCode,
        name: `ТСД ${deviceCode}`,
        ...(activationCode === undefined ? {} : { activationCode }),
      };
      const { deviceId } = await valueOf(service.reportDevice(call(), input));
      if (!deviceId) throw new Error('the device was not kept');
      return deviceId;
    },
  };
}

describe('activation', () => {
  let cabinet: Cabinet;
  let shop: Shop;
  beforeEach(async () => {
    cabinet = await openCabinet();
    shop = await openShop('CLOUD', cabinet);
  });
  afterEach(() => cabinet.close());

  const onDevice = async (licenseId: LicenseId): Promise<string> => (await cabinet.typesOf(licenseStream(licenseId))).join(' ');

  it('follows a report with the code of a free license', async () => {
    const { licenseId, code } = await shop.issue();
    const deviceId = await shop.report('D1', code);
    expect(await onDevice(licenseId)).toBe('LicenseIssued LicenseActivated');
    expect(await cabinet.typesOf(deviceStream(deviceId))).toEqual(['DeviceConnected', 'LicenseSlotTaken']);
    const events = await cabinet.events();
    const [taken, activated] = ['LicenseSlotTaken', 'LicenseActivated'].map((wanted) =>
      events.find(({ type }) => type === wanted),
    );
    expect(activated?.metadata.causationId).toBe(taken?.id);
  });

  it('starts the term of months at the first activation, in the time zone of the account', async () => {
    const { code } = await shop.issue({ months: 1 });
    cabinet.at('2026-01-31T12:00:00Z');
    await shop.report('D1', code);
    const activated = (await cabinet.events()).find(({ type }) => type === 'LicenseActivated');
    expect(activated?.data).toMatchObject({ term: { from: '2026-01-31T12:00:00.000Z', until: '2026-02-28T12:00:00.000Z' } });
  });

  it('does not move a license that another device of the account reports too', async () => {
    const { licenseId, code } = await shop.issue();
    await shop.report('D1', code);
    const outcome = cabinet.service.reportDevice(cabinet.call(), {
      databaseId: shop.databaseId,
      deviceCode: 'D2',
      name: 'Второй',
      activationCode: code,
    });
    expect(await codesOf(outcome)).toEqual([]);
    expect(await onDevice(licenseId)).toBe('LicenseIssued LicenseActivated');
  });

  it('is not taken back by the old device after an unlink, until that has once reported without the code', async () => {
    const { licenseId, code } = await shop.issue();
    await shop.report('D1', code);
    await valueOf(cabinet.service.unlinkLicense(cabinet.call(), { licenseId, confirmWorkFinished: true }));
    await shop.report('D1', code);
    expect(await onDevice(licenseId)).toBe('LicenseIssued LicenseActivated LicenseUnlinked');
    await shop.report('D1', '');
    await shop.report('D1', code);
    expect(await onDevice(licenseId)).toBe('LicenseIssued LicenseActivated LicenseUnlinked LicenseActivated');
  });

  it('says what is wrong with a reported code and keeps the device', async () => {
    const { service, call } = cabinet;
    const report = (activationCode: string) =>
      service.reportDevice(call(), { databaseId: shop.databaseId, deviceCode: 'D9', name: 'ТСД', activationCode });
    expect(await codesOf(report('ABCDE'))).toEqual(['CODE_MISTYPED']);
    const other = await openShopOfAnother(cabinet);
    expect(await codesOf(report(other))).toEqual(['CLAIMED_ELSEWHERE']);
    expect((await report(other)).ok).toBe(true);
  });

  it('is refused for a second license of one device, and passes once the first has ended', async () => {
    const first = await shop.issue({ months: 1 });
    const second = await shop.issue({ months: 12 });
    const deviceId = await shop.report('D1', first.code);
    const activate = () => cabinet.service.activateLicense(cabinet.call(), { licenseId: second.licenseId, deviceId });
    expect(await codesOf(activate())).toEqual(['DEVICE_ALREADY_LICENSED']);
    cabinet.at('2026-05-01T00:00:00Z');
    expect(await codesOf(activate())).toEqual([]);
    expect((await activate()).ok).toBe(false);
  });

  it('lets exactly one of two devices win a race for one license, and leaves the other device free', async () => {
    const { licenseId, code } = await shop.issue();
    const [one, two] = [await shop.report('D1'), await shop.report('D2')];
    const race = await Promise.all(
      [one, two].map((deviceId) => cabinet.service.activateLicense(cabinet.call(), { activationCode: code, deviceId })),
    );
    expect(race.filter(({ ok }) => ok)).toHaveLength(1);
    const loser = race[0]?.ok ? two : one;
    const another = await shop.issue();
    await valueOf(cabinet.service.activateLicense(cabinet.call(), { licenseId: another.licenseId, deviceId: loser }));
    expect(await onDevice(licenseId)).toBe('LicenseIssued LicenseActivated');
  });

  it('lets exactly one of two licenses win a race for one device', async () => {
    const licenses = [await shop.issue(), await shop.issue(), await shop.issue()];
    const deviceId = await shop.report('D1');
    const race = await Promise.all(
      licenses.map(({ licenseId }) => cabinet.service.activateLicense(cabinet.call(), { licenseId, deviceId })),
    );
    expect(race.filter(({ ok }) => ok)).toHaveLength(1);
    const activated = (await cabinet.events()).filter(({ type }) => type === 'LicenseActivated');
    expect(activated).toHaveLength(1);
  });
});

async function openShopOfAnother({ service, call }: Cabinet): Promise<string> {
  await valueOf(service.openAccount(call(), { accountId: 'acc_other', name: 'Чужой' }));
  const items = [{ kind: 'CLOUD', product: { name: 'Магазин 15' }, perpetual: false, months: 1 }] as const;
  const { issued } = await valueOf(service.issueLicenses(call({ role: 'VENDOR' }), { accountId: 'acc_other', items }));
  return issued[0]?.code ?? '';
}

describe('an activation that was cut off between its two streams', () => {
  const cutOff = async (type: string) => {
    const crash = crashAfter(type);
    const cabinet = await openCabinet({ wrap: crash.wrap });
    const shop = await openShop('CLOUD', cabinet);
    const license = await shop.issue();
    const deviceId = await shop.report('D1');
    const activate = () =>
      cabinet.service.activateLicense(cabinet.call({ key: 'once' }), { licenseId: license.licenseId, deviceId });
    await expect(activate()).rejects.toThrow('crashed');
    crash.repair();
    return { cabinet, shop, license, deviceId, activate };
  };

  it('goes on where it stopped when its request comes again with the same key', async () => {
    const { cabinet, license, activate } = await cutOff('LicenseSlotTaken');
    await valueOf(activate());
    await valueOf(activate());
    expect(await cabinet.typesOf(licenseStream(license.licenseId))).toEqual(['LicenseIssued', 'LicenseActivated']);
    await cabinet.close();
  });

  it('is finished at start by whoever finds it', async () => {
    const { cabinet, license, deviceId } = await cutOff('LicenseSlotTaken');
    const intentId = (await cabinet.events()).find(({ type }) => type === 'LicenseSlotTaken')?.id ?? '';
    const settled = await finishWhatWasCutOff(cabinet.deps, {
      ...NOTHING_UNFINISHED,
      unfinishedActivations: () => [{ deviceId, intentId }],
    });
    expect(settled).toBe(1);
    expect(await cabinet.typesOf(licenseStream(license.licenseId))).toEqual(['LicenseIssued', 'LicenseActivated']);
    await cabinet.close();
  });

  it('is finished, and not overtaken, by another license that wants the same device', async () => {
    const { cabinet, shop, license, deviceId } = await cutOff('LicenseSlotTaken');
    const other = await shop.issue();
    const outcome = cabinet.service.activateLicense(cabinet.call(), { licenseId: other.licenseId, deviceId });
    expect(await codesOf(outcome)).toEqual(['DEVICE_ALREADY_LICENSED']);
    expect(await cabinet.typesOf(licenseStream(license.licenseId))).toEqual(['LicenseIssued', 'LicenseActivated']);
    await cabinet.close();
  });

  it('is undone at start where the license was withdrawn meanwhile', async () => {
    const { cabinet, license, deviceId } = await cutOff('LicenseSlotTaken');
    await valueOf(
      cabinet.service.withdrawLicense(cabinet.call({ role: 'VENDOR' }), { licenseId: license.licenseId, reason: 'возврат' }),
    );
    const intentId = (await cabinet.events()).find(({ type }) => type === 'LicenseSlotTaken')?.id ?? '';
    await finishWhatWasCutOff(cabinet.deps, { ...NOTHING_UNFINISHED, unfinishedActivations: () => [{ deviceId, intentId }] });
    expect(await cabinet.typesOf(deviceStream(deviceId))).toEqual(['DeviceConnected', 'LicenseSlotTaken', 'LicenseSlotFreed']);
    await cabinet.close();
  });

  it('frees the slot that an unlink left behind, once another license wants the device', async () => {
    const crash = crashAfter('LicenseUnlinked');
    const cabinet = await openCabinet({ wrap: crash.wrap });
    const shop = await openShop('CLOUD', cabinet);
    const [first, second] = [await shop.issue(), await shop.issue()];
    const deviceId = await shop.report('D1', first.code);
    const unlink = cabinet.service.unlinkLicense(cabinet.call(), { licenseId: first.licenseId, confirmWorkFinished: true });
    await expect(unlink).rejects.toThrow('crashed');
    crash.repair();
    await valueOf(cabinet.service.activateLicense(cabinet.call(), { licenseId: second.licenseId, deviceId }));
    await shop.report('D1', first.code);
    expect(await cabinet.typesOf(licenseStream(first.licenseId))).toEqual([
      'LicenseIssued',
      'LicenseActivated',
      'LicenseUnlinked',
    ]);
    await cabinet.close();
  });
});
