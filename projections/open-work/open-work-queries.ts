/** What a crash, or a step that was refused, left to be finished. */
import type { DeviceId, LicenseId, UploadId } from '../../src/domain/ids.js';
import type { Statements } from '../reading.js';
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
