/** `compareLists`: two moments of one list, page by page of what differs. */
import type { LicenseId } from '../../domain/ids.js';
import type { Page, PageRequest } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, momentOfPage, planPage, readPage, type PageInput } from '../paging/page.js';
import { accountArgument } from '../read/account-argument.js';
import { momentFor, type AsOfArgument } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { diffRows, LicenseDiff, type Compared, type DiffRow } from './license-diff.js';

export const LicenseDiffConnection = connectionOf<LicenseDiff>({
  name: 'LicenseDiff',
  node: () => LicenseDiff,
  plural: 'differences',
  positioned: false,
});

/** Candidates that are compared at a time: many of them turn out to be the same. */
const BATCH = 200;

/** @throws INVALID_INPUT where `from` is after `to`, and what a moment and a page may throw. */
export async function compareLists(
  context: GraphqlContext,
  accountId: string | null | undefined,
  moments: { readonly from: AsOfArgument; readonly to: AsOfArgument },
  input: PageInput,
): Promise<InstanceType<typeof LicenseDiffConnection>> {
  const account = accountArgument(context, accountId);
  const from = await momentFor(context, { asOf: moments.from });
  const plan = planPage(context, input, listName('compareLists', account ?? null, from.moment));
  const to = await momentOfPage(context, plan, { asOf: moments.to });
  if (from.moment.position > to.moment.position || from.moment.at > to.moment.at)
    throw apiError('compareOrder', context.language, ['from', 'to']);
  const compared = account && { account, from: new ReadView(context, from), to: new ReadView(context, to) };
  return LicenseDiffConnection.of<DiffRow>({
    page: compared ? readPage<DiffRow>(plan, to, (request) => differences(compared, request)) : EMPTY_PAGE,
    node: (row) => new LicenseDiff(row, compared ?? neverAsked()),
    count: () => (compared ? countDifferences(compared) : 0),
    position: null,
  });
}

function neverAsked(): never {
  throw new Error('an empty page has no rows');
}

function* batches({ account, from, to }: Compared, after: LicenseId | null): Generator<readonly LicenseId[]> {
  const between = { from: from.moment, to: to.moment };
  let last = after;
  for (;;) {
    const ids = to.context.queries.licensesTouched(account, between, last, BATCH);
    if (ids.length > 0) yield ids;
    last = ids.at(-1) ?? null;
    if (ids.length < BATCH) return;
  }
}

function differences(compared: Compared, { limit, from }: PageRequest): Page<DiffRow> {
  const [after = null] = from ?? [];
  const found: DiffRow[] = [];
  for (const ids of batches(compared, after as LicenseId | null)) {
    found.push(...diffRows(compared, ids));
    if (found.length > limit) break;
  }
  const rows = found.slice(0, limit);
  return { rows, cursors: rows.map(({ id }) => [id]), more: found.length > limit };
}

function countDifferences(compared: Compared): number {
  let count = 0;
  for (const ids of batches(compared, null)) count += diffRows(compared, ids).length;
  return count;
}
