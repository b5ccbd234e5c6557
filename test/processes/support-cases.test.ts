import type { DiagnosisSnapshot } from '../../src/domain/diagnosis-snapshot.js';
import { caseStream, type AccountId, type CaseId, type Instant, type LicenseId } from '../../src/domain/ids.js';
import { followCases, resolveIfAnswered, type CaseResolverDeps } from '../../src/processes/case-resolver.js';
import { codesOf, openCabinet, START, valueOf, type Cabinet } from '../support/cabinet.js';

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
const FAULT = {
  code: 'CLOUD_PROJECTION_FAULT',
  certainty: 'PROVEN',
  evidence: [],
  missingFacts: [],
  details: {},
  nextAction: null,
} as const;

let cabinet: Cabinet;
let licenseId: LicenseId;
let code: string;
beforeEach(async () => {
  cabinet = await openCabinet();
  const { service, call } = cabinet;
  const vendor = call({ role: 'VENDOR' });
  for (const accountId of [ACCOUNT, 'acc_other']) await valueOf(service.openAccount(vendor, { accountId, name: accountId }));
  const item = {
    kind: 'MAIN',
    product: { name: 'Магазин 15' },
    perpetual: true,
    updatesUntil: '2027-03-01T00:00:00.000Z' as Instant,
  } as const;
  const { issued } = await valueOf(service.issueLicenses(vendor, { accountId: ACCOUNT, items: [item] }));
  ({ licenseId, code } = issued[0] ?? { licenseId: '' as LicenseId, code: '' });
});
afterEach(() => cabinet.close());

const found = (more: Partial<DiagnosisSnapshot> = {}): DiagnosisSnapshot => ({
  askedAt: START,
  position: 1,
  listed: false,
  licenseId,
  deviceId: null,
  causes: [FAULT],
  checks: [],
  ...more,
});
const healthy = (): DiagnosisSnapshot => found({ listed: true, causes: [] });

const open = async (diagnosis = found(), key?: string): Promise<CaseId> => {
  const input = { accountId: ACCOUNT, question: { ...NOTHING, licenseId }, diagnose: () => Promise.resolve(diagnosis) };
  return (await valueOf(cabinet.service.openSupportCase(cabinet.call(key === undefined ? {} : { key }), input))).caseId;
};
const list = () => valueOf(cabinet.service.addLicensesByCode(cabinet.call(), { accountId: ACCOUNT, codes: [code] }));
const resolveWith = (caseId: CaseId, diagnosis: DiagnosisSnapshot) =>
  resolveIfAnswered({ ...cabinet.deps, diagnose: () => Promise.resolve(diagnosis) }, caseId);
const support = () => cabinet.call({ role: 'SUPPORT' });

describe('a support case', () => {
  it('is opened once under one key, whatever a later diagnosis would say', async () => {
    const caseId = await open(found(), 'k1');
    expect(await open(healthy(), 'k1')).toBe(caseId);
    expect(await cabinet.typesOf(caseStream(caseId))).toEqual(['SupportCaseOpened']);
  });

  it('is resolved by support with a note, once', async () => {
    const caseId = await open();
    expect(await codesOf(cabinet.service.resolveSupportCase(support(), { caseId, note: ' ' }))).toEqual(['INVALID_INPUT']);
    await valueOf(cabinet.service.resolveSupportCase(support(), { caseId, note: 'починили' }));
    expect(await codesOf(cabinet.service.resolveSupportCase(support(), { caseId, note: 'ещё раз' }))).toEqual(['ALREADY_DONE']);
  });

  it('of another tenant is not there', async () => {
    const caseId = await open();
    const stranger = cabinet.call({ role: 'SUPPORT', accounts: ['acc_other'] });
    for (const id of [caseId, 'case_nothing']) {
      expect(await codesOf(cabinet.service.resolveSupportCase(stranger, { caseId: id, note: 'нет' }))).toEqual(['NOT_FOUND']);
    }
  });

  it('changes no license', async () => {
    const before = (await cabinet.events()).filter(({ stream }) => !stream.startsWith('case-'));
    const caseId = await open();
    await valueOf(cabinet.service.resolveSupportCase(support(), { caseId, note: 'починили' }));
    expect((await cabinet.events()).filter(({ stream }) => !stream.startsWith('case-'))).toEqual(before);
  });
});

