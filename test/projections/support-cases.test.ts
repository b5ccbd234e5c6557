import type { DiagnosisSnapshot } from '../../src/domain/diagnosis-snapshot.js';
import type { AccountId, CaseId, Instant, LicenseId } from '../../src/domain/ids.js';
import { lookAtCase } from '../../src/processes/case-resolver.js';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { openCabinet, START, valueOf, type Cabinet } from '../support/cabinet.js';
import { differencesFromRebuilt, type Projected } from './support.js';

const ACCOUNT = 'acc_shop' as AccountId;
const NOTHING = {
  code: null,
  licenseId: null,
  deviceId: null,
  databaseId: null,
  orderId: null,
  fileName: null,
  expectedKind: null,
};

let cabinet: Cabinet;
let model: ReadModel;
let license: { readonly licenseId: LicenseId; readonly code: string };

beforeEach(async () => {
  cabinet = await openCabinet();
  model = await openReadModel({ folder: `${cabinet.folder}/model`, store: cabinet.store, clock: Date.now });
  const { service, call } = cabinet;
  const vendor = call({ role: 'VENDOR' });
  await valueOf(service.openAccount(vendor, { accountId: ACCOUNT, name: 'Магазин' }));
  const item = {
    kind: 'MAIN',
    product: { name: 'Магазин 15' },
    perpetual: true,
    updatesUntil: '2027-03-01T00:00:00.000Z' as Instant,
  } as const;
  const { issued } = await valueOf(service.issueLicenses(vendor, { accountId: ACCOUNT, items: [item] }));
  license = issued[0] ?? { licenseId: '' as LicenseId, code: '' };
});
afterEach(async () => {
  await model.close();
  await cabinet.close();
});

const found = (listed: boolean): DiagnosisSnapshot => ({
  askedAt: START,
  position: 1,
  listed,
  licenseId: license.licenseId,
  deviceId: null,
  causes: [],
  checks: [],
});
const open = async (message: string): Promise<CaseId> => {
  const input = {
    accountId: ACCOUNT,
    question: { ...NOTHING, licenseId: license.licenseId },
    diagnose: () => Promise.resolve(found(false)),
    message,
  };
  return (await valueOf(cabinet.service.openSupportCase(cabinet.call(), input))).caseId;
};
const resolve = (caseId: CaseId) =>
  valueOf(
    cabinet.service.resolveSupportCase(cabinet.call({ role: 'SUPPORT', viewer: 'usr_support' }), { caseId, note: 'починили' }),
  );

describe('the support cases of an account', () => {
  it('come newest first, page by page, all or of one status', async () => {
    const ids = [await open('1'), await open('2'), await open('3')];
    await resolve(ids[1] ?? ('' as CaseId));
    await model.catchUp();
    const first = model.queries.supportCases(ACCOUNT, { limit: 2, direction: 'forwards' });
    expect(first.rows.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const from = first.cursors.at(-1);
    const second = model.queries.supportCases(ACCOUNT, { limit: 2, direction: 'forwards', ...(from && { from }) });
    expect([second.rows.map(({ id }) => id), second.more]).toEqual([[ids[0]], false]);
    const unresolved = model.queries.supportCases(ACCOUNT, { limit: 9, direction: 'forwards', status: 'OPEN' });
    expect(unresolved.rows.map(({ id }) => id)).toEqual([ids[2], ids[0]]);
    const counts = [undefined, 'OPEN', 'RESOLVED'].map((status) => model.queries.countSupportCases(ACCOUNT, status as never));
    expect(counts).toEqual([3, 2, 1]);
    expect(model.queries.countSupportCases('acc_other' as AccountId)).toBe(0);
  });

  it('tell what was asked, and by whom and when each was resolved', async () => {
    const caseId = await open('Нет лицензии');
    cabinet.at('2026-03-02T09:00:00.000Z');
    await resolve(caseId);
    await model.catchUp();
    expect(model.queries.supportCaseById(caseId)).toMatchObject({
      accountId: ACCOUNT,
      status: 'RESOLVED',
      message: { text: 'Нет лицензии' },
      diagnoses: [{ listed: false }],
      openedAt: '2026-03-01T09:00:00.000Z',
      openedBy: { role: 'OWNER', id: 'usr_test' },
      resolvedAt: '2026-03-02T09:00:00.000Z',
      resolvedBy: { role: 'SUPPORT', id: 'usr_support' },
      note: { text: 'починили' },
    });
  });

  it('are found by the license that they wait for, and one after the other, while they are open', async () => {
    const [one, other] = [await open('1'), await open('2')];
    await model.catchUp();
    const { queries } = model;
    expect(queries.openCasesWaitingFor([license.licenseId])).toEqual([one, other]);
    expect(queries.openCasesWaitingFor(['lic_other' as LicenseId])).toEqual([]);
    const found = queries.nextOpenCase(ACCOUNT, 0);
    expect(found?.id).toBe(one);
    expect(queries.nextOpenCase('all', found?.position ?? 0)?.id).toBe(other);
    expect(queries.nextOpenCase('acc_other' as AccountId, 0)).toBeUndefined();
    expect(queries.accountsWithOpenCases()).toEqual([ACCOUNT]);
    for (const id of [one, other]) await resolve(id);
    await model.catchUp();
    expect(queries.openCasesWaitingFor([license.licenseId])).toEqual([]);
    expect(queries.nextOpenCase('all', 0)).toBeUndefined();
    expect(queries.accountsWithOpenCases()).toEqual([]);
  });

  it('are the same rows in a model that is built anew', async () => {
    const [one, other] = [await open('1'), await open('2')];
    await open('3');
    await resolve(one);
    await valueOf(cabinet.service.addLicensesByCode(cabinet.call(), { accountId: ACCOUNT, codes: [license.code] }));
    await model.catchUp();
    await lookAtCase({ ...cabinet.deps, queries: model.queries, diagnose: () => Promise.resolve(found(true)) }, other);
    await model.catchUp();
    expect(model.queries.supportCaseById(other)?.diagnoses).toHaveLength(2);
    const store = cabinet.store as unknown as Projected['store'];
    expect(await differencesFromRebuilt({ store, folder: `${cabinet.folder}/model` })).toEqual([]);
  });
});
