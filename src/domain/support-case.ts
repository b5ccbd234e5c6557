/** A support case: a missing license that somebody asked support about, with the diagnoses made of it (issue 3, point 4). It changes no license. */
import type { DiagnosisSnapshot } from './diagnosis-snapshot.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId, OrderId } from './ids.js';
import type { LicenseKind } from './license-terms.js';
import type { PersonalText } from './personal.js';
import { accept, refuse, type Decision } from './refusal.js';

/** What was asked, so that it can be asked again. Of a typed code: the license it names and its last group, never the whole. */
export interface CaseQuestion {
  readonly code:
    | { readonly ok: true; readonly licenseId: LicenseId; readonly lastGroup: string }
    | { readonly ok: false; readonly wrongGroup: number | null; readonly lastGroup: string }
    | null;
  readonly licenseId: LicenseId | null;
  readonly deviceId: DeviceId | null;
  readonly databaseId: DatabaseId | null;
  readonly orderId: OrderId | null;
  readonly fileName: PersonalText | null;
  readonly expectedKind: LicenseKind | null;
}

export type SupportCaseEvent =
  | {
      readonly type: 'SupportCaseOpened';
      readonly data: {
        readonly accountId: AccountId;
        readonly message: PersonalText | null;
        readonly question: CaseQuestion;
        /** As it stood. */
        readonly diagnosis: DiagnosisSnapshot;
        /** The license whose appearance in the list resolves it; null where none is known. */
        readonly waitsFor: LicenseId | null;
      };
    }
  | { readonly type: 'DiagnosisRecorded'; readonly data: { readonly diagnosis: DiagnosisSnapshot } }
  | {
      readonly type: 'SupportCaseResolved';
      readonly data: { readonly note: PersonalText | null; readonly automatically: boolean };
    };

/** Same names as the API's `SupportCaseStatus`. */
export type SupportCaseStatus = 'OPEN' | 'RESOLVED';

export interface SupportCaseState {
  readonly accountId: AccountId;
  readonly message: PersonalText | null;
  readonly question: CaseQuestion;
  readonly waitsFor: LicenseId | null;
  /** In the order in which they were made; the first is the one it was opened with. */
  readonly diagnoses: readonly DiagnosisSnapshot[];
  readonly status: SupportCaseStatus;
  readonly note: PersonalText | null;
}

export function evolveSupportCase(state: SupportCaseState | undefined, event: SupportCaseEvent): SupportCaseState {
  if (event.type === 'SupportCaseOpened') {
    if (state) throw new Error('a support case is opened once');
    const { diagnosis, ...opened } = event.data;
    return { ...opened, diagnoses: [diagnosis], status: 'OPEN', note: null };
  }
  if (!state) throw new Error(`${event.type} before a support case was opened`);
  switch (event.type) {
    case 'DiagnosisRecorded':
      return { ...state, diagnoses: [...state.diagnoses, event.data.diagnosis] };
    case 'SupportCaseResolved':
      return { ...state, status: 'RESOLVED', note: event.data.note };
  }
}

/** By a person, who says how. */
export const resolveCase = (state: SupportCaseState, note: PersonalText): Decision<SupportCaseEvent> =>
  state.status === 'RESOLVED'
    ? refuse('ALREADY_DONE', ['caseId'])
    : accept({ type: 'SupportCaseResolved', data: { note, automatically: false } });

/** A case that was opened then waits for a person: it would resolve itself at once. A filter hides what is there. */
export const nothingWrong = (diagnosis: DiagnosisSnapshot | undefined): boolean =>
  diagnosis?.causes.every(({ code }) => code === 'FILTERED_OUT') ?? true;

/** What the log says of what a case asks for, beside the diagnosis. */
export interface CaseFacts {
  /** The license that the diagnosis found stands in the account's list. */
  readonly licenseListed: boolean;
  /** Of the order that was asked for: it is fulfilled, and every license that came of it stands in the list. */
  readonly orderArrived: boolean;
}

/**
 * What was asked for is there, by a diagnosis that finds no cause and decides what was named before. Finding no cause is not enough: it may
 * be that nothing could be decided, or that there is nothing to look at.
 */
export function isAnswered(state: SupportCaseState, diagnosis: DiagnosisSnapshot, facts: CaseFacts): boolean {
  const { question, waitsFor, diagnoses } = state;
  const named = new Set(diagnoses.flatMap(({ causes }) => causes.map(({ code }) => code)));
  const opened = new Set(diagnoses[0]?.causes.map(({ code }) => code));
  if (waitsFor === null && nothingWrong(diagnoses[0])) return false;
  const ofOrderAlone =
    question.orderId !== null && question.code === null && question.licenseId === null && question.deviceId === null;
  // Its licenses came: that nobody has activated them yet is not what it was opened for.
  const stillWrong = ofOrderAlone ? diagnosis.causes.filter(({ code }) => opened.has(code)) : diagnosis.causes;
  if (stillWrong.length > 0) return false;
  const results = diagnosis.checks.filter(({ code }) => named.has(code));
  if (results.some(({ result }) => result === 'NOT_DECIDABLE')) return false;
  if (ofOrderAlone) return facts.orderArrived;
  if (diagnosis.licenseId !== null) return diagnosis.listed && facts.licenseListed;
  if (question.code !== null || question.licenseId !== null || question.deviceId !== null || waitsFor !== null) return false;
  // A base or a file alone: each cause that was named is excluded by now.
  return named.size > 0 && results.filter(({ result }) => result === 'PASSED').length === named.size;
}

/** By itself. What a person resolved meanwhile stands. */
export const resolveCaseItself = (
  state: SupportCaseState,
  diagnosis: DiagnosisSnapshot,
  facts: CaseFacts,
): Decision<SupportCaseEvent> =>
  state.status === 'RESOLVED' || !isAnswered(state, diagnosis, facts)
    ? accept()
    : accept(
        { type: 'DiagnosisRecorded', data: { diagnosis } },
        { type: 'SupportCaseResolved', data: { note: null, automatically: true } },
      );

/** A case that flutters keeps the first ones; what resolves it is kept whatever their number. */
export const MOST_DIAGNOSES = 50;

const causesOf = ({ causes }: DiagnosisSnapshot): string =>
  causes
    .map(({ code }) => code)
    .sort()
    .join();

/** Attaches a later diagnosis that finds other causes than the last one, and only then. */
export function attachDiagnosis(state: SupportCaseState, diagnosis: DiagnosisSnapshot): Decision<SupportCaseEvent> {
  const { status, diagnoses } = state;
  const last = diagnoses.at(-1);
  const isNew = last === undefined || causesOf(last) !== causesOf(diagnosis);
  return status === 'OPEN' && isNew && diagnoses.length < MOST_DIAGNOSES
    ? accept({ type: 'DiagnosisRecorded', data: { diagnosis } })
    : accept();
}
