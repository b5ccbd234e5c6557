/** The columns of a base's row and what a query answers from them. */
import { installedVersion, type DatabaseKind, type DatabaseLifecycle, type DatabaseState } from '../../src/domain/database.js';
import type { AccountId, DatabaseId } from '../../src/domain/ids.js';
import { instantOrNull } from '../instants.js';
import { foldedOf, personalOf, searchText, textOf } from '../personal-columns.js';
import type { DatabaseRow } from '../queries.js';
import type { ColumnTypes } from '../temporal-table.js';
import { millisOrNull } from '../view.js';

export interface DatabaseColumns {
  readonly id: string;
  readonly account_id: string;
  readonly name_subject: string;
  readonly name: string | null;
  readonly name_folded: string | null;
  readonly search_text: string;
  readonly kind: string;
  readonly lifecycle: string;
  readonly product_name: string | null;
  readonly level: string | null;
  readonly configuration: string | null;
  readonly server_version: string | null;
  readonly released_at: number | null;
  readonly updated_from_older_at: number | null;
  /** When the installed version counts as released (`installedVersion`). */
  readonly effective_at: number | null;
}

export const DATABASE_COLUMNS: ColumnTypes<DatabaseColumns> = {
  id: 'TEXT',
  account_id: 'TEXT',
  name_subject: 'TEXT',
  name: 'TEXT',
  name_folded: 'TEXT',
  search_text: 'TEXT',
  kind: 'TEXT',
  lifecycle: 'TEXT',
  product_name: 'TEXT',
  level: 'TEXT',
  configuration: 'TEXT',
  server_version: 'TEXT',
  released_at: 'INTEGER',
  updated_from_older_at: 'INTEGER',
  effective_at: 'INTEGER',
};

export function databaseColumns(id: DatabaseId, state: DatabaseState): DatabaseColumns {
  return {
    id,
    account_id: state.accountId,
    name_subject: state.name.subject,
    name: textOf(state.name),
    name_folded: foldedOf(state.name),
    search_text: searchText([textOf(state.name), state.productName, state.configuration]),
    kind: state.kind,
    lifecycle: state.lifecycle,
    product_name: state.productName,
    level: state.level,
    configuration: state.configuration,
    server_version: state.serverVersion,
    released_at: millisOrNull(state.serverVersionReleasedAt),
    updated_from_older_at: millisOrNull(state.updatedFromOlderAt),
    effective_at: millisOrNull(installedVersion(state).effectiveAt),
  };
}

export const DATABASE_SELECT = [
  'id',
  'account_id',
  'name_subject',
  'name',
  'kind',
  'lifecycle',
  'product_name',
  'level',
  'configuration',
  'server_version',
  'released_at',
  'updated_from_older_at',
  'from_position',
] as const;

export type DatabaseRecord = Pick<DatabaseColumns, Exclude<(typeof DATABASE_SELECT)[number], 'from_position'>> & {
  readonly from_position: number;
};

export const databaseRow = (record: DatabaseRecord): DatabaseRow => ({
  id: record.id as DatabaseId,
  accountId: record.account_id as AccountId,
  name: personalOf(record.name_subject, record.name),
  kind: record.kind as DatabaseKind,
  lifecycle: record.lifecycle as DatabaseLifecycle,
  productName: record.product_name,
  level: record.level,
  configuration: record.configuration,
  serverVersion: record.server_version,
  serverVersionReleasedAt: instantOrNull(record.released_at),
  updatedFromOlderAt: instantOrNull(record.updated_from_older_at),
  position: record.from_position,
});
