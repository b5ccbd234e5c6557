/** Questions about uploads. */
import type { Actor } from '../../src/domain/events.js';
import { instantOf, type AccountId, type LicenseId, type UploadId } from '../../src/domain/ids.js';
import { foldText } from '../../src/domain/product.js';
import type { UploadDetail, UploadItem, UploadOutcome } from '../../src/domain/upload.js';
import { readPage, type SortKey } from '../page.js';
import type { Page, PageRequest, UploadResultRow, UploadRow } from '../queries.js';
import type { Statements } from '../reading.js';
import { NOTHING, raw, sql, TRUE } from '../sql.js';

const COLUMNS = ['id', 'account_id', 'received_at', 'actor', 'finished'] as const;
const NEWEST_FIRST: SortKey = { expression: raw('u.position'), nullable: false, direction: 'DESC' };

interface UploadRecord {
  readonly id: UploadId;
  readonly account_id: AccountId;
  readonly received_at: number;
  readonly actor: string;
  readonly finished: number;
}

const uploadRow = (record: UploadRecord): UploadRow => ({
  id: record.id,
  accountId: record.account_id,
  receivedAt: instantOf(record.received_at),
  actor: JSON.parse(record.actor) as Actor,
  finished: record.finished === 1,
});

interface ResultRecord {
  readonly id: number;
  readonly item: string;
  readonly outcome: UploadOutcome;
  readonly detail: string | null;
  readonly license_id: LicenseId | null;
}

const resultRow = (record: ResultRecord): UploadResultRow => ({
  index: record.id,
  item: JSON.parse(record.item) as UploadItem,
  outcome: record.outcome,
  detail: record.detail === null ? null : (JSON.parse(record.detail) as UploadDetail),
  licenseId: record.license_id,
});

export function uploadPage(statements: Statements, account: AccountId, query: PageRequest): Page<UploadRow> {
  const where = sql`u.account_id = ${account}`;
  const branches = [{ table: 'upload', stood: TRUE }];
  const listing = { branches, alias: 'u', columns: COLUMNS, keys: [NEWEST_FIRST], query: () => ({ where, joins: NOTHING }) };
  return readPage(statements, listing, query, uploadRow);
}

export const countUploads = (statements: Statements, account: AccountId): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM upload WHERE account_id = ${account}`)?.n ?? 0;

export function uploadById(statements: Statements, id: UploadId): UploadRow | undefined {
  const record = statements.get<UploadRecord>(sql`SELECT ${raw(COLUMNS.join(', '))} FROM upload WHERE id = ${id}`);
  return record && uploadRow(record);
}

/** In the order of the items. */
export function uploadResultPage(statements: Statements, id: UploadId, query: PageRequest): Page<UploadResultRow> {
  const results = `(SELECT upload_id, item_index AS id, item, outcome, detail, license_id FROM upload_result)`;
  const listing = {
    branches: [{ table: results, stood: TRUE }],
    alias: 'r',
    columns: ['id', 'item', 'outcome', 'detail', 'license_id'],
    keys: [],
    query: () => ({ where: sql`r.upload_id = ${id}`, joins: NOTHING }),
  };
  return readPage(statements, listing, query, resultRow);
}

export const countUploadResults = (statements: Statements, id: UploadId): number =>
  statements.get<{ readonly n: number }>(sql`SELECT count(*) AS n FROM upload_result WHERE upload_id = ${id}`)?.n ?? 0;

/** Newest first. */
export function rejectedUploadItems(
  statements: Statements,
  account: AccountId,
  about: { readonly fileName: string } | { readonly lastGroup: string },
  limit: number,
): readonly { readonly uploadId: UploadId; readonly index: number }[] {
  const found = 'fileName' in about ? sql`file_folded = ${foldText(about.fileName)}` : sql`last_group = ${about.lastGroup}`;
  return statements.all(
    sql`SELECT upload_id AS uploadId, item_index AS "index" FROM upload_result
      WHERE rejected_account = ${account} AND ${found} AND outcome <> 'DUPLICATE_IN_REQUEST' ORDER BY rejected_at DESC LIMIT ${limit}`,
  );
}

/** The newest. */
export const acceptedFile = (
  statements: Statements,
  account: AccountId,
  fileName: string,
): { readonly uploadId: UploadId; readonly index: number } | undefined =>
  statements.get(
    sql`SELECT upload_id AS uploadId, item_index AS "index" FROM upload_result
      WHERE accepted_account = ${account} AND file_folded = ${foldText(fileName)} ORDER BY accepted_at DESC LIMIT 1`,
  );
