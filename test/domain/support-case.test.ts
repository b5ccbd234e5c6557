import type { DiagnosisSnapshot } from '../../src/domain/diagnosis-snapshot.js';
import type { Instant } from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import {
  attachDiagnosis,
  evolveSupportCase,
  MOST_DIAGNOSES,
  resolveCase,
  resolveCaseItself,
  type CaseQuestion,
  type SupportCaseEvent,
} from '../../src/domain/support-case.js';
import { givenStream } from './given.js';
import { L1, OURS } from './things.js';

const given = givenStream(evolveSupportCase);
const question = {
  code: null,
  licenseId: L1,
  deviceId: null,
  databaseId: null,
  orderId: null,
  fileName: null,
  expectedKind: null,
};
const missing: DiagnosisSnapshot = {
  askedAt: '2026-03-01T09:00:00.000Z' as Instant,
  position: 7,
  listed: false,
  licenseId: L1,
  deviceId: null,
  causes: [
    { code: 'CLOUD_PROJECTION_FAULT', certainty: 'PROVEN', evidence: [], missingFacts: [], details: {}, nextAction: null },
  ],
  checks: [],
};
const listed: DiagnosisSnapshot = { ...missing, position: 9, listed: true, causes: [] };
const opened: SupportCaseEvent = {
  type: 'SupportCaseOpened',
  data: { accountId: OURS, message: null, question, diagnosis: missing, waitsFor: L1 },
};
const there = { licenseListed: true, orderArrived: true };
const note = personal('case_1', 'починили');
const byHand: SupportCaseEvent = { type: 'SupportCaseResolved', data: { note, automatically: false } };
const recorded: SupportCaseEvent = { type: 'DiagnosisRecorded', data: { diagnosis: listed } };
const byItself: SupportCaseEvent = { type: 'SupportCaseResolved', data: { note: null, automatically: true } };

describe('a support case', () => {
  it('is open with the diagnosis as it stood', () => {
    given([opened])
      .asked(({ status, diagnoses, waitsFor }) => ({ status, diagnoses, waitsFor }))
      .answers({ status: 'OPEN', diagnoses: [missing], waitsFor: L1 });
  });

  it('is opened once', () => {
    expect(() => given([opened, opened])).toThrow('opened once');
  });

  it('is resolved once, with a note', () => {
    given([opened])
      .when((state) => resolveCase(state, note))
      .then([byHand]);
    given([opened, byHand])
      .when((state) => resolveCase(state, note))
      .thenRefused('ALREADY_DONE', ['caseId']);
  });

  it('resolves itself once the license is listed and no cause is left, and keeps that diagnosis', () => {
    given([opened])
      .when((state) => resolveCaseItself(state, listed, there))
      .then([recorded, byItself]);
    given([opened, recorded, byItself])
      .asked(({ status, diagnoses, note: said }) => ({ status, diagnoses, said }))
      .answers({ status: 'RESOLVED', diagnoses: [missing, listed], said: null });
  });

  it('does not resolve itself while a cause is left, or the license is not listed', () => {
    for (const diagnosis of [missing, { ...missing, listed: true }, { ...listed, listed: false }]) {
      given([opened])
        .when((state) => resolveCaseItself(state, diagnosis, there))
        .thenNothing();
    }
  });

  it('that was resolved stays as it is', () => {
    for (const events of [
      [opened, byHand],
      [opened, recorded, byItself],
    ]) {
      given(events)
        .when((state) => resolveCaseItself(state, listed, there))
        .thenNothing();
    }
  });

  it('does not resolve itself while the log does not list the license, whatever the list shows', () => {
    given([opened])
      .when((state) => resolveCaseItself(state, listed, { ...there, licenseListed: false }))
      .thenNothing();
  });
});

describe('an empty diagnosis', () => {
  const nothing = { ...question, licenseId: null };
  const openedWith = (asked: Partial<CaseQuestion>, ...codes: readonly string[]): SupportCaseEvent => {
    const causes = codes.map((code) => ({ ...missing.causes[0], code }) as DiagnosisSnapshot['causes'][number]);
    const diagnosis = { ...missing, licenseId: null, causes };
    return {
      type: 'SupportCaseOpened',
      data: { accountId: OURS, message: null, question: { ...nothing, ...asked }, diagnosis, waitsFor: null },
    };
  };
  const base = 'db_1' as NonNullable<CaseQuestion['databaseId']>;
  const order = 'ord_1' as NonNullable<CaseQuestion['orderId']>;
  const device = 'dev_1' as NonNullable<CaseQuestion['deviceId']>;
  const check = (result: 'PASSED' | 'NOT_DECIDABLE', code: string) => ({ code, result, missingFacts: [], evidence: [] });
  const empty = (...checks: readonly ReturnType<typeof check>[]): DiagnosisSnapshot => ({
    ...missing,
    licenseId: null,
    causes: [],
    checks,
  });

  it('resolves a case about a base once the cause is excluded, and not where it cannot be decided or is not looked at', () => {
    const stopped = openedWith({ databaseId: base }, 'BASE_STOPPED');
    for (const [diagnosis, resolves] of [
      [empty(check('PASSED', 'BASE_STOPPED')), true],
      [empty(check('NOT_DECIDABLE', 'BASE_STOPPED')), false],
      [empty(), false],
    ] as const) {
      given([stopped])
        .asked((state) => {
          const decision = resolveCaseItself(state, diagnosis, there);
          return decision.ok && decision.events.length > 0;
        })
        .answers(resolves);
    }
  });

  it('resolves a case about an order only once its licenses are there', () => {
    given([openedWith({ orderId: order }, 'ORDER_NOT_FULFILLED')])
      .when((state) => resolveCaseItself(state, empty(), { licenseListed: false, orderArrived: false }))
      .thenNothing();
  });

  it('resolves no case about a device without a license', () => {
    given([openedWith({ deviceId: device }, 'NO_LICENSE')])
      .when((state) => resolveCaseItself(state, empty(check('PASSED', 'NO_LICENSE')), there))
      .thenNothing();
  });

  it('resolves no case that was opened when nothing, or the filter alone, was in the way', () => {
    for (const codes of [[], ['FILTERED_OUT']]) {
      given([openedWith({}, ...codes)])
        .when((state) => resolveCaseItself(state, listed, there))
        .thenNothing();
    }
  });
});

describe('a later diagnosis', () => {
  const other = { ...missing, causes: [{ ...missing.causes[0], code: 'TERM_ENDED' }] } as DiagnosisSnapshot;

  it('is attached where it finds other causes than the last one, while the case is open', () => {
    given([opened])
      .when((state) => attachDiagnosis(state, other))
      .then([{ type: 'DiagnosisRecorded', data: { diagnosis: other } }]);
    given([opened])
      .when((state) => attachDiagnosis(state, { ...missing, position: 12 }))
      .thenNothing();
    given([opened, byHand])
      .when((state) => attachDiagnosis(state, other))
      .thenNothing();
  });

  it('is not attached to a case that has many, for its causes may flutter', () => {
    const many = Array.from({ length: MOST_DIAGNOSES - 1 }, () => recorded);
    given([opened, ...many])
      .when((state) => attachDiagnosis(state, other))
      .thenNothing();
  });
});
