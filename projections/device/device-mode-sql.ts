/** `deviceMode` of the domain as one SQL expression, to filter and sort by; a test holds the two equal. */
import type { AccountId, DatabaseId, LicenseId } from '../../src/domain/ids.js';
import type { DeviceMode } from '../../src/domain/device-mode.js';
import { STATUS_RANK } from '../license/license-rows.js';
import type { Joined, Reading, Statements } from '../reading.js';
import { joinSql, listOf, raw, sql, type Sql } from '../sql.js';

/** Order of MODE: what works best first. */
export const MODE_RANK: Readonly<Record<DeviceMode, number>> = { FULL: 0, FULL_WITH_NOTICE: 1, DEMO: 2, CLIENT_REFUSED: 3 };

/** The license of a device: the one in its slot, where that license's own row is on this device. */
export const licenseOfDevice = (reading: Reading, device: string, alias: string): Joined =>
  reading.joined(
    'license',
    alias,
    (l) => sql`${raw(l)}.id = ${raw(device)}.slot_license_id AND ${raw(l)}.device_id = ${raw(device)}.id`,
  );

export const databaseOfDevice = (reading: Reading, device: string, alias: string): Joined =>
  reading.joined('database', alias, (b) => sql`${raw(b)}.id = ${raw(device)}.database_id`);

/** The base's own word on its kind and version; where it has no row, or told no version, what the device said when it connected. */
export const databaseKind = (device: string, database: Joined): Sql =>
  sql`ifnull(${database.column('kind')}, ${raw(device)}.database_kind)`;
export const serverVersion = (device: string, database: Joined): Sql =>
  sql`ifnull(${database.column('server_version')}, ${raw(device)}.server_version)`;

/** Rank of the mode of a device, null where it is on no base. */
export function modeRank(device: string, license: Joined, database: Joined, lapsed: readonly DatabaseId[], at: number): Sql {
  const l = license.column;
  const rank = (mode: DeviceMode): Sql => raw(String(MODE_RANK[mode]));
  const kind = databaseKind(device, database);
  const updatesEnded = sql`${l('updates_until')} <= ${at}`;
  return sql`CASE
    WHEN ${raw(device)}.database_id IS NULL THEN NULL
    WHEN ${l('id')} IS NULL THEN ${rank('DEMO')}
    WHEN ${l('standing')} > ${raw(String(STATUS_RANK.EXPIRED))} THEN ${rank('DEMO')}
    WHEN client_below_server(${raw(device)}.client_version, ${serverVersion(device, database)}) THEN ${rank('CLIENT_REFUSED')}
    WHEN ${l('term_from')} > ${at} THEN ${rank('DEMO')}
    WHEN ${l('term_until')} <= ${at} THEN ${rank('DEMO')}
    WHEN ${kind} = 'CLOUD' THEN ${rank('FULL')}
    WHEN ${kind} = 'INTERNET_EXCHANGE' THEN CASE WHEN ${updatesEnded} THEN ${rank('DEMO')} ELSE ${rank('FULL')} END
    WHEN ${l('perpetual')} AND ${updatesEnded} AND ${database.column('effective_at')} > ${l('updates_until')} THEN ${rank('DEMO')}
    WHEN ${raw(device)}.database_id IN ${listOf(lapsed)} THEN ${rank('DEMO')}
    WHEN ${updatesEnded} THEN ${rank('FULL_WITH_NOTICE')}
    ELSE ${rank('FULL')} END`;
}

type Bases = { readonly account: AccountId } | { readonly ids: readonly DatabaseId[] };

/**
 * Local bases that were updated after the subscription of a license on one of their devices had ended (`updatedAfterEnd`): one is enough
 * for the base. A license that was withdrawn or replaced is none of the base's any more and ends nothing.
 */
export function lapsedBases(statements: Statements, reading: Reading, of: Bases): DatabaseId[] {
  const lapsed = lapsedOf(statements, reading, of, () => raw('DISTINCT d.database_id'));
  return lapsed ? statements.all<{ readonly id: DatabaseId }>(lapsed).map(({ id }) => id) : [];
}

/** The licenses that made it so, in order of id. */
export function lapsedLicenses(statements: Statements, reading: Reading, base: DatabaseId, limit: number): readonly LicenseId[] {
  const lapsed = lapsedOf(statements, reading, { ids: [base] }, (license) => license.column('id'));
  if (!lapsed) return [];
  return statements.all<{ readonly id: LicenseId }>(sql`${lapsed} ORDER BY id LIMIT ${limit}`).map(({ id }) => id);
}

function lapsedOf(statements: Statements, reading: Reading, of: Bases, wanted: (license: Joined) => Sql): Sql | undefined {
  const scope = 'account' in of ? sql`b.account_id = ${of.account}` : sql`b.id IN ${listOf(of.ids)}`;
  const candidates = reading.branches('database', 'b').map(
    ({ table, stood }) => sql`SELECT b.id AS id, b.effective_at AS effective_at FROM ${raw(table)} b
      WHERE ${scope} AND b.kind = 'LOCAL' AND b.effective_at IS NOT NULL AND ${stood}`,
  );
  const bases = statements.all<{ readonly id: DatabaseId; readonly effective_at: number }>(joinSql(candidates, ' UNION ALL '));
  if (bases.length === 0) return undefined;
  const effectiveAt = JSON.stringify(bases.map(({ id, effective_at }) => [id, effective_at]));
  const license = licenseOfDevice(reading, 'd', 'dl');
  const l = license.column;
  const lapsed = reading.branches('device', 'd').map(
    ({ table, stood }) => sql`SELECT ${wanted(license)} AS id
      FROM json_each(${effectiveAt}) base CROSS JOIN ${raw(table)} d ON d.database_id = base.value ->> 0${license.join}
      WHERE ${stood} AND ${l('perpetual')} AND ${l('standing')} <= ${raw(String(STATUS_RANK.EXPIRED))}
        AND ${l('updates_until')} <= ${reading.at} AND ${l('updates_until')} < base.value ->> 1`,
  );
  return joinSql(lapsed, ' UNION ');
}
