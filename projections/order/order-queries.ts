/** Questions about orders. */
import type { AccountId, OrderId } from '../../src/domain/ids.js';
import type { OrderStatus } from '../../src/domain/order.js';
import { readPage, type SortKey } from '../page.js';
import type { OrderRow, Page, PageRequest } from '../queries.js';
import type { Statements } from '../reading.js';
import { allOf, listOf, NOTHING, raw, sql, TRUE, type Sql } from '../sql.js';
import type { OrderContent } from './order-view.js';

const COLUMNS = ['id', 'content'] as const;
const NEWEST_FIRST: SortKey = { expression: raw('o.position'), nullable: false, direction: 'DESC' };

interface OrderRecord {
  readonly id: OrderId;
  readonly content: string;
}

function orderRow({ id, content }: OrderRecord): OrderRow {
  const { state, ...times } = JSON.parse(content) as OrderContent;
  const { accountId, ordered, status, fulfilled } = state;
  return { id, accountId, ordered, status, fulfilled, ...times };
}

const whereOf = (accounts: readonly AccountId[] | 'all', status: OrderStatus | undefined): Sql =>
  allOf([
    ...(accounts === 'all' ? [] : [sql`o.account_id IN ${listOf(accounts)}`]),
    ...(status === undefined ? [] : [sql`o.status = ${status}`]),
  ]);

export function orderPage(
  statements: Statements,
  accounts: readonly AccountId[] | 'all',
  query: PageRequest & { readonly status?: OrderStatus },
): Page<OrderRow> {
  const where = whereOf(accounts, query.status);
  const branches = [{ table: 'license_order', stood: TRUE }];
  const listing = { branches, alias: 'o', columns: COLUMNS, keys: [NEWEST_FIRST], query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, orderRow);
}

export const countOrders = (statements: Statements, accounts: readonly AccountId[] | 'all', status?: OrderStatus): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM license_order o WHERE ${whereOf(accounts, status)}`)?.n ??
  0;

export function orderById(statements: Statements, id: OrderId): OrderRow | undefined {
  const record = statements.get<OrderRecord>(sql`SELECT id, content FROM license_order WHERE id = ${id}`);
  return record && orderRow(record);
}
