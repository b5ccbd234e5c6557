/** Questions about support cases. */
import type { AccountId, CaseId } from '../../src/domain/ids.js';
import type { SupportCaseStatus } from '../../src/domain/support-case.js';
import { readPage, type SortKey } from '../page.js';
import type { AnswerableCase, Page, PageRequest, SupportCaseRow } from '../queries.js';
import type { Statements } from '../reading.js';
import { NOTHING, raw, sql, TRUE, type Sql } from '../sql.js';
import type { SupportCaseContent } from './support-case-view.js';

const COLUMNS = ['id', 'content'] as const;
const NEWEST_FIRST: SortKey = { expression: raw('c.position'), nullable: false, direction: 'DESC' };

interface SupportCaseRecord {
  readonly id: CaseId;
  readonly content: string;
}

function supportCaseRow({ id, content }: SupportCaseRecord): SupportCaseRow {
  const { state, ...rest } = JSON.parse(content) as SupportCaseContent;
  const { accountId, status, message, diagnoses, note } = state;
  return { id, accountId, status, message, diagnoses, note, ...rest };
}

const ofAccount = (account: AccountId, status: SupportCaseStatus | undefined): Sql =>
  status === undefined ? sql`c.account_id = ${account}` : sql`c.account_id = ${account} AND c.status = ${status}`;

export function supportCasePage(
  statements: Statements,
  account: AccountId,
  query: PageRequest & { readonly status?: SupportCaseStatus },
): Page<SupportCaseRow> {
  const where = ofAccount(account, query.status);
  const branches = [{ table: 'support_case', stood: TRUE }];
  const listing = { branches, alias: 'c', columns: COLUMNS, keys: [NEWEST_FIRST], query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, supportCaseRow);
}

export const countSupportCases = (statements: Statements, account: AccountId, status?: SupportCaseStatus): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM support_case c WHERE ${ofAccount(account, status)}`)?.n ??
  0;

export function supportCaseById(statements: Statements, id: CaseId): SupportCaseRow | undefined {
  const record = statements.get<SupportCaseRecord>(sql`SELECT id, content FROM support_case WHERE id = ${id}`);
  return record && supportCaseRow(record);
}

/** The order of the joins begins with the few open cases, whatever the size of the estate. */
export const answerableCases = (statements: Statements, limit: number): readonly AnswerableCase[] =>
  statements.all(
    sql`SELECT c.id AS id, l.from_position || '.' || ifnull(d.from_position, '') AS rowsAt
      FROM support_case c CROSS JOIN license l ON l.id = c.waits_for AND l.list_account = c.account_id
      LEFT JOIN device d ON d.id = l.device_id
      WHERE c.status = 'OPEN' AND c.waits_for IS NOT NULL ORDER BY c.position LIMIT ${limit}`,
  );
