/** Questions about accounts. */
import { instantOf, type AccountId } from '../../src/domain/ids.js';
import { containing } from '../filters.js';
import { countRows, readPage, type SortKey } from '../page.js';
import { personalOf } from '../personal-columns.js';
import type { AccountRow, Page, PageRequest } from '../queries.js';
import type { Statements } from '../reading.js';
import { allOf, anyOf, listOf, NOTHING, raw, sql, TRUE, type Sql } from '../sql.js';

const COLUMNS = ['id', 'name_subject', 'name', 'locale', 'time_zone', 'opened_at'] as const;
const BRANCHES = [{ table: 'account', stood: TRUE }];
const BY_NAME: SortKey = { expression: raw('a.name_folded'), nullable: true, direction: 'ASC' };

interface AccountRecord {
  readonly id: AccountId;
  readonly name_subject: string;
  readonly name: string | null;
  readonly locale: string;
  readonly time_zone: string;
  readonly opened_at: number;
}

const accountRow = (record: AccountRecord): AccountRow => ({
  id: record.id,
  name: personalOf(record.name_subject, record.name),
  locale: record.locale,
  timeZone: record.time_zone,
  openedAt: instantOf(record.opened_at),
});

const whereOf = (ids: readonly AccountId[] | 'all', search: string | undefined): Sql =>
  allOf([
    ...(ids === 'all' ? [] : [sql`a.id IN ${listOf(ids)}`]),
    ...(search !== undefined && search.trim() !== ''
      ? [anyOf([containing(raw('a.name_folded'), search), sql`a.id = ${search.trim()}`])]
      : []),
  ]);

export function accountPage(
  statements: Statements,
  ids: readonly AccountId[] | 'all',
  query: { readonly search?: string } & PageRequest,
): Page<AccountRow> {
  const where = whereOf(ids, query.search);
  const listing = { branches: BRANCHES, alias: 'a', columns: COLUMNS, keys: [BY_NAME], query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, accountRow);
}

export function countAccounts(statements: Statements, ids: readonly AccountId[] | 'all', search: string | undefined): number {
  const where = whereOf(ids, search);
  return countRows(statements, { branches: BRANCHES, alias: 'a', query: () => ({ where, joins: NOTHING }) });
}

export function accountsById(statements: Statements, ids: readonly AccountId[]): Map<AccountId, AccountRow> {
  const rows = statements.all<AccountRecord>(sql`SELECT ${raw(COLUMNS.join(', '))} FROM account WHERE id IN ${listOf(ids)}`);
  return new Map(rows.map((record) => [record.id, accountRow(record)]));
}
