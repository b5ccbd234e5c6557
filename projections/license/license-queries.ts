/** Questions about licenses. */
import { instantOf, millisOf, type AccountId, type Instant, type LicenseId } from '../../src/domain/ids.js';
import type { LicenseKind, LicenseStatus } from '../../src/domain/license-terms.js';
import { countRows, readPage, type Listing } from '../page.js';
import type { LicenseFilter, LicenseRow, LicenseSortField, LicenseSummaryCounts, Page, PageRequest, Sort } from '../queries.js';
import type { Reading, Statements } from '../reading.js';
import { allOf, joinSql, listOf, raw, sql, type Sql } from '../sql.js';
import { LicenseSql, statusRank } from './license-filter.js';
import { LICENSE_SELECT, licenseRow, STATUS_OF_RANK, STATUS_RANK, type LicenseRecord } from './license-rows.js';

const DAY = 86_400_000;
const RUNGS = [30, 14, 7, 1] as const;

/** `+` keeps the planner off the list's own indexes where an order names a few licenses of it. */
const listed = (account: AccountId, where?: LicenseFilter): Sql =>
  sql`${raw(where?.orderId === undefined ? 'l.list_account' : '+l.list_account')} = ${account}`;

function listing(
  reading: Reading,
  account: AccountId,
  where: LicenseFilter | undefined,
  orderBy: readonly Sort<LicenseSortField>[] | undefined,
): Listing {
  const compiled = new LicenseSql(reading);
  const keys = compiled.keys(orderBy ?? []);
  const byTerm = keys[0]?.expression.text === 'l.term_until';
  return {
    branches: reading.branches('license', 'l'),
    alias: 'l',
    columns: LICENSE_SELECT,
    keys,
    query: (firstKey) => {
      const condition = allOf([listed(account, where), compiled.where(where ?? {}, byTerm ? firstKey : undefined)]);
      return { where: condition, joins: compiled.joins() };
    },
  };
}

export const licensePage = (
  statements: Statements,
  reading: Reading,
  account: AccountId,
  query: { readonly where?: LicenseFilter; readonly orderBy?: readonly Sort<LicenseSortField>[] } & PageRequest,
): Page<LicenseRow> => readPage(statements, listing(reading, account, query.where, query.orderBy), query, licenseRow);

export function countLicenses(
  statements: Statements,
  reading: Reading,
  account: AccountId,
  where: LicenseFilter | undefined,
): number {
  const compiled = new LicenseSql(reading);
  const condition = allOf([listed(account, where), compiled.where(where ?? {}, 'any')]);
  const joins = compiled.joins();
  return countRows(statements, {
    branches: reading.branches('license', 'l'),
    alias: 'l',
    query: () => ({ where: condition, joins }),
  });
}

export function licensesById(statements: Statements, reading: Reading, ids: readonly LicenseId[]): Map<LicenseId, LicenseRow> {
  const columns = raw(LICENSE_SELECT.map((column) => `l.${column} AS ${column}`).join(', '));
  const selects = reading
    .branches('license', 'l')
    .map(({ table, stood }) => sql`SELECT ${columns} FROM ${raw(table)} l WHERE l.id IN ${listOf(ids)} AND ${stood}`);
  const rows = statements.all<LicenseRecord>(joinSql(selects, ' UNION ALL ')).map(licenseRow);
  return new Map(rows.map((row) => [row.id, row]));
}

/** From indexes alone; each rung holds the next. */
export function licenseSummary(statements: Statements, reading: Reading, account: AccountId): LicenseSummaryCounts {
  const branches = reading.branches('license', 'l');
  const { at } = reading;
  const groups = branches.map(
    ({ table, stood }) =>
      sql`SELECT ${statusRank(raw('l.standing'), raw('l.term_until'), at)} AS rank, l.kind AS kind, count(*) AS n
        FROM ${raw(table)} l WHERE ${listed(account)} AND ${stood} GROUP BY rank, l.kind`,
  );
  const byStatus = new Map<LicenseStatus, number>(STATUS_OF_RANK.map((status) => [status, 0]));
  const byKind = new Map<LicenseKind, number>([
    ['CLOUD', 0],
    ['MAIN', 0],
  ]);
  let total = 0;
  for (const { rank, kind, n } of statements.all<{ readonly rank: number; readonly kind: LicenseKind; readonly n: number }>(
    joinSql(groups, ' UNION ALL '),
  )) {
    const status = STATUS_OF_RANK[rank];
    if (status) byStatus.set(status, (byStatus.get(status) ?? 0) + n);
    byKind.set(kind, (byKind.get(kind) ?? 0) + n);
    total += n;
  }
  const ending = (column: 'term_until' | 'updates_until'): Map<30 | 14 | 7 | 1, number> => {
    const within = RUNGS.map(
      (days) => sql`ifnull(sum(l.${raw(column)} <= ${at + days * DAY}), 0) AS ${raw(`in_${String(days)}`)}`,
    );
    const counts = branches.map(
      ({ table, stood }) => sql`SELECT ${joinSql(within, ', ')} FROM ${raw(table)} l
        WHERE ${listed(account)} AND l.${raw(column)} > ${at} AND l.${raw(column)} <= ${at + RUNGS[0] * DAY}
          AND +l.standing <= ${STATUS_RANK.ACTIVATED} AND ${stood}`,
    );
    const rows = statements.all<Readonly<Record<string, number>>>(joinSql(counts, ' UNION ALL '));
    return new Map(RUNGS.map((days) => [days, rows.reduce((sum, row) => sum + (row[`in_${String(days)}`] ?? 0), 0)]));
  };
  return { total, byStatus, byKind, termEnding: ending('term_until'), updatesEnding: ending('updates_until') };
}

/** From the present rows. */
export function nextClockEnd(
  statements: Statements,
  account: AccountId,
  after: Instant,
): { readonly at: Instant; readonly licenseIds: readonly LicenseId[] } | undefined {
  const from = millisOf(after);
  const columns = ['term_until', 'updates_until'].map(raw);
  const ends = columns.map(
    (column) => sql`SELECT min(l.${column}) AS at FROM license l WHERE ${listed(account)} AND l.${column} > ${from}`,
  );
  const next =
    statements.get<{ readonly at: number | null }>(sql`SELECT min(at) AS at FROM (${joinSql(ends, ' UNION ALL ')})`)?.at ?? null;
  if (next === null) return undefined;
  const ending = columns.map(
    (column) => sql`SELECT l.id AS id FROM license l WHERE ${listed(account)} AND l.${column} = ${next}`,
  );
  const ids = statements.all<{ readonly id: LicenseId }>(sql`${joinSql(ending, ' UNION ')} ORDER BY id`);
  return { at: instantOf(next), licenseIds: ids.map(({ id }) => id) };
}
