/** Where a person has to help, the next action is a support case with the same question. */
import { send } from './finding.js';
import type { ActionName, Cause, Diagnosis } from './cause.js';
import type { Question } from './question.js';

const ASKS_SUPPORT: ReadonlySet<ActionName> = new Set<ActionName>(['CONTACT_SUPPORT', 'PROVE_PURCHASE']);

/** A question with a code offers none: its variables would hold the code whole, or could not be sent as they stand. */
export function withCaseOffered(diagnosis: Diagnosis, question: Question): Diagnosis {
  if (question.code !== null) return diagnosis;
  const { account: accountId, licenseId, deviceId, databaseId, orderId, fileName, expectedKind } = question;
  const asked = { licenseId, deviceId, databaseId, orderId, fileName, expectedKind };
  const known = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const offered = (cause: Cause): Cause =>
    cause.nextAction && ASKS_SUPPORT.has(cause.nextAction.action)
      ? { ...cause, nextAction: send(cause.nextAction.action, 'openSupportCase', { accountId, diagnosis: known }) }
      : cause;
  return { ...diagnosis, causes: diagnosis.causes.map(offered) };
}
