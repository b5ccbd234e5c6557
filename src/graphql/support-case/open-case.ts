/** From what was typed to a case: the diagnosis is made here, as the account itself sees it, for every member reads the case. */
import type { Call } from '../../commands/asker.js';
import { refused, type Outcome } from '../../commands/outcome.js';
import { keptQuestion, questionOfCase, snapshotOf } from '../../diagnosis/snapshot.js';
import { parseAccountId, type CaseId } from '../../domain/ids.js';
import { refusal } from '../../domain/refusal.js';
import type { GraphqlContext } from '../context.js';
import { answer, nothingAsked, questionOf } from '../diagnosis/ask.js';
import type { OpenSupportCaseInput } from './support-case-inputs.js';

/** @throws RATE_LIMITED after too many unknown codes, as the diagnosis itself. */
export async function openCase(
  context: GraphqlContext,
  call: Call,
  accountId: string,
  { diagnosis: typed, message }: Pick<OpenSupportCaseInput, 'diagnosis' | 'message'>,
): Promise<Outcome<{ readonly caseId: CaseId }>> {
  const account = parseAccountId(accountId);
  if (!account || !call.asker.reaches(account)) return refused(refusal('NOT_FOUND', ['accountId']));
  if (typed.accountId !== null && typed.accountId !== undefined && typed.accountId !== accountId) {
    return refused(refusal('INVALID_INPUT', ['diagnosis', 'accountId']));
  }
  if (nothingAsked(typed)) return refused(refusal('INVALID_INPUT', ['diagnosis'], { rule: 'empty' }));
  const asked = questionOf(context, account, typed);
  const question = keptQuestion(asked);
  return context.service.openSupportCase(call, {
    accountId,
    question,
    diagnose: async () => {
      const found = await answer(context, { ...questionOfCase(account, question), where: asked.where });
      if (!found) throw new Error('the command has found the account');
      return snapshotOf(found, account);
    },
    ...(message !== null && message !== undefined && { message }),
  });
}
