/** What a crash, or a step that was refused, left to be finished. */
import type { DeviceId, LicenseId, OrderId, UploadId } from '../../src/domain/ids.js';
import type { Statements } from '../reading.js';
import { STATUS_RANK } from '../license/license-rows.js';
import { sql } from '../sql.js';

export function unfinishedActivations(
  statements: Statements,
  limit: number,
): readonly { readonly deviceId: DeviceId; readonly licenseId: LicenseId; readonly intentId: string }[] {
  return statements.all(
    sql`SELECT device_id AS deviceId, license_id AS licenseId, intent_id AS intentId FROM slot WHERE open = 1 ORDER BY device_id LIMIT ${limit}`,
  );
}

export const unfinishedUploads = (statements: Statements, limit: number): readonly UploadId[] =>
  statements
    .all<{ readonly id: UploadId }>(sql`SELECT id FROM upload WHERE finished = 0 ORDER BY position LIMIT ${limit}`)
    .map(({ id }) => id);

export const unfinishedFulfilments = (statements: Statements, limit: number): readonly OrderId[] =>
  statements
    .all<{ readonly id: OrderId }>(sql`SELECT id FROM license_order WHERE fulfilling = 1 ORDER BY position LIMIT ${limit}`)
    .map(({ id }) => id);

/** Transition licenses whose predecessor names no successor, or another one. */
export const unfinishedReplacements = (
  statements: Statements,
  limit: number,
): readonly { readonly licenseId: LicenseId; readonly replaces: LicenseId }[] =>
  statements.all(
    sql`SELECT n.id AS licenseId, n.replaces AS replaces FROM license n JOIN license o ON o.id = n.replaces
      WHERE n.replaces IS NOT NULL AND n.standing <> ${STATUS_RANK.WITHDRAWN} AND o.replaced_by IS NOT n.id
      ORDER BY n.id LIMIT ${limit}`,
  );
