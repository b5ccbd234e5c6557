/** What an account owns of each product at a moment, and how it stands: its effective license position. */
import type { AccountId } from '../../src/domain/ids.js';
import type { LicenseKind } from '../../src/domain/license-terms.js';
import type { PositionLine } from '../queries.js';
import type { Reading, Statements } from '../reading.js';
import { joinSql, raw, sql, type Sql } from '../sql.js';
import { statusRank } from './license-filter.js';
import { STATUS_RANK } from './license-rows.js';

interface Counted {
  readonly name: string;
  readonly level: string | null;
  readonly configuration: string | null;
  readonly kind: LicenseKind;
  readonly owned: number;
  readonly free: number;
  readonly active: number;
  readonly expired: number;
  readonly replaced: number;
  readonly withdrawn: number;
  readonly updatesEnded: number;
}

/** Of the licenses in the list. In order of the product's name, level, configuration and kind. */
export function licensePosition(statements: Statements, reading: Reading, account: AccountId): readonly PositionLine[] {
  const { at } = reading;
  const rank = statusRank(raw('l.standing'), raw('l.term_until'), at);
  const counted = (status: keyof typeof STATUS_RANK): Sql => sql`sum((${rank}) = ${STATUS_RANK[status]})`;
  const branches = reading.branches('license', 'l').map(
    ({ table, stood }) => sql`SELECT l.product_folded AS folded, l.product_name AS name, l.product_level AS level,
        l.product_configuration AS configuration, l.kind AS kind, count(*) AS owned, ${counted('FREE')} AS free,
        ${counted('ACTIVATED')} AS active, ${counted('EXPIRED')} AS expired, ${counted('REPLACED')} AS replaced,
        ${counted('WITHDRAWN')} AS withdrawn, ifnull(sum(l.has_updates = 1 AND l.updates_until <= ${at}), 0) AS updatesEnded
      FROM ${raw(table)} l WHERE l.list_account = ${account} AND ${stood} GROUP BY 2, 3, 4, 5`,
  );
  const sums = ['owned', 'free', 'active', 'expired', 'replaced', 'withdrawn', 'updatesEnded'].map((name) =>
    raw(`sum(${name}) AS ${name}`),
  );
  const rows = statements.all<Counted>(
    sql`SELECT name, level, configuration, kind, ${joinSql(sums, ', ')} FROM (${joinSql(branches, ' UNION ALL ')})
      GROUP BY 1, 2, 3, 4 ORDER BY min(folded), name, level, configuration, kind`,
  );
  return rows.map(({ name, level, configuration, ...counts }) => ({ product: { name, level, configuration }, ...counts }));
}
