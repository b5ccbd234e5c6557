/** Where a person has to help, the next action is a support case with the same question. */
import { doThis, send } from './finding.js';
import type { ActionName, Cause, Diagnosis } from './cause.js';
import type { Question } from './question.js';

const ASKS_SUPPORT: ReadonlySet<ActionName> = new Set<ActionName>(['CONTACT_SUPPORT', 'PROVE_PURCHASE', 'ASK_FOR_BACKUP']);

/**
 * A question with a code offers none: its variables would hold the code whole, or could not be sent as they stand.
 *
 * @param may whether the asker may call a mutation: what nobody of an account may, support is asked for.
 */
export function withCaseOffered(diagnosis: Diagnosis, question: Question, may: (mutation: string) => boolean): Diagnosis {
  const { account: accountId, licenseId, deviceId, databaseId, orderId, fileName, expectedKind } = question;
  const asked = { licenseId, deviceId, databaseId, orderId, fileName, expectedKind };
  const known = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
  const offered = (cause: Cause): Cause => {
    const found = cause.nextAction;
    if (!found) return cause;
    const nextAction = found.action === 'RETRY_PARKED' && !may('retryParkedEvents') ? doThis('CONTACT_SUPPORT') : found;
    return ASKS_SUPPORT.has(nextAction.action) && question.code === null
      ? { ...cause, nextAction: send(nextAction.action, 'openSupportCase', { accountId, diagnosis: known }) }
      : { ...cause, nextAction };
  };
  return { ...diagnosis, causes: diagnosis.causes.map(offered) };
}
