/**
 * What the read model answers: the contract between the views and everybody who asks (GraphQL, processes, later diagnosis).
 *
 * Every query is at a `Moment`: rows are temporal, so all reads of one request at one moment see one state of the log, whatever is
 * projected meanwhile. Queries are synchronous (one SQLite file on this machine) and bound by `limit`.
 */
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
import type { OrderStatus } from '../src/domain/order.js';
import type { SupportCaseStatus } from '../src/domain/support-case.js';
import type { AdvanceListener } from './advances.js';
import type {
  LicenseFilter,
  DeviceFilter,
  DatabaseFilter,
  EventFilter,
  EventScope,
  LicenseSortField,
  DeviceSortField,
  Sort,
} from './query-filters.js';
import type {
  LicenseRow,
  DeviceRow,
  DatabaseRow,
  AccountRow,
  UploadRow,
  UploadResultRow,
  OrderRow,
  CauseFeedback,
  CommentRow,
  SupportCaseRow,
  OpenCase,
  ParkedStreamRow,
  ViewOutcome,
  LicenseSummaryCounts,
  PositionLine,
  LicenseListChange,
} from './query-rows.js';

export type * from './query-filters.js';
export type * from './query-rows.js';
export type { Touched } from './touched.js';

/** The state of the log after `position`, with clocks judged at `at`. */
export interface Moment {
  readonly position: number;
  readonly at: Instant;
}

/** The sort values of a row and its id: where a page begins or ends. Nulls sort last in both directions. */
export type CursorKey = readonly (string | number | null)[];

export interface PageRequest {
  readonly limit: number;
  /** forwards: the first `limit` rows after `from`; backwards: the last `limit` rows before it, still answered in list order. */
  readonly direction: 'forwards' | 'backwards';
  readonly from?: CursorKey;
  /** So many rows are passed over first, in reading direction. */
  readonly skip?: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** One a row. */
  readonly cursors: readonly CursorKey[];
  /** There are rows beyond this page in its own direction. */
  readonly more: boolean;
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
  licensePosition(moment: Moment, account: AccountId): readonly PositionLine[];
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
  orders(account: AccountId, query: PageRequest & { readonly status?: OrderStatus }): Page<OrderRow>;
  countOrders(account: AccountId, status?: OrderStatus): number;
  /** Of several accounts, newest first. */
  ordersOf(accounts: readonly AccountId[] | 'all', query: PageRequest & { readonly status?: OrderStatus }): Page<OrderRow>;
  countOrdersOf(accounts: readonly AccountId[] | 'all', status?: OrderStatus): number;
  orderById(id: OrderId): OrderRow | undefined;

  /** Newest first; not temporal. */
  supportCases(account: AccountId, query: PageRequest & { readonly status?: SupportCaseStatus }): Page<SupportCaseRow>;
  countSupportCases(account: AccountId, status?: SupportCaseStatus): number;
  supportCaseById(id: CaseId): SupportCaseRow | undefined;
  /** Cases of these accounts, or of all: the open ones before the others, the oldest first. */
  supportCaseQueue(
    accounts: readonly AccountId[] | 'all',
    query: PageRequest & { readonly status?: SupportCaseStatus },
  ): Page<SupportCaseRow>;
  countSupportCaseQueue(accounts: readonly AccountId[] | 'all', status?: SupportCaseStatus): number;
  /** For the case resolver: the oldest open case, of an account or of all, that was opened after that position. */
  nextOpenCase(account: AccountId | 'all', after: number): OpenCase | undefined;
  /** For the case resolver: open cases of any account that wait for one of these licenses. */
  openCasesWaitingFor(licenses: readonly LicenseId[]): readonly CaseId[];
  /** For the case resolver: who has open cases. */
  accountsWithOpenCases(): readonly AccountId[];

  /** Positions of events, in the order of the log, up to the moment. */
  events(moment: Moment, scope: EventScope, query: { readonly where?: EventFilter } & PageRequest): Page<number>;
  countEvents(moment: Moment, scope: EventScope, where?: EventFilter): number;
  /**
   * Licenses that stood in the account's list at either moment and may have changed between them, in order of id, after that id: by an event
   * of theirs or of their device, or by the end of a clock. `from` is not after `to`.
   */
  licensesTouched(
    account: AccountId,
    between: { readonly from: Moment; readonly to: Moment },
    after: LicenseId | null,
    limit: number,
  ): readonly LicenseId[];

  /** Changes of rows that stand, or stood just before, in the account's list, after a position, oldest first, at most `limit`. */
  licenseListChanges(account: AccountId, after: number, limit: number): readonly LicenseListChange[];
  /** The next instant after `after` at which a term or subscription of a listed license ends, and whose. */
  nextClockEnd(
    account: AccountId,
    after: Instant,
  ): { readonly at: Instant; readonly licenseIds: readonly LicenseId[] } | undefined;
  /** Called after every commit of the read model, with its new checkpoint and what its events were about; answers the function that ends it. */
  onAdvance(listener: AdvanceListener): () => void;
  /** Called after a commit in which a row of the account's list of licenses began or ended, or may have; answers the function that ends it. */
  onListChange(account: AccountId, listener: () => void): () => void;
  /** Called after a commit of events of that support case, or where its row may be another; answers the function that ends it. */
  onCaseChange(id: CaseId, listener: () => void): () => void;
  /** Called after rows were folded again from the log, with the licenses among them; answers the function that ends it. */
  onRepair(listener: (licenses: readonly LicenseId[]) => void): () => void;
  /** Licenses that `onRepair` may have told of, in this process, since the read model stood at that position. */
  repairedSince(position: number): readonly LicenseId[];
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
  /** For the diagnosis: licenses on devices of a local base whose subscription ended before its installed version, in order of id. */
  lapsedLicenses(moment: Moment, base: DatabaseId, limit: number): readonly LicenseId[];
  /** For the diagnosis: items of uploads that were not accepted, by the name of their file or by the last group of what was typed; newest first. */
  rejectedUploadItems(
    account: AccountId,
    about: { readonly fileName: string } | { readonly lastGroup: string },
    limit: number,
  ): readonly { readonly uploadId: UploadId; readonly index: number }[];
  /** For the diagnosis: the first license of the file of that name that came in last. */
  acceptedFile(account: AccountId, fileName: string): { readonly uploadId: UploadId; readonly index: number } | undefined;
  /** For the diagnosis: streams that a view could not take, of these. */
  parkedAmong(streams: readonly StreamName[]): readonly ParkedStreamRow[];

  /** Licenses whose term is over at that time and whose stream does not say so yet. */
  unrecordedExpiries(now: Instant, limit: number): readonly LicenseId[];
  /** Orders whose fulfilment was started and not finished. */
  unfinishedFulfilments(limit: number): readonly OrderId[];
  /** Transition licenses whose predecessor does not say that they took its place. */
  unfinishedReplacements(limit: number): readonly { readonly licenseId: LicenseId; readonly replaces: LicenseId }[];
}
