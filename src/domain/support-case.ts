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

/** By itself, once the license is listed and no cause is left. What a person resolved meanwhile stands. */
export const resolveCaseItself = (state: SupportCaseState, diagnosis: DiagnosisSnapshot): Decision<SupportCaseEvent> =>
  state.status === 'RESOLVED' || !diagnosis.listed || diagnosis.causes.length > 0
    ? accept()
    : accept(
        { type: 'DiagnosisRecorded', data: { diagnosis } },
        { type: 'SupportCaseResolved', data: { note: null, automatically: true } },
      );
