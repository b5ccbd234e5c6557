/** Questions about devices. */
import type { AccountId, DeviceId } from '../../src/domain/ids.js';
import { countRows, readPage, selectList } from '../page.js';
import type { DeviceFilter, DeviceRow, DeviceSortField, Page, PageRequest, Sort } from '../queries.js';
import type { Reading, Statements } from '../reading.js';
import { allOf, joinSql, listOf, raw, sql } from '../sql.js';
import { DeviceSql } from './device-filter.js';
import { lapsedBases } from './device-mode-sql.js';
import { deviceSelect } from './device-reports.js';
import { deviceRow, type DeviceRecord } from './device-rows.js';

const compiler = (statements: Statements, reading: Reading, account: AccountId): DeviceSql =>
  new DeviceSql(reading, () => lapsedBases(statements, reading, { account }));

export function devicePage(
  statements: Statements,
  reading: Reading,
  account: AccountId,
  query: { readonly where?: DeviceFilter; readonly orderBy?: readonly Sort<DeviceSortField>[] } & PageRequest,
): Page<DeviceRow> {
  const compiled = compiler(statements, reading, account);
  const keys = compiled.keys(query.orderBy ?? []);
  const where = allOf([sql`d.account_id = ${account}`, compiled.where(query.where ?? {})]);
  const listing = {
    branches: reading.branches('device', 'd'),
    alias: 'd',
    columns: deviceSelect(reading),
    keys,
    query: () => ({ where, joins: compiled.joins() }),
  };
  return readPage(statements, listing, query, deviceRow);
}

export function countDevices(
  statements: Statements,
  reading: Reading,
  account: AccountId,
  filter: DeviceFilter | undefined,
): number {
  const compiled = compiler(statements, reading, account);
  const where = allOf([sql`d.account_id = ${account}`, compiled.where(filter ?? {})]);
  const joins = compiled.joins();
  return countRows(statements, { branches: reading.branches('device', 'd'), alias: 'd', query: () => ({ where, joins }) });
}

export function devicesById(statements: Statements, reading: Reading, ids: readonly DeviceId[]): Map<DeviceId, DeviceRow> {
  const columns = selectList('d', deviceSelect(reading));
  const selects = reading
    .branches('device', 'd')
    .map(({ table, stood }) => sql`SELECT ${columns} FROM ${raw(table)} d WHERE d.id IN ${listOf(ids)} AND ${stood}`);
  const rows = statements.all<DeviceRecord>(joinSql(selects, ' UNION ALL ')).map(deviceRow);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Present ones, in order of id. */
export const devicesWithSerial = (
  statements: Statements,
  account: AccountId,
  serialNumber: string,
  limit: number,
): readonly DeviceId[] =>
  statements
    .all<{ readonly id: DeviceId }>(
      sql`SELECT id FROM device WHERE account_id = ${account} AND serial_number = ${serialNumber} ORDER BY id LIMIT ${limit}`,
    )
    .map(({ id }) => id);
