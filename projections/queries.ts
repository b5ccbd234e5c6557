/**
 * What the read model answers: the contract between the views and everybody who asks (GraphQL, processes, later diagnosis).
 *
 * Every query is at a `Moment`: rows are temporal, so all reads of one request at one moment see one state of the log, whatever is
 * projected meanwhile. Queries are synchronous (one SQLite file on this machine) and bound by `limit`.
 */
import type { DatabaseKind, DatabaseLifecycle } from '../src/domain/database.js';
import type { DeviceMode, DeviceModeReason } from '../src/domain/device-mode.js';
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

/** The state of the log after `position`, with clocks judged at `at`. */
export interface Moment {
  readonly position: number;
  readonly at: Instant;
}

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

/** An open case whose license stands in its account's list. */
export interface AnswerableCase {
  readonly id: CaseId;
  /** Changes with the rows of the license and its device. */
  readonly rowsAt: string;
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

export interface ChoiceFilter<T> {
  readonly eq?: T;
  readonly ne?: T;
  readonly in?: readonly T[];
  readonly notIn?: readonly T[];
}
export interface IdFilter<T> extends ChoiceFilter<T> {
  readonly isNull?: boolean;
}
/** Case and ё/е do not matter. */
export interface TextFilter extends ChoiceFilter<string> {
  readonly startsWith?: string;
  readonly contains?: string;
}
export interface TimeFilter {
  readonly lt?: Instant;
  readonly lte?: Instant;
  readonly gt?: Instant;
  readonly gte?: Instant;
  readonly isNull?: boolean;
}

export interface LicenseFilter {
  readonly status?: ChoiceFilter<LicenseStatus>;
  readonly kind?: ChoiceFilter<LicenseKind>;
  readonly productName?: TextFilter;
  readonly level?: TextFilter;
  readonly termUntil?: TimeFilter;
  readonly updatesUntil?: TimeFilter;
  readonly databaseId?: IdFilter<DatabaseId>;
  readonly deviceId?: IdFilter<DeviceId>;
  /** Issued or renewed by that order; not in the API's filter. */
  readonly orderId?: OrderId;
  /** That license alone; not in the API's filter. */
  readonly licenseId?: LicenseId;
  /** Product, device name, device code, visible end of the code; never the hidden part. */
  readonly search?: string;
  readonly and?: readonly LicenseFilter[];
  readonly or?: readonly LicenseFilter[];
  readonly not?: LicenseFilter;
}

export interface DeviceFilter {
  readonly databaseId?: IdFilter<DatabaseId>;
  readonly mode?: ChoiceFilter<DeviceMode>;
  readonly hasLicense?: boolean;
  /** Name, code, model. */
  readonly search?: string;
  readonly and?: readonly DeviceFilter[];
  readonly or?: readonly DeviceFilter[];
  readonly not?: DeviceFilter;
}

export interface DatabaseFilter {
  readonly kind?: ChoiceFilter<DatabaseKind>;
  readonly state?: ChoiceFilter<DatabaseLifecycle>;
  readonly search?: string;
  readonly and?: readonly DatabaseFilter[];
  readonly or?: readonly DatabaseFilter[];
  readonly not?: DatabaseFilter;
}

export type LicenseSortField = 'LISTED_AT' | 'TERM_UNTIL' | 'UPDATES_UNTIL' | 'PRODUCT' | 'STATUS' | 'DEVICE_NAME';
export type DeviceSortField = 'NAME' | 'CODE' | 'CONNECTED_AT' | 'LAST_REPORTED_AT' | 'MODE';
export interface Sort<Field> {
  readonly field: Field;
  readonly direction: 'ASC' | 'DESC';
}

/** The sort values of a row and its id: where a page begins or ends. Nulls sort last in both directions. */
export type CursorKey = readonly (string | number | null)[];

export interface PageRequest {
  readonly limit: number;
  /** forwards: the first `limit` rows after `from`; backwards: the last `limit` rows before it, still answered in list order. */
  readonly direction: 'forwards' | 'backwards';
  readonly from?: CursorKey;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** One a row. */
  readonly cursors: readonly CursorKey[];
  /** There are rows beyond this page in its own direction. */
  readonly more: boolean;
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

export type ReadModelWait = 'reached' | 'behind';

export interface ReadModelQueries {
  /** Log position up to which every row counts, its `recordedAt`, and the log's epoch. */
  checkpoint(): { readonly position: number; readonly recordedAt: Instant | null; readonly epoch: string };

  /** Resolves when the read model stands at the position, or after the time. */
  waitFor(position: number, timeoutMs: number): Promise<ReadModelWait>;

  /** The last position with `recordedAt` ≤ time; 0 before the first event. Only up to the checkpoint. */
  positionAt(time: Instant): number;
  /** `recordedAt` of the event at that position (of the last one not after it); null for 0. */
  recordedAtOf(position: number): Instant | null;

  /** Listed licenses of the account. */
  licenses(
    moment: Moment,
    account: AccountId,
    query: { readonly where?: LicenseFilter; readonly orderBy?: readonly Sort<LicenseSortField>[] } & PageRequest,
  ): Page<LicenseRow>;
  countLicenses(moment: Moment, account: AccountId, where?: LicenseFilter): number;
  licenseSummary(moment: Moment, account: AccountId): LicenseSummaryCounts;
  /** Rows whether listed or not: the caller decides what the viewer may see. Missing ids are left out. */
  licensesById(moment: Moment, ids: readonly LicenseId[]): ReadonlyMap<LicenseId, LicenseRow>;

