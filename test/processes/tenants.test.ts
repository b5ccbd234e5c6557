import { codesOf, openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

describe('what an asker does not reach', () => {
  let cabinet: Cabinet;
  let databaseId: string;
  let deviceId: string;
  let licenseId: string;
  const stranger = () => cabinet.call({ viewer: 'usr_stranger', accounts: ['acc_stranger'] });

  beforeEach(async () => {
    cabinet = await openCabinet();
    const { service, call } = cabinet;
    for (const accountId of ['acc_shop', 'acc_stranger'])
      await valueOf(service.openAccount(call(), { accountId, name: accountId }));
    ({ databaseId } = await valueOf(service.registerDatabase(call(), { accountId: 'acc_shop', name: 'База', kind: 'CLOUD' })));
    const items = [{ kind: 'CLOUD', product: { name: 'Магазин 15' }, perpetual: false, months: 1 }] as const;
    const { issued } = await valueOf(service.issueLicenses(call(), { accountId: 'acc_shop', items }));
    licenseId = issued[0]?.licenseId ?? '';
    const report = { databaseId, deviceCode: 'D1', name: 'ТСД', activationCode: issued[0]?.code ?? '' };
    deviceId = (await valueOf(service.reportDevice(call(), report))).deviceId ?? '';
  });
  afterEach(() => cabinet.close());

  it('answers every mutation like what does not exist', async () => {
    const { service } = cabinet;
    const missing = { databaseId: 'db_0000000000000', deviceId: 'dev_0000000000000', licenseId: 'lic_0000000000000' };
    for (const ids of [{ databaseId, deviceId, licenseId }, missing]) {
      const outcomes = await Promise.all([
        service.renameDatabase(stranger(), { databaseId: ids.databaseId, name: 'x' }),
        service.stopDatabase(stranger(), { databaseId: ids.databaseId }),
        service.deleteDatabase(stranger(), { databaseId: ids.databaseId }),
        service.reportDatabase(stranger(), { databaseId: ids.databaseId, serverVersion: '1.2' }),
        service.reportDevice(stranger(), { databaseId: ids.databaseId, deviceCode: 'D1', name: 'x' }),
        service.renameDevice(stranger(), { deviceId: ids.deviceId, name: 'x' }),
        service.unlinkDeviceFromDatabase(stranger(), { deviceId: ids.deviceId, databaseId: ids.databaseId }),
        service.activateLicense(stranger(), { licenseId: ids.licenseId, deviceId: ids.deviceId }),
        service.unlinkLicense(stranger(), { licenseId: ids.licenseId, confirmWorkFinished: true }),
        service.removeLicenseFromList(stranger(), { licenseId: ids.licenseId }),
        service.restoreLicenseToList(stranger(), { licenseId: ids.licenseId }),
        service.revealActivationCode(stranger(), { licenseId: ids.licenseId }),
      ]);
      expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.refusals.map(({ code }) => code).join()))).toEqual(
        outcomes.map(() => 'NOT_FOUND'),
      );
    }
  });

  it('leaves the things as they were, whatever was tried', async () => {
    const before = (await cabinet.events()).length;
    await cabinet.service.renameDatabase(stranger(), { databaseId, name: 'x' });
    await cabinet.service.unlinkLicense(stranger(), { licenseId, confirmWorkFinished: true });
    expect(await cabinet.events()).toHaveLength(before);
  });

  it('records a denied attempt to reveal a code in the account of the asker, whether there is such a license or not', async () => {
    for (const id of [licenseId, 'lic_0000000000000']) await cabinet.service.revealActivationCode(stranger(), { licenseId: id });
    const denials = (await cabinet.events()).filter(({ type }) => type === 'ActivationCodeRevealDenied');
    expect(denials.map(({ metadata, data }) => [metadata.account, data])).toEqual([
      ['acc_stranger', { licenseId }],
      ['acc_stranger', { licenseId: 'lic_0000000000000' }],
    ]);
  });

  it('makes two devices of one code in two accounts', async () => {
    const { service } = cabinet;
    const own = await valueOf(service.registerDatabase(stranger(), { accountId: 'acc_stranger', name: 'Чужая', kind: 'CLOUD' }));
    const report = { databaseId: own.databaseId, deviceCode: 'D1', name: 'Чужой ТСД' };
    expect((await valueOf(service.reportDevice(stranger(), report))).deviceId).not.toBe(deviceId);
  });

  it('lets a gateway report on its own base alone', async () => {
    const { service, call } = cabinet;
    const other = await valueOf(service.registerDatabase(call(), { accountId: 'acc_shop', name: 'Вторая', kind: 'CLOUD' }));
    const gateway = call({ role: 'GATEWAY', accounts: ['acc_shop'], database: databaseId as never });
    const report = (id: string) => service.reportDevice(gateway, { databaseId: id, deviceCode: 'D2', name: 'ТСД' });
    expect(await codesOf(report(other.databaseId))).toEqual(['NOT_FOUND']);
    expect(await codesOf(report(databaseId))).toEqual([]);
  });
});
