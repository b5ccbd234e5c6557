/** Questions about support cases. */
import type { AccountId, CaseId, LicenseId } from '../../src/domain/ids.js';
import type { SupportCaseStatus } from '../../src/domain/support-case.js';
import { readPage, type SortKey } from '../page.js';
import type { OpenCase, Page, PageRequest, SupportCaseRow } from '../queries.js';
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

/** The open ones first, the oldest first: what support works off. */
const QUEUE: readonly SortKey[] = [
  { expression: raw('c.status'), nullable: false, direction: 'ASC' },
  { expression: raw('c.position'), nullable: false, direction: 'ASC' },
];

function queued(accounts: readonly AccountId[] | 'all', status: SupportCaseStatus | undefined): Sql {
  const theirs = accounts === 'all' ? TRUE : sql`c.account_id IN (SELECT value FROM json_each(${JSON.stringify(accounts)}))`;
  return status === undefined ? theirs : sql`${theirs} AND c.status = ${status}`;
}

export function supportCaseQueue(
  statements: Statements,
  accounts: readonly AccountId[] | 'all',
  query: PageRequest & { readonly status?: SupportCaseStatus },
): Page<SupportCaseRow> {
  const where = queued(accounts, query.status);
  const branches = [{ table: 'support_case', stood: TRUE }];
  const listing = { branches, alias: 'c', columns: COLUMNS, keys: QUEUE, query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, supportCaseRow);
}

export const countSupportCaseQueue = (
  statements: Statements,
  accounts: readonly AccountId[] | 'all',
  status?: SupportCaseStatus,
): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM support_case c WHERE ${queued(accounts, status)}`)?.n ?? 0;

export const nextOpenCase = (statements: Statements, account: AccountId | 'all', after: number): OpenCase | undefined =>
  statements.get<OpenCase>(
    sql`SELECT c.id, c.position FROM support_case c
      WHERE ${account === 'all' ? TRUE : sql`c.account_id = ${account}`} AND c.status = 'OPEN' AND c.position > ${after}
      ORDER BY c.position LIMIT 1`,
  );

export const openCasesWaitingFor = (statements: Statements, licenses: readonly LicenseId[]): readonly CaseId[] =>
  licenses.length === 0
    ? []
    : statements
        .all<{ readonly id: CaseId }>(
          sql`SELECT c.id FROM json_each(${JSON.stringify(licenses)}) l CROSS JOIN support_case c ON c.waits_for = l.value
            WHERE c.status = 'OPEN' AND c.waits_for IS NOT NULL ORDER BY c.position`,
        )
        .map(({ id }) => id);

export const accountsWithOpenCases = (statements: Statements): readonly AccountId[] =>
  statements
    .all<{ readonly account: AccountId }>(sql`SELECT DISTINCT account_id AS account FROM support_case WHERE status = 'OPEN'`)
    .map(({ account }) => account);