describe('a case resolves itself', () => {
  it('once the license is listed by the log, and the diagnosis finds it listed with no cause', async () => {
    const caseId = await open();
    expect(await resolveWith(caseId, healthy())).toBe('OPEN');
    await list();
    expect(await resolveWith(caseId, found({ listed: true }))).toBe('OPEN');
    expect(await resolveWith(caseId, found({ causes: [{ ...FAULT, code: 'PROJECTION_BEHIND' }] }))).toBe('BEHIND');
    expect(await resolveWith(caseId, healthy())).toBe('RESOLVED');
    const events = (await cabinet.events()).filter(({ stream }) => stream === caseStream(caseId));
    expect(events.map(({ type }) => type)).toEqual(['SupportCaseOpened', 'DiagnosisRecorded', 'SupportCaseResolved']);
    expect(events.at(-1)?.metadata.actor).toEqual({ role: null, id: 'case-resolver', name: null });
  });

  it('once, however many resolvers look', async () => {
    const caseId = await open();
    await list();
    const looks = Array.from({ length: 5 }, (_, second) =>
      resolveWith(caseId, { ...healthy(), askedAt: `2026-03-01T09:00:0${String(second)}.000Z` as Instant }),
    );
    expect(new Set(await Promise.all(looks))).toEqual(new Set(['RESOLVED']));
    expect(await cabinet.typesOf(caseStream(caseId))).toEqual(['SupportCaseOpened', 'DiagnosisRecorded', 'SupportCaseResolved']);
  });

  it('not over what support has said meanwhile', async () => {
    const caseId = await open();
    await list();
    await valueOf(cabinet.service.resolveSupportCase(support(), { caseId, note: 'починили' }));
    expect(await resolveWith(caseId, healthy())).toBe('RESOLVED');
    expect(await cabinet.typesOf(caseStream(caseId))).toEqual(['SupportCaseOpened', 'SupportCaseResolved']);
  });

  it('not where nothing was wrong when it was opened: a person is waited for', async () => {
    await list();
    const caseId = await open(healthy());
    expect(await resolveWith(caseId, healthy())).toBe('OPEN');
  });
});

describe('following the cases', () => {
  const following = (caseId: CaseId) => {
    let listener: (position: number) => void = () => undefined;
    let rowsAt = '1.';
    let diagnoses = 0;
    const deps: CaseResolverDeps = {
      ...cabinet.deps,
      queries: {
        answerableCases: () => [{ id: caseId, rowsAt }],
        onAdvance: (heard) => {
          listener = heard;
          return () => undefined;
        },
      },
      diagnose: () => {
        diagnoses++;
        return Promise.resolve(found({ listed: true }));
      },
      failed: (error) => {
        throw error;
      },
    };
    return {
      deps,
      diagnoses: () => diagnoses,
      advance(position: number, rows: string) {
        rowsAt = rows;
        listener(position);
      },
    };
  };

  it('diagnoses a case at start, when its rows have changed and after a repair, and not otherwise', async () => {
    const caseId = await open();
    await list();
    const follow = following(caseId);
    const resolver = followCases(follow.deps);
    await resolver.idle();
    const counts = [follow.diagnoses()];
    for (const [position, rows] of [
      [10, '1.'],
      [11, '1.'],
      [12, '12.'],
      [12, '12.'],
    ] as const) {
      follow.advance(position, rows);
      await resolver.idle();
      counts.push(follow.diagnoses());
    }
    expect(counts).toEqual([1, 1, 1, 2, 3]);
    await resolver.stop();
  });
});
