/** Questions about orders. */
import type { AccountId, OrderId } from '../../src/domain/ids.js';
import { readPage, type SortKey } from '../page.js';
import type { OrderRow, Page, PageRequest } from '../queries.js';
import type { Statements } from '../reading.js';
import { NOTHING, raw, sql, TRUE } from '../sql.js';
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

export function orderPage(statements: Statements, account: AccountId, query: PageRequest): Page<OrderRow> {
  const where = sql`o.account_id = ${account}`;
  const branches = [{ table: 'license_order', stood: TRUE }];
  const listing = { branches, alias: 'o', columns: COLUMNS, keys: [NEWEST_FIRST], query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, orderRow);
}

export const countOrders = (statements: Statements, account: AccountId): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM license_order WHERE account_id = ${account}`)?.n ?? 0;

export function orderById(statements: Statements, id: OrderId): OrderRow | undefined {
  const record = statements.get<OrderRecord>(sql`SELECT id, content FROM license_order WHERE id = ${id}`);
  return record && orderRow(record);
}
