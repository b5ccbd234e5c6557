/** Questions about how diagnoses were rated. */
import { instantOf, type AccountId } from '../../src/domain/ids.js';
import { countRows, readPage, type SortKey } from '../page.js';
import { personalOf } from '../personal-columns.js';
import type { CauseFeedback, CommentRow, Page, PageRequest } from '../queries.js';
import type { Statements } from '../reading.js';
import { listOf, NOTHING, raw, sql, TRUE, type Sql } from '../sql.js';

type Accounts = readonly AccountId[] | 'all';

const ofAccounts = (column: string, accounts: Accounts): Sql =>
  accounts === 'all' ? TRUE : sql`${raw(column)} IN ${listOf(accounts)}`;

export function feedbackTotals(statements: Statements, accounts: Accounts): { readonly rated: number; readonly helped: number } {
  const where = ofAccounts('account_id', accounts);
  return (
    statements.get<{ readonly rated: number; readonly helped: number }>(
      sql`SELECT count(*) AS rated, ifnull(sum(helped), 0) AS helped FROM rating WHERE ${where}`,
    ) ?? { rated: 0, helped: 0 }
  );
}

/** In order of the code. */
export const feedbackByCause = (statements: Statements, accounts: Accounts): readonly CauseFeedback[] =>
  statements.all<CauseFeedback>(
    sql`SELECT code, count(*) AS rated, sum(helped) AS helped FROM rating_cause
      WHERE ${ofAccounts('account_id', accounts)} GROUP BY code ORDER BY code`,
  );

const COLUMNS = ['position', 'account_id', 'helped', 'causes', 'comment_subject', 'comment', 'rated_at'] as const;
const NEWEST_FIRST: SortKey = { expression: raw('r.id'), nullable: false, direction: 'DESC' };
const TABLE = '(SELECT position AS id, * FROM rating WHERE comment_subject IS NOT NULL)';

interface CommentRecord {
  readonly account_id: AccountId;
  readonly helped: number;
  readonly causes: string;
  readonly comment_subject: string;
  readonly comment: string | null;
  readonly rated_at: number;
}

const commentRow = (record: CommentRecord): CommentRow => ({
  accountId: record.account_id,
  helped: record.helped === 1,
  causes: JSON.parse(record.causes) as readonly string[],
  comment: personalOf(record.comment_subject, record.comment),
  ratedAt: instantOf(record.rated_at),
});

const listing = (accounts: Accounts) => {
  const where = ofAccounts('r.account_id', accounts);
  return { branches: [{ table: TABLE, stood: TRUE }], alias: 'r', query: () => ({ where, joins: NOTHING }) };
};

export const commentPage = (statements: Statements, accounts: Accounts, query: PageRequest): Page<CommentRow> =>
  readPage(statements, { ...listing(accounts), columns: COLUMNS, keys: [NEWEST_FIRST] }, query, commentRow);

export const countComments = (statements: Statements, accounts: Accounts): number => countRows(statements, listing(accounts));
