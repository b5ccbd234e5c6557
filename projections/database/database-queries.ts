/** Questions about bases. */
import type { AccountId, DatabaseId } from '../../src/domain/ids.js';
import { choiceConditions, combined, containing } from '../filters.js';
import { countRows, readPage, type SortKey } from '../page.js';
import type { DatabaseFilter, DatabaseRow, Page, PageRequest } from '../queries.js';
import type { Reading, Statements } from '../reading.js';
import { allOf, joinSql, listOf, NOTHING, raw, sql, type Sql } from '../sql.js';
import { DATABASE_SELECT, databaseRow, type DatabaseRecord } from './database-rows.js';

const BY_NAME: SortKey = { expression: raw('b.name_folded'), nullable: true, direction: 'ASC' };

function conditions(filter: DatabaseFilter): readonly Sql[] {
  const { search } = filter;
  return [
    ...(filter.kind ? choiceConditions(raw('b.kind'), filter.kind) : []),
    ...(filter.state ? choiceConditions(raw('b.lifecycle'), filter.state) : []),
    ...(search !== undefined && search.trim() !== '' ? [containing(raw('b.search_text'), search)] : []),
  ];
}

const whereOf = (account: AccountId, filter: DatabaseFilter | undefined): Sql =>
  allOf([sql`b.account_id = ${account}`, combined(filter ?? {}, conditions)]);

export function databasePage(
  statements: Statements,
  reading: Reading,
  account: AccountId,
  query: { readonly where?: DatabaseFilter } & PageRequest,
): Page<DatabaseRow> {
  const where = whereOf(account, query.where);
  const listing = {
    branches: reading.branches('database', 'b'),
    alias: 'b',
    columns: DATABASE_SELECT,
    keys: [BY_NAME],
    query: () => ({ where, joins: NOTHING }),
  };
  return readPage(statements, listing, query, databaseRow);
}

export function countDatabases(
  statements: Statements,
  reading: Reading,
  account: AccountId,
  filter: DatabaseFilter | undefined,
): number {
  const where = whereOf(account, filter);
  return countRows(statements, {
    branches: reading.branches('database', 'b'),
    alias: 'b',
    query: () => ({ where, joins: NOTHING }),
  });
}

export function databasesById(
  statements: Statements,
  reading: Reading,
  ids: readonly DatabaseId[],
): Map<DatabaseId, DatabaseRow> {
  const columns = raw(DATABASE_SELECT.map((column) => `b.${column} AS ${column}`).join(', '));
  const selects = reading
    .branches('database', 'b')
    .map(({ table, stood }) => sql`SELECT ${columns} FROM ${raw(table)} b WHERE b.id IN ${listOf(ids)} AND ${stood}`);
  const rows = statements.all<DatabaseRecord>(joinSql(selects, ' UNION ALL ')).map(databaseRow);
  return new Map(rows.map((row) => [row.id, row]));
}
