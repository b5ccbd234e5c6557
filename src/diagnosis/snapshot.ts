/** A diagnosis as a support case keeps it, and back: events stand in it by their places in the log, names as personal texts. */
import type { CauseSnapshot, CheckSnapshot, DiagnosisSnapshot, EvidenceReference } from '../domain/diagnosis-snapshot.js';
import type { RecordedEvent } from '../domain/events.js';
import type { AccountId } from '../domain/ids.js';
import { clearText, personal, type PersonalText } from '../domain/personal.js';
import type { CaseQuestion } from '../domain/support-case.js';
import {
  CAUSE_CODES,
  type ActionName,
  type Cause,
  type CauseCode,
  type CauseDetails,
  type Check,
  type Diagnosis,
} from './cause.js';
import type { MissingFact } from './cause.js';
import type { Question } from './question.js';

/** Details that name people's things: devices, bases, files. */
const PERSONAL: ReadonlySet<string> = new Set<keyof CauseDetails>([
  'deviceName',
  'otherDeviceName',
  'baseName',
  'otherBaseName',
  'accountName',
  'fileName',
]);

const referencesTo = (events: readonly RecordedEvent[]): readonly EvidenceReference[] =>
  events.map(({ id: eventId, position }) => ({ eventId, position }));

/** `account`: whose names it holds. */
export function snapshotOf({ causes, checks, ...rest }: Diagnosis, account: AccountId): DiagnosisSnapshot {
  return {
    ...rest,
    causes: causes.map((cause) => ({
      ...cause,
      evidence: referencesTo(cause.evidence),
      details: Object.fromEntries(
        Object.entries(cause.details).map(([name, value]: [string, string | number]) => [
          name,
          PERSONAL.has(name) && typeof value === 'string' ? personal(account, value) : value,
        ]),
      ),
    })),
    checks: checks.map((check) => ({ ...check, evidence: referencesTo(check.evidence) })),
  };
}

type EventAt = (position: number) => Promise<RecordedEvent | undefined>;

/** With the events as the log has them now. A cause that this build does not know is left out. */
export async function diagnosisOf(snapshot: DiagnosisSnapshot, eventAt: EventAt): Promise<Diagnosis> {
  const read = new Map<number, Promise<RecordedEvent | undefined>>();
  const evidenceOf = async (references: readonly EvidenceReference[]): Promise<readonly RecordedEvent[]> => {
    const events = references.map(async ({ eventId, position }) => {
      const reading = read.get(position) ?? eventAt(position);
      read.set(position, reading);
      const event = await reading;
      return event?.id === eventId ? event : undefined;
    });
    return (await Promise.all(events)).filter((event) => event !== undefined);
  };
  const causes = snapshot.causes.filter(isKnown).map(async (cause) => causeOf(cause, await evidenceOf(cause.evidence)));
  const checks = snapshot.checks.filter(isKnown).map(async (check) => checkOf(check, await evidenceOf(check.evidence)));
  return { ...snapshot, causes: await Promise.all(causes), checks: await Promise.all(checks) };
}

const isKnown = <Named extends { readonly code: string }>(named: Named): named is Named & { readonly code: CauseCode } =>
  CAUSE_CODES.some((code) => code === named.code);

/** The names in a snapshot were written by `snapshotOf` from the catalogue. */
const causeOf = (cause: CauseSnapshot & { readonly code: CauseCode }, evidence: readonly RecordedEvent[]): Cause => ({
  code: cause.code,
  certainty: cause.certainty,
  evidence,
  missingFacts: cause.missingFacts as readonly MissingFact[],
  details: clearDetails(cause.details),
  nextAction: cause.nextAction && { ...cause.nextAction, action: cause.nextAction.action as ActionName },
});

const checkOf = (check: CheckSnapshot & { readonly code: CauseCode }, evidence: readonly RecordedEvent[]): Check => ({
  code: check.code,
  result: check.result,
  missingFacts: check.missingFacts as readonly MissingFact[],
  evidence,
});

/** What was erased leaves no trace in the sentence. */
const clearDetails = (details: Readonly<Record<string, string | number | PersonalText>>): CauseDetails =>
  Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) => {
      const clear = typeof value === 'object' ? clearText(value) : value;
      return clear === null ? [] : [[name, clear]];
    }),
  );

/** What is kept of a question: nothing of the list's filter, which is the asker's own. */
export const keptQuestion = (question: Question): CaseQuestion => {
  const { account, code, licenseId, deviceId, databaseId, orderId, fileName, expectedKind } = question;
  return {
    code: code?.ok === false ? { ...code, wrongGroup: code.wrongGroup ?? null } : code,
    licenseId,
    deviceId,
    databaseId,
    orderId,
    fileName: fileName === null ? null : personal(account, fileName),
    expectedKind,
  };
};

/** As the account itself sees it: whoever reads a case need not reach what the one who opened it does. */
export const questionOfCase = (account: AccountId, kept: CaseQuestion): Question => ({
  ...kept,
  account,
  reaches: (other) => other === account,
  code: kept.code?.ok === false ? { ...kept.code, wrongGroup: kept.code.wrongGroup ?? undefined } : kept.code,
  fileName: clearText(kept.fileName),
  where: null,
});

/** For the case resolver: the question of a case once more. */
export const diagnoseCase =
  (diagnose: (question: Question) => Promise<Diagnosis | undefined>) =>
  async (account: AccountId, kept: CaseQuestion): Promise<DiagnosisSnapshot | undefined> => {
    const found = await diagnose(questionOfCase(account, kept));
    return found && snapshotOf(found, account);
  };
