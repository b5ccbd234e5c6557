/** Mode and reason of devices, by the domain's table. */
import type { DatabaseKind } from '../../src/domain/database.js';
import { deviceMode, type DeviceMode, type DeviceModeReason } from '../../src/domain/device-mode.js';
import { instantOf, type DatabaseId, type DeviceId } from '../../src/domain/ids.js';
import type { LicenseFacts, LicenseKind } from '../../src/domain/license-terms.js';
import { STATUS_RANK, termOf, updatesOf, type LicenseColumns } from '../license/license-rows.js';
import { instantOrNull } from '../instants.js';
import type { Reading, Statements } from '../reading.js';
import { joinSql, listOf, raw, sql } from '../sql.js';
import { databaseKind, databaseOfDevice, lapsedBases, licenseOfDevice, serverVersion } from './device-mode-sql.js';

const LICENSE_FACTS = [
  'kind',
  'perpetual',
  'term_from',
  'term_until',
  'term_months',
  'has_updates',
  'updates_until',
  'updates_months',
  'standing',
] as const;

type Facts = Pick<LicenseColumns, (typeof LICENSE_FACTS)[number]> & {
  readonly device_id: DeviceId;
  readonly base_id: DatabaseId;
  readonly base_kind: DatabaseKind;
  readonly released_at: number | null;
  readonly effective_at: number | null;
  readonly client_version: string | null;
  readonly base_server_version: string | null;
  readonly license_id: string | null;
};

const licenseOf = (facts: Facts): LicenseFacts => ({
  kind: facts.kind as LicenseKind,
  term: termOf(facts),
  updates: updatesOf(facts),
  activated: true,
  withdrawn: facts.standing === STATUS_RANK.WITHDRAWN,
  replaced: facts.standing === STATUS_RANK.REPLACED,
});

/** One query for the devices and one for their bases, whatever their number. */
export function deviceModes(
  statements: Statements,
  reading: Reading,
  ids: readonly DeviceId[],
): ReadonlyMap<DeviceId, { readonly mode: DeviceMode; readonly reason: DeviceModeReason }> {
  const license = licenseOfDevice(reading, 'd', 'dl');
  const database = databaseOfDevice(reading, 'd', 'db');
  const licenseFacts = LICENSE_FACTS.map((column) => sql`${license.column(column)} AS ${raw(column)}`);
  const selects = reading.branches('device', 'd').map(
    ({ table, stood }) => sql`SELECT d.id AS device_id, d.database_id AS base_id, ${databaseKind('d', database)} AS base_kind,
        ${database.column('released_at')} AS released_at, ${database.column('effective_at')} AS effective_at,
        d.client_version AS client_version, ${serverVersion('d', database)} AS base_server_version,
        ${license.column('id')} AS license_id, ${joinSql(licenseFacts, ', ')}
      FROM ${raw(table)} d${license.join}${database.join}
      WHERE d.id IN ${listOf(ids)} AND d.database_id IS NOT NULL AND ${stood}`,
  );
  const found = statements.all<Facts>(joinSql(selects, ' UNION ALL '));
  const local = new Set(found.filter((facts) => facts.base_kind === 'LOCAL').map((facts) => facts.base_id));
  const lapsed = new Set(local.size > 0 ? lapsedBases(statements, reading, { ids: [...local] }) : []);
  const now = instantOf(reading.at);
  return new Map(
    found.map((facts) => {
      const mode = deviceMode(
        {
          databaseKind: facts.base_kind,
          installed: { effectiveAt: instantOrNull(facts.effective_at), certain: facts.released_at !== null },
          license: facts.license_id === null ? null : licenseOf(facts),
          clientVersion: facts.client_version,
          serverVersion: facts.base_server_version,
          baseUpdatedAfterEnd: lapsed.has(facts.base_id),
        },
        now,
      );
      return [facts.device_id, mode];
    }),
  );
}
