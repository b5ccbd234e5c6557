/** What is asked about, with ids found and codes read; texts and permissions are the caller's. */
import type { AccountId, DatabaseId, DeviceId, LicenseId, OrderId } from '../domain/ids.js';
import type { LicenseKind } from '../domain/license-terms.js';
import type { LicenseFilter } from '../../projections/queries.js';

export type AskedCode =
  | { readonly ok: true; readonly licenseId: LicenseId; readonly lastGroup: string }
  /** `wrongGroup` is counted from 1; undefined where no group can be named. */
  | { readonly ok: false; readonly wrongGroup: number | undefined; readonly lastGroup: string };

export interface Question {
  /** Whose list. */
  readonly account: AccountId;
  /** Accounts that the asker has access to. */
  readonly reaches: (account: AccountId) => boolean;
  readonly code: AskedCode | null;
  readonly licenseId: LicenseId | null;
  readonly deviceId: DeviceId | null;
  readonly databaseId: DatabaseId | null;
  readonly orderId: OrderId | null;
  readonly fileName: string | null;
  readonly expectedKind: LicenseKind | null;
  /** The filter that the asker's list has on. */
  readonly where: LicenseFilter | null;
}
