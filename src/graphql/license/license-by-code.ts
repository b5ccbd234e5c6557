import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { accountArgument } from '../read/account-argument.js';
import { momentFor, type MomentArguments } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { License } from './license.js';

/**
 * The license of a whole code in one account; for a vendor who names no account, in any. Text that is no code leads to nothing and does not
 * count; a well-formed code that leads to nothing here counts as a guess (domain.md, section 6).
 *
 * @throws RATE_LIMITED after too many guesses, before anything is looked up.
 */
export async function findByCode(
  context: GraphqlContext,
  accountId: string | null | undefined,
  code: string,
  moment: MomentArguments,
): Promise<License | null> {
  const { viewer, guesses, service, language } = context;
  const anyAccount = viewer.role === 'VENDOR' && (accountId === null || accountId === undefined);
  const account = anyAccount ? undefined : accountArgument(context, accountId);
  const view = new ReadView(context, await momentFor(context, moment));
  if (guesses.remaining(viewer.id) === 0) throw apiError('tooManyGuesses', language, ['code']);
  const id = service.licenseIdOfCode(code);
  if (id === undefined) return null;
  const row = view.license(id);
  if (row && (anyAccount || (account !== undefined && row.accountId === account))) return new License(row, view);
  guesses.recordMiss(viewer.id);
  return null;
}
