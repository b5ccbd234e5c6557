/** The columns of a device's row and what a query answers from them. */
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { deviceName, type DeviceState } from '../../src/domain/device.js';
import { foldText } from '../../src/domain/product.js';
import { instantAt } from '../instants.js';
import { foldedOf, personalOf, searchText, textOf } from '../personal-columns.js';
import type { DeviceRow } from '../queries.js';
import type { ColumnTypes } from '../temporal-table.js';
import { millis } from '../view.js';

export interface DeviceColumns {
  readonly id: string;
  readonly account_id: string;
  readonly database_id: string | null;
  /** The base's kind as the device connected: stands in where the base has no row. */
  readonly database_kind: string | null;
  readonly code: string;
  readonly code_folded: string;
  readonly name_subject: string;
  readonly name: string | null;
  readonly name_folded: string | null;
  readonly search_text: string;
  readonly model: string | null;
  readonly os: string | null;
  readonly client_version: string | null;
  readonly server_version: string | null;
  readonly connected_at: number;
  /** Changes with almost every event of a device, so it begins no new row: its history is `device_report`. */
  readonly last_reported_at: number;
  /** Of the event that it comes from. */
  readonly reported_position: number;
  readonly slot_license_id: string | null;
  readonly serial_number: string | null;
}

export const DEVICE_COLUMNS: ColumnTypes<DeviceColumns> = {
  id: 'TEXT',
  account_id: 'TEXT',
  database_id: 'TEXT',
  database_kind: 'TEXT',
  code: 'TEXT',
  code_folded: 'TEXT',
  name_subject: 'TEXT',
  name: 'TEXT',
  name_folded: 'TEXT',
  search_text: 'TEXT',
  model: 'TEXT',
  os: 'TEXT',
  client_version: 'TEXT',
  server_version: 'TEXT',
  connected_at: 'INTEGER',
  last_reported_at: 'INTEGER',
  reported_position: 'INTEGER',
  slot_license_id: 'TEXT',
  serial_number: 'TEXT',
};

export function deviceColumns(id: DeviceId, state: DeviceState, reportedPosition: number): DeviceColumns {
  const name = deviceName(state);
  return {
    id,
    account_id: state.accountId,
    database_id: state.databaseId,
    database_kind: state.databaseKind,
    code: state.code,
    code_folded: foldText(state.code),
    name_subject: name.subject,
    name: textOf(name),
    name_folded: foldedOf(name),
    search_text: searchText([textOf(name), state.code, state.model]),
    model: state.model,
    os: state.os,
    client_version: state.clientVersion,
    server_version: state.serverVersion,
    connected_at: millis(state.connectedAt),
    last_reported_at: millis(state.lastReportedAt),
    reported_position: reportedPosition,
    slot_license_id: state.slot?.licenseId ?? null,
    serial_number: state.serialNumber,
  };
}

export const DEVICE_SELECT = [
  'id',
  'account_id',
  'database_id',
  'database_kind',
  'code',
  'name_subject',
  'name',
  'model',
  'os',
  'client_version',
  'server_version',
  'connected_at',
  'last_reported_at',
  'reported_position',
  'slot_license_id',
  'from_position',
] as const;

export type DeviceRecord = Pick<DeviceColumns, Exclude<(typeof DEVICE_SELECT)[number], 'from_position'>> & {
  readonly from_position: number;
};

export const deviceRow = (record: DeviceRecord): DeviceRow => ({
  id: record.id as DeviceId,
  accountId: record.account_id as AccountId,
  databaseId: record.database_id as DatabaseId | null,
  code: record.code,
  name: personalOf(record.name_subject, record.name),
  model: record.model,
  os: record.os,
  clientVersion: record.client_version,
  serverVersion: record.server_version,
  connectedAt: instantAt(record.connected_at),
  lastReportedAt: instantAt(record.last_reported_at),
  slotLicenseId: record.slot_license_id as LicenseId | null,
  position: Math.max(record.from_position, record.reported_position),
});
