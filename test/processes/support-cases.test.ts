import type { DiagnosisSnapshot } from '../../src/domain/diagnosis-snapshot.js';
import { caseStream, type AccountId, type CaseId, type Instant, type LicenseId } from '../../src/domain/ids.js';
import { CaseAgenda, type AgendaQueries } from '../../src/processes/case-agenda.js';
import { followCases } from '../../src/processes/follow-cases.js';
import { lookAtCase } from '../../src/processes/case-resolver.js';
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
/** The read model has everything that the log has, unless it is said otherwise. */
const resolveWith = async (caseId: CaseId, diagnosis: DiagnosisSnapshot, at = Number.MAX_SAFE_INTEGER) => {
  const queries = {
    checkpoint: () => ({ position: at, recordedAt: null, epoch: 'e' }),
    waitFor: (position: number) => Promise.resolve(position <= at ? ('reached' as const) : ('behind' as const)),
  };
  return (await lookAtCase({ ...cabinet.deps, queries, diagnose: () => Promise.resolve(diagnosis) }, caseId)).result;
};
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
    expect(await resolveWith(await open(), healthy())).toBe('OPEN');
    const caseId = await open();
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

describe('a case is not judged by a list that is behind', () => {
  it('whatever the diagnosis found', async () => {
    const caseId = await open();
    await list();
    const { position } = await cabinet.store.head();
    expect(await resolveWith(caseId, healthy(), position - 1)).toBe('BEHIND');
    expect(await resolveWith(caseId, healthy(), position)).toBe('RESOLVED');
  });

  it('and not where something happened in its account while it was diagnosed', async () => {
    const caseId = await open();
    await list();
    const { position } = await cabinet.store.head();
    await valueOf(cabinet.service.registerDatabase(cabinet.call(), { accountId: ACCOUNT, name: 'База', kind: 'LOCAL' }));
    const head = await cabinet.store.head();
    const queries = {
      checkpoint: () => ({ position, recordedAt: null, epoch: 'e' }),
      waitFor: () => Promise.resolve('reached' as const),
    };
    const diagnose = () => Promise.resolve({ ...healthy(), position: head.position });
    expect((await lookAtCase({ ...cabinet.deps, queries, diagnose }, caseId)).result).toBe('BEHIND');
  });
});

describe('the order in which open cases are looked at', () => {
  /** Cases of accounts a, b …, in the order in which they were opened: position 1, 2 … */
  const agendaOf = (accounts: string, waitsFor: Readonly<Record<string, readonly string[]>> = {}) => {
    let millis = 0;
    const cases = [...accounts].map((account, index) => ({
      id: `${account}${String(index + 1)}` as CaseId,
      account,
      position: index + 1,
    }));
    const queries: AgendaQueries = {
      accountsWithOpenCases: () => [...new Set(accounts)] as AccountId[],
      nextOpenCase: (whose, after) =>
        cases.find(({ account, position }) => position > after && (whose === 'all' || whose === account)),
      openCasesWaitingFor: (licenses) => licenses.flatMap((license) => (waitsFor[license] ?? []) as CaseId[]),
    };
    const agenda = new CaseAgenda(queries, () => millis);
    return {
      agenda,
      after: (ms: number) => {
        millis += ms;
      },
      heard: (touched: string, ...licenses: string[]) => {
        agenda.heard({ cases: new Map(), accounts: new Set(touched) as never, licenses: new Set(licenses) as never });
      },
      /** What is given until there is nothing, or nothing yet. */
      given: (most = 100): readonly string[] => {
        const ids: string[] = [];
        while (ids.length < most) {
          const next = agenda.next();
          if (!next || !('id' in next)) break;
          ids.push(next.id);
        }
        return ids;
      },
    };
  };

  it('is all of them at start and after a repair, the oldest first', () => {
    const { agenda, given } = agendaOf('aab');
    expect(given()).toEqual(['a1', 'a2', 'b3']);
    expect(given()).toEqual([]);
    agenda.sweep();
    expect(given()).toEqual(['a1', 'a2', 'b3']);
  });

  it('is those of the account in which something happened, and none for what happens elsewhere', () => {
    const { heard, given } = agendaOf('aab');
    given();
    heard('c');
    expect(given()).toEqual([]);
    heard('b');
    expect(given()).toEqual(['b3']);
  });

  it('begins with the case that waits for the license, and lets the accounts take turns', () => {
    const { heard, given } = agendaOf('aaaabb', { lic: ['a4'] });
    given();
    heard('a');
    heard('b', 'lic');
    expect(given()).toEqual(['a4', 'a1', 'b5', 'a2', 'b6', 'a3', 'a4']);
  });

  it('goes over a busy account again after a while, however much happens in it', () => {
    const { heard, given, after } = agendaOf('a');
    given();
    heard('a');
    expect(given()).toEqual(['a1']);
    for (let event = 0; event < 50; event++) heard('a');
    expect(given()).toEqual([]);
    after(250);
    expect(given()).toEqual(['a1']);
    after(250);
    expect(given()).toEqual([]);
  });

  it('misses nothing that happens while an account is gone over', () => {
    const { heard, given, after } = agendaOf('aa');
    given();
    heard('a');
    expect(given(1)).toEqual(['a1']);
    heard('a');
    expect(given()).toEqual(['a2']);
    after(250);
    expect(given()).toEqual(['a1', 'a2']);
  });

  it('comes to a case whose clock has run out, and to every case every two minutes', () => {
    const { agenda, given, after } = agendaOf('ab');
    given();
    agenda.wakeAt('b2' as CaseId, '2026-06-01T00:00:00.000Z' as Instant);
    agenda.tick('2026-05-31T23:59:59.000Z' as Instant);
    expect(given()).toEqual([]);
    agenda.tick('2026-06-01T00:00:00.000Z' as Instant);
    expect(given()).toEqual(['b2']);
    after(120_000);
    agenda.tick('2026-06-01T00:02:00.000Z' as Instant);
    expect(given()).toEqual(['a1', 'b2']);
  });
});

describe('following the cases', () => {
  it('goes on after the list could not be asked', async () => {
    const caseId = await open();
    await list();
    let broken = 2;
    let tell: (position: number) => void = () => undefined;
    const failures: unknown[] = [];
    const position = (await cabinet.store.head()).position;
    const follower = followCases({
      ...cabinet.deps,
      queries: {
        checkpoint: () => ({ position: Number.MAX_SAFE_INTEGER, recordedAt: null, epoch: 'e' }),
        waitFor: () => Promise.resolve('reached'),
        accountsWithOpenCases: () => [ACCOUNT],
        openCasesWaitingFor: () => {
          if (broken-- > 0) throw new Error('the file is away');
          return [];
        },
        nextOpenCase: (_whose, after) => {
          if (broken-- > 0) throw new Error('the file is away');
          return after === 0 ? { id: caseId, position: 1 } : undefined;
        },
        onAdvance: (listener) => {
          tell = (at) => {
            listener(at, { cases: new Map(), accounts: new Set(), licenses: new Set([licenseId]) });
          };
          return () => undefined;
        },
      },
      diagnose: () => Promise.resolve(healthy()),
      failed: (error) => failures.push(error),
    });
    await follower.idle();
    tell(position + 1);
    await follower.idle();
    expect(failures).toHaveLength(2);
    expect(await cabinet.typesOf(caseStream(caseId))).toContain('SupportCaseResolved');
    await follower.stop();
  });
});