  devices(
    moment: Moment,
    account: AccountId,
    query: { readonly where?: DeviceFilter; readonly orderBy?: readonly Sort<DeviceSortField>[] } & PageRequest,
  ): Page<DeviceRow>;
  countDevices(moment: Moment, account: AccountId, where?: DeviceFilter): number;
  devicesById(moment: Moment, ids: readonly DeviceId[]): ReadonlyMap<DeviceId, DeviceRow>;
  /** Mode and reason of connected devices (others are left out), by the table of domain.md, section 4. */
  deviceModes(
    moment: Moment,
    ids: readonly DeviceId[],
  ): ReadonlyMap<DeviceId, { readonly mode: DeviceMode; readonly reason: DeviceModeReason }>;

  /** In order of name. */
  databases(moment: Moment, account: AccountId, query: { readonly where?: DatabaseFilter } & PageRequest): Page<DatabaseRow>;
  countDatabases(moment: Moment, account: AccountId, where?: DatabaseFilter): number;
  databasesById(moment: Moment, ids: readonly DatabaseId[]): ReadonlyMap<DatabaseId, DatabaseRow>;

  /** Accounts in order of name, of these ids, or of all where ids is 'all'; not temporal. */
  accounts(ids: readonly AccountId[] | 'all', query: { readonly search?: string } & PageRequest): Page<AccountRow>;
  countAccounts(ids: readonly AccountId[] | 'all', search?: string): number;
  accountsById(ids: readonly AccountId[]): ReadonlyMap<AccountId, AccountRow>;

  /** Newest first. */
  uploads(account: AccountId, query: PageRequest): Page<UploadRow>;
  countUploads(account: AccountId): number;
  uploadById(id: UploadId): UploadRow | undefined;
  uploadResults(id: UploadId, query: PageRequest): Page<UploadResultRow>;
  countUploadResults(id: UploadId): number;

  /** Newest first; not temporal. */
  orders(account: AccountId, query: PageRequest): Page<OrderRow>;
  countOrders(account: AccountId): number;
  orderById(id: OrderId): OrderRow | undefined;

  /** Newest first; not temporal. */
  supportCases(account: AccountId, query: PageRequest & { readonly status?: SupportCaseStatus }): Page<SupportCaseRow>;
  countSupportCases(account: AccountId, status?: SupportCaseStatus): number;
  supportCaseById(id: CaseId): SupportCaseRow | undefined;
  /** For the case resolver: oldest first. */
  answerableCases(limit: number): readonly AnswerableCase[];

  /** Changes of rows that stand, or stood just before, in the account's list, after a position, oldest first, at most `limit`. */
  licenseListChanges(account: AccountId, after: number, limit: number): readonly LicenseListChange[];
  /** The next instant after `after` at which a term or subscription of a listed license ends, and whose. */
  nextClockEnd(
    account: AccountId,
    after: Instant,
  ): { readonly at: Instant; readonly licenseIds: readonly LicenseId[] } | undefined;
  /** Called after every commit of the read model, with its new checkpoint; answers the function that ends it. */
  onAdvance(listener: (position: number) => void): () => void;
  /** Called after rows were folded again from the log, with the licenses among them; answers the function that ends it. */
  onRepair(listener: (licenses: readonly LicenseId[]) => void): () => void;
  /** One of every view, in the order in which they take an event. Only the exceptions are stored: the rest follows from what a view takes. */
  outcomesOf(event: {
    readonly stream: StreamName;
    readonly type: string;
    readonly revision: number;
    readonly position: number;
  }): readonly ViewOutcome[];

  /** Activations whose device slot is taken and whose license is not activated yet, and unlinks that left a slot: for recovery at start. */
  unfinishedActivations(
    limit: number,
  ): readonly { readonly deviceId: DeviceId; readonly licenseId: LicenseId; readonly intentId: string }[];
  unfinishedUploads(limit: number): readonly UploadId[];
  feedbackTotals(accounts: readonly AccountId[] | 'all'): { readonly rated: number; readonly helped: number };
  feedbackByCause(accounts: readonly AccountId[] | 'all'): readonly CauseFeedback[];
  /** Newest first. */
  diagnosisComments(accounts: readonly AccountId[] | 'all', query: PageRequest): Page<CommentRow>;
  countDiagnosisComments(accounts: readonly AccountId[] | 'all'): number;

  /** For the diagnosis: present devices of the account that report this serial number, in order of id. */
  devicesWithSerial(account: AccountId, serialNumber: string, limit: number): readonly DeviceId[];
  /** For the diagnosis: items of uploads that were not accepted, by the name of their file or by the last group of what was typed; newest first. */
  rejectedUploadItems(
    account: AccountId,
    about: { readonly fileName: string } | { readonly lastGroup: string },
    limit: number,
  ): readonly { readonly uploadId: UploadId; readonly index: number }[];
  /** For the diagnosis: streams that a view could not take, of these. */
  parkedAmong(streams: readonly StreamName[]): readonly ParkedStreamRow[];

  /** Licenses whose term is over at that time and whose stream does not say so yet. */
  unrecordedExpiries(now: Instant, limit: number): readonly LicenseId[];
  /** Orders whose fulfilment was started and not finished. */
  unfinishedFulfilments(limit: number): readonly OrderId[];
  /** Transition licenses whose predecessor does not say that they took its place. */
  unfinishedReplacements(limit: number): readonly { readonly licenseId: LicenseId; readonly replaces: LicenseId }[];
}
