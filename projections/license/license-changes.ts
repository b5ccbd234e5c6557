/** What `licenseChanged` follows: how rows of one account's list came, changed and went. */
import type { AccountId, LicenseId } from '../../src/domain/ids.js';
import type { LicenseListChange } from '../queries.js';
import type { Statements } from '../reading.js';
import { joinSql, raw, sql } from '../sql.js';
import { LICENSE_SELECT, licenseRow, type LicenseRecord } from './license-rows.js';

const TABLES = ['license', 'license_past'] as const;

/**
 * In order of position. Answers about `limit` changes: those of one position are never parted, since whoever goes on asks for what comes
 * after it.
 */
export function licenseListChanges(
  statements: Statements,
  account: AccountId,
  after: number,
  limit: number,
): readonly LicenseListChange[] {
  const upTo = lastPosition(statements, account, after, limit);
  if (upTo === undefined) return [];
  const columns = raw(LICENSE_SELECT.map((column) => `l.${column} AS ${column}`).join(', '));
  const stood = TABLES.map(
    (table) => sql`SELECT ${columns} FROM ${raw(table)} l
      WHERE l.list_account = ${account} AND l.from_position > ${after} AND l.from_position <= ${upTo}`,
  );
  const changes: LicenseListChange[] = statements.all<LicenseRecord>(joinSql(stood, ' UNION ALL ')).map((record) => {
    const row = licenseRow(record);
    return { position: row.position, licenseId: row.id, row };
  });
  const stillListed = TABLES.map(
    (table) =>
      sql`SELECT 1 FROM ${raw(table)} s WHERE s.id = p.id AND s.from_position = p.to_position AND s.list_account = p.list_account`,
  );
  const left = statements.all<{ readonly id: LicenseId; readonly position: number }>(
    sql`SELECT p.id AS id, p.to_position AS position FROM license_past p
      WHERE p.list_account = ${account} AND p.to_position > ${after} AND p.to_position <= ${upTo}
        AND NOT EXISTS (${joinSql(stillListed, ' UNION ALL ')})`,
  );
  changes.push(...left.map(({ id, position }) => ({ position, licenseId: id, row: null })));
  return changes.sort((a, b) => a.position - b.position || (a.licenseId < b.licenseId ? -1 : 1));
}

/** Of the first `limit` rows that began or ended in the list. */
function lastPosition(statements: Statements, account: AccountId, after: number, limit: number): number | undefined {
  const places = [
    ['license', 'from_position'],
    ['license_past', 'from_position'],
    ['license_past', 'to_position'],
  ].map(
    ([table, column]) => sql`SELECT * FROM (SELECT ${raw(column ?? '')} AS position FROM ${raw(table ?? '')}
      WHERE list_account = ${account} AND ${raw(column ?? '')} > ${after} ORDER BY ${raw(column ?? '')} LIMIT ${limit})`,
  );
  const row = statements.get<{ readonly position: number | null }>(
    sql`SELECT max(position) AS position FROM (SELECT DISTINCT position FROM (${joinSql(places, ' UNION ALL ')}) ORDER BY position LIMIT ${limit})`,
  );
  return row?.position ?? undefined;
}
