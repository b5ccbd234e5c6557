/** What queries answer: the rows of the lists as every other room sees them. */
import type { DatabaseKind, DatabaseLifecycle } from '../src/domain/database.js';
import type {
  AccountId,
  CaseId,
  DatabaseId,
  DeviceId,
  Instant,
  LicenseId,
  OrderId,
  StreamName,
  UploadId,
} from '../src/domain/ids.js';
import type { LicenseSource } from '../src/domain/listing-rule.js';
import type { LicenseKind, LicenseStatus, Term, Updates } from '../src/domain/license-terms.js';
import type { FulfilledItem, OrderedItems, OrderStatus } from '../src/domain/order.js';
import type { DiagnosisSnapshot } from '../src/domain/diagnosis-snapshot.js';
import type { SupportCaseStatus } from '../src/domain/support-case.js';
import type { PersonalText } from '../src/domain/personal.js';
import type { Product } from '../src/domain/product.js';
import type { Actor } from '../src/domain/events.js';
import type { UploadDetail, UploadItem, UploadOutcome } from '../src/domain/upload.js';

export interface LicenseRow {
  readonly id: LicenseId;
  /** Holder at that moment; null: nobody. */
  readonly accountId: AccountId | null;
  readonly lastGroup: string;
  readonly kind: LicenseKind;
  readonly product: Product;
  readonly demo: boolean;
  readonly term: Term;
  readonly updates: Updates;
  /** Null: not in the holder's list. */
  readonly source: LicenseSource | null;
  /** `recordedAt` of the event that brought it into the list; null where it is not listed. */
  readonly listedAt: Instant | null;
  /** `occurredAt` of the present activation. */
  readonly activatedAt: Instant | null;
  readonly deviceId: DeviceId | null;
  readonly withdrawn: boolean;
  readonly replacedBy: LicenseId | null;
  readonly replaces: LicenseId | null;
  /** The last event that shaped this row. */
  readonly position: number;
}

/** Licenses of one product and kind in a list, counted at a moment. */
export interface PositionLine {
  readonly product: Pick<Product, 'name' | 'level' | 'configuration'>;
  readonly kind: LicenseKind;
  /** All of them: free, active, expired, replaced and withdrawn. */
  readonly owned: number;
  readonly free: number;
  readonly active: number;
  readonly expired: number;
  readonly replaced: number;
  readonly withdrawn: number;
  /** Whose update subscription has ended, whatever their status. */
  readonly updatesEnded: number;
}

export interface DeviceRow {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly databaseId: DatabaseId | null;
  readonly code: string;
  /** The name that stands: given in the cabinet, else reported. */
  readonly name: PersonalText;
  readonly model: string | null;
  readonly os: string | null;
  readonly clientVersion: string | null;
  readonly serverVersion: string | null;
  readonly connectedAt: Instant;
  readonly lastReportedAt: Instant;
  /** License in the device's slot; it is "the license of the device" where that license's row is on this device. */
  readonly slotLicenseId: LicenseId | null;
  readonly position: number;
}

export interface DatabaseRow {
  readonly id: DatabaseId;
  readonly accountId: AccountId;
  readonly name: PersonalText;
  readonly kind: DatabaseKind;
  readonly lifecycle: DatabaseLifecycle;
  readonly productName: string | null;
  readonly level: string | null;
  readonly configuration: string | null;
  readonly serverVersion: string | null;
  readonly serverVersionReleasedAt: Instant | null;
  readonly updatedFromOlderAt: Instant | null;
  readonly position: number;
}

export interface AccountRow {
  readonly id: AccountId;
  readonly name: PersonalText;
  readonly locale: string;
  readonly timeZone: string;
  readonly openedAt: Instant;
}

export interface UploadRow {
  readonly id: UploadId;
  readonly accountId: AccountId;
  readonly receivedAt: Instant;
  readonly actor: Actor;
  readonly finished: boolean;
}

export interface UploadResultRow {
  readonly index: number;
  readonly item: UploadItem;
  readonly outcome: UploadOutcome;
  readonly detail: UploadDetail | null;
  readonly licenseId: LicenseId | null;
}

export interface OrderRow {
  readonly id: OrderId;
  readonly accountId: AccountId;
  readonly ordered: OrderedItems;
  readonly status: OrderStatus;
  readonly orderedAt: Instant;
  readonly paidAt: Instant | null;
  readonly fulfilledAt: Instant | null;
  readonly cancelledAt: Instant | null;
  /** One an item, once it is fulfilled; empty before. */
  readonly fulfilled: readonly FulfilledItem[];
}

/** How diagnoses that showed one cause were rated. */
export interface CauseFeedback {
  readonly code: string;
  readonly rated: number;
  readonly helped: number;
}

/** A rating with a comment. */
export interface CommentRow {
  readonly accountId: AccountId;
  readonly helped: boolean;
  readonly causes: readonly string[];
  readonly comment: PersonalText;
  readonly ratedAt: Instant;
}

export interface SupportCaseRow {
  readonly id: CaseId;
  readonly accountId: AccountId;
  readonly status: SupportCaseStatus;
  readonly message: PersonalText | null;
  /** In the order in which they were made. */
  readonly diagnoses: readonly DiagnosisSnapshot[];
  readonly openedAt: Instant;
  readonly openedBy: Actor;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: Actor | null;
  readonly note: PersonalText | null;
}

/** An open case, and where it was opened in the log. */
export interface OpenCase {
  readonly id: CaseId;
  readonly position: number;
}

/** A stream that a view could not take: later events wait behind the one that failed. */
export interface ParkedStreamRow {
  readonly view: string;
  readonly stream: StreamName;
  readonly position: number;
  readonly revision: number;
  readonly error: string;
  readonly parkedAt: Instant;
}

/**
 * What a view did with an event. PARKED: it could not take it, or the event waits behind one that it could not take. PENDING: the read model
 * has not come so far.
 */
export interface ViewOutcome {
  readonly view: string;
  readonly outcome: 'APPLIED' | 'IGNORED' | 'PARKED' | 'PENDING';
  readonly error: string | null;
  readonly parkedAt: Instant | null;
  /** Of an event that was parked once: when a retry or a rebuild could take it. */
  readonly appliedAt: Instant | null;
}

export interface LicenseSummaryCounts {
  readonly total: number;
  readonly byStatus: ReadonlyMap<LicenseStatus, number>;
  readonly byKind: ReadonlyMap<LicenseKind, number>;
  /** Listed licenses (not withdrawn, not replaced) whose term / subscription ends after the moment and within so many days. */
  readonly termEnding: ReadonlyMap<30 | 14 | 7 | 1, number>;
  readonly updatesEnding: ReadonlyMap<30 | 14 | 7 | 1, number>;
}

/** A present or past state of a license row in one account's list, in order of position: what `licenseChanged` follows. */
export interface LicenseListChange {
  readonly position: number;
  readonly licenseId: LicenseId;
  /** Null: it left the list of that account (or never stood in it and changed outside: not answered at all). */
  readonly row: LicenseRow | null;
}
