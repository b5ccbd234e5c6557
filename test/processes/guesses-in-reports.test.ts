import { createGuessLimit } from '../../src/auth/guess-limit.js';
import { codeFromFreeLetters, formatCode } from '../../src/domain/activation-code.js';
import { deviceStream, type DatabaseId } from '../../src/domain/ids.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

const LIMIT = 2;
let cabinet: Cabinet;
let databaseId: DatabaseId;
beforeEach(async () => {
  cabinet = await openCabinet({ guesses: createGuessLimit(() => 0, LIMIT) });
  const { service, call } = cabinet;
  for (const accountId of ['acc_shop', 'acc_other'])
    await valueOf(service.openAccount(call({ role: 'VENDOR' }), { accountId, name: accountId }));
  ({ databaseId } = await valueOf(service.registerDatabase(call(), { accountId: 'acc_shop', name: 'База', kind: 'CLOUD' })));
});
afterEach(() => cabinet.close());

const unknown = (number: number): string => formatCode(codeFromFreeLetters(Array.from({ length: 20 }, () => number)));
const issue = async (accountId?: string): Promise<string> => {
  const item = { kind: 'CLOUD', product: { name: 'Магазин 15' }, perpetual: false, months: 12 } as const;
  const input = { ...(accountId !== undefined && { accountId }), items: [item] };
  const { issued } = await valueOf(cabinet.service.issueLicenses(cabinet.call({ role: 'VENDOR' }), input));
  return issued[0]?.code ?? '';
};
const report = async (deviceCode: string, activationCode: string) => {
  const input = { databaseId, deviceCode, name: deviceCode, activationCode };
  const outcome = await cabinet.service.reportDevice(cabinet.call(), input);
  if (!outcome.ok) throw new Error('a report is never refused');
  return { deviceId: outcome.value.deviceId, notes: outcome.notes.map(({ code, path }) => `${code} ${path.join('.')}`) };
};

describe('codes that devices report', () => {
  it('count as guesses, and at the limit the report is kept and nothing is said of a wrong code', async () => {
    const theirs = await issue('acc_other');
    expect((await report('D1', unknown(1))).notes).toEqual(['CODE_UNKNOWN activationCode']);
    expect((await report('D2', unknown(2))).notes).toEqual(['CODE_UNKNOWN activationCode']);
    const [one, other] = [await report('D3', unknown(3)), await report('D4', theirs)];
    expect([one.notes, other.notes]).toEqual([['NOT_PERMITTED activationCode'], ['NOT_PERMITTED activationCode']]);
    for (const { deviceId } of [one, other]) {
      if (!deviceId) throw new Error('the device was not kept');
      expect(await cabinet.typesOf(deviceStream(deviceId))).toEqual(['DeviceConnected']);
      const events = (await cabinet.events()).filter(({ stream }) => stream === deviceStream(deviceId));
      expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('lic_');
    }
  });

  it('are activated at the limit where they are right', async () => {
    for (const number of [1, 2]) await report(`D${String(number)}`, unknown(number));
    expect((await report('D5', await issue('acc_shop'))).notes).toEqual([]);
    expect((await report('D6', await issue())).notes).toEqual([]);
    const activated = (await cabinet.events()).filter(({ type }) => type === 'LicenseActivated');
    expect(activated).toHaveLength(2);
  });

  it('count once for a device that goes on reporting the same one', async () => {
    const theirs = await issue('acc_other');
    for (let time = 0; time < 5; time++) expect((await report('D1', theirs)).notes).toEqual(['CLAIMED_ELSEWHERE activationCode']);
    expect((await report('D2', unknown(1))).notes).toEqual(['CODE_UNKNOWN activationCode']);
  });
});
