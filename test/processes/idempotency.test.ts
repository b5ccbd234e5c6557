import { codesOf, openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

describe('a mutation with an idempotency key', () => {
  let cabinet: Cabinet;
  beforeEach(async () => {
    cabinet = await openCabinet();
    await valueOf(cabinet.service.openAccount(cabinet.call(), { accountId: 'acc_shop', name: 'Магазин' }));
  });
  afterEach(() => cabinet.close());

  const register = (key: string, name = 'База') =>
    cabinet.service.registerDatabase(cabinet.call({ key }), { accountId: 'acc_shop', name, kind: 'CLOUD' });
  const issue = (key: string) =>
    cabinet.service.issueLicenses(cabinet.call({ key, role: 'VENDOR' }), {
      accountId: 'acc_shop',
      items: [{ kind: 'CLOUD', product: { name: 'Магазин 15' }, perpetual: false, months: 1 }],
    });

  it('answers as the first time and appends nothing when it comes again', async () => {
    const first = await register('k1');
    const events = (await cabinet.events()).length;
    expect(await register('k1')).toEqual(first);
    expect(await cabinet.events()).toHaveLength(events);
  });

  it('is a conflict when it comes again with other input', async () => {
    await register('k1');
    expect(await codesOf(register('k1', 'Другая база'))).toEqual(['CONFLICT']);
  });

  it('belongs to its viewer: the key of another viewer is another key', async () => {
    const one = await valueOf(register('k1'));
    const call = cabinet.call({ key: 'k1', viewer: 'usr_other' });
    const two = await valueOf(cabinet.service.registerDatabase(call, { accountId: 'acc_shop', name: 'База', kind: 'CLOUD' }));
    expect(two.databaseId).not.toBe(one.databaseId);
  });

  it('shows the same new code again to a retried issue, and no second license comes into being', async () => {
    const first = await valueOf(issue('k1'));
    expect(await valueOf(issue('k1'))).toEqual(first);
    expect((await cabinet.events()).filter(({ type }) => type === 'LicenseIssued')).toHaveLength(1);
  });

  it('keeps no code in the log, not even in what it remembers of its answer', async () => {
    const { issued } = await valueOf(issue('k1'));
    const code = issued[0]?.code ?? '';
    await valueOf(cabinet.service.revealActivationCode(cabinet.call({ key: 'k2' }), { licenseId: issued[0]?.licenseId ?? '' }));
    await valueOf(cabinet.service.addLicensesByCode(cabinet.call({ key: 'k3' }), { accountId: 'acc_shop', codes: [code] }));
    const log = JSON.stringify(await cabinet.events());
    expect(log).not.toContain(code);
    expect(log).not.toContain(code.replaceAll('-', ''));
    expect(log).toContain(code.slice(-5));
  });

  it('does not remember a refusal: the same key may be tried again once the reason is gone', async () => {
    const rename = (deviceId: string) =>
      cabinet.service.renameDevice(cabinet.call({ key: 'k1' }), { deviceId, name: 'ТСД на кассе' });
    const { databaseId } = await valueOf(register('k0'));
    const report = () => cabinet.service.reportDevice(cabinet.call(), { databaseId, deviceCode: 'D1', name: 'ТСД' });
    const { deviceId } = await valueOf(report());
    expect(await codesOf(rename('dev_0000000000000000000000000'))).toEqual(['NOT_FOUND']);
    expect(await codesOf(rename(deviceId ?? ''))).toEqual(['CONFLICT']);
    const disconnect = { databaseId, deviceCode: 'D1', name: 'ТСД', connected: false };
    await valueOf(cabinet.service.reportDevice(cabinet.call(), disconnect));
    const unlink = () =>
      cabinet.service.unlinkDeviceFromDatabase(cabinet.call({ key: 'k2' }), { deviceId: deviceId ?? '', databaseId });
    expect(await codesOf(unlink())).toEqual(['DEVICE_NOT_CONNECTED']);
    await valueOf(report());
    expect(await codesOf(unlink())).toEqual([]);
  });

  it('appends once when two calls with the same key run at the same time', async () => {
    const [one, two] = await Promise.all([register('k1'), register('k1')]);
    expect(one).toEqual(two);
    expect((await cabinet.events()).filter(({ type }) => type === 'DatabaseRegistered')).toHaveLength(1);
  });
});
