import { reaches, soleAccount } from '../../auth/viewer.js';
import { parseAccountId, type AccountId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';

/**
 * The account that a question is about: the one named, or the only one that the viewer has.
 *
 * @returns undefined for an account that the viewer does not reach, or text that is no id: both are answered like an empty account.
 * @throws INVALID_INPUT where none is named and the viewer has several.
 */
export function accountArgument(context: GraphqlContext, accountId: string | null | undefined): AccountId | undefined {
  const { viewer, language } = context;
  if (accountId === null || accountId === undefined) {
    const sole = soleAccount(viewer);
    if (!sole) throw apiError('accountNeeded', language, ['accountId']);
    return sole;
  }
  const account = parseAccountId(accountId);
  return account && reaches(viewer, account) ? account : undefined;
}

export const ACCOUNT_ID = 'Which account; may be left out by whoever has exactly one.';
