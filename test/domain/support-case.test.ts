import type { DiagnosisSnapshot } from '../../src/domain/diagnosis-snapshot.js';
import type { Instant } from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import { evolveSupportCase, resolveCase, resolveCaseItself, type SupportCaseEvent } from '../../src/domain/support-case.js';
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
      .when((state) => resolveCaseItself(state, listed))
      .then([recorded, byItself]);
    given([opened, recorded, byItself])
      .asked(({ status, diagnoses, note: said }) => ({ status, diagnoses, said }))
      .answers({ status: 'RESOLVED', diagnoses: [missing, listed], said: null });
  });

  it('does not resolve itself while a cause is left, or the license is not listed', () => {
    for (const diagnosis of [missing, { ...missing, listed: true }, { ...listed, listed: false }]) {
      given([opened])
        .when((state) => resolveCaseItself(state, diagnosis))
        .thenNothing();
    }
  });

  it('that was resolved stays as it is', () => {
    for (const events of [
      [opened, byHand],
      [opened, recorded, byItself],
    ]) {
      given(events)
        .when((state) => resolveCaseItself(state, listed))
        .thenNothing();
    }
  });
});
