/**
 * Everything that changes the cabinet, one method a mutation: what GraphQL, the upload endpoint, the command line and the simulation call.
 * Inputs are the API's, with texts as typed, instants parsed and ids unchecked; every rule is checked behind this line.
 */
import type { Call } from '../commands/asker.js';
import type { CaseByLog, OpenCaseInput } from '../commands/support-case-commands.js';
import type { Outcome } from '../commands/outcome.js';
import type { DatabaseKind } from '../domain/database.js';
import type { AccountId, CaseId, DatabaseId, DeviceId, Instant, LicenseId, OrderId, UploadId } from '../domain/ids.js';
import type { LicenseClock, LicenseKind } from '../domain/license-terms.js';
import type { UploadDetail, UploadItem, UploadOutcome } from '../domain/upload.js';

export interface DatabaseFactsInput {
  readonly productName?: string;
  readonly level?: string;
  readonly configuration?: string;
  readonly serverVersion?: string;
  readonly serverVersionReleasedAt?: Instant;
}

export interface RegisterDatabaseInput extends DatabaseFactsInput {
  readonly accountId: string;
  /** The base's own GUID. */
  readonly databaseId?: string;
  readonly name: string;
  readonly kind: DatabaseKind;
}

export interface ReportDeviceInput {
  readonly databaseId: string;
  readonly deviceCode: string;
  readonly name: string;
  readonly model?: string;
  readonly os?: string;
  readonly clientVersion?: string;
  readonly serverVersion?: string;
  readonly serialNumber?: string;
  readonly connected?: boolean;
  /** Left out: no change; empty: it runs on none. */
  readonly activationCode?: string;
  readonly deviceTime?: Instant;
  readonly occurredAt?: Instant;
}

export interface ProductInput {
  readonly name: string;
  readonly level?: string;
  readonly configuration?: string;
  readonly sku?: string;
}

export interface IssueLicenseItem {
  readonly code?: string;
  readonly kind: LicenseKind;
  readonly product: ProductInput;
  readonly perpetual: boolean;
  readonly demo?: boolean;
  readonly validFrom?: Instant;
  readonly validUntil?: Instant;
  readonly updatesUntil?: Instant;
  readonly months?: number;
}

/** `product` or `sku`, or both. */
export interface OrderItemInput {
  readonly sku?: string;
  readonly product?: ProductInput;
  readonly kind: LicenseKind;
  readonly quantity: number;
  /** Of the term (CLOUD, needed) or of the update subscription (MAIN: a year where it is left out). */
  readonly months?: number;
}

/** A license with its whole code, for the one who called alone. */
export interface IssuedLicense {
  readonly licenseId: LicenseId;
  /** With dashes. */
  readonly code: string;
}

type OrderOutcome = Promise<Outcome<{ readonly orderId: OrderId }>>;

/** A file of an upload, spooled on disk: read twice, first whole for its signature, then license by license. */
export interface SpooledFile {
  readonly name: string;
  readonly path: string;
}

export interface UploadResult {
  readonly index: number;
  readonly item: UploadItem;
  readonly outcome: UploadOutcome;
  readonly detail: UploadDetail | null;
  readonly licenseId: LicenseId | null;
}

export interface CabinetService {
  openAccount(
    call: Call,
    input: { readonly accountId?: string; readonly name: string; readonly locale?: string; readonly timeZone?: string },
  ): Promise<Outcome<{ readonly accountId: AccountId }>>;

  registerDatabase(call: Call, input: RegisterDatabaseInput): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  renameDatabase(
    call: Call,
    input: { readonly databaseId: string; readonly name: string },
  ): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  changeDatabaseExchange(
    call: Call,
    input: { readonly databaseId: string; readonly kind: DatabaseKind },
  ): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  stopDatabase(call: Call, input: { readonly databaseId: string }): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  startDatabase(call: Call, input: { readonly databaseId: string }): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  deleteDatabase(call: Call, input: { readonly databaseId: string }): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;
  reportDatabase(
    call: Call,
    input: DatabaseFactsInput & { readonly databaseId: string; readonly occurredAt?: Instant },
  ): Promise<Outcome<{ readonly databaseId: DatabaseId }>>;

  /** `notes` holds what did not follow for the reported code: CLAIMED_ELSEWHERE, CODE_UNKNOWN, CODE_MISTYPED … */
  reportDevice(call: Call, input: ReportDeviceInput): Promise<Outcome<{ readonly deviceId: DeviceId | null }>>;
  renameDevice(
    call: Call,
    input: { readonly deviceId: string; readonly name: string },
  ): Promise<Outcome<{ readonly deviceId: DeviceId }>>;
  unlinkDeviceFromDatabase(
    call: Call,
    input: { readonly deviceId: string; readonly databaseId: string },
  ): Promise<Outcome<{ readonly deviceId: DeviceId }>>;

  addLicensesByCode(
    call: Call,
    input: { readonly accountId: string; readonly codes: readonly string[] },
  ): Promise<Outcome<{ readonly uploadId: UploadId; readonly results: readonly UploadResult[] }>>;
  uploadLicenseFiles(
    call: Call,
    input: { readonly accountId: string; readonly files: readonly SpooledFile[] },
  ): Promise<Outcome<{ readonly uploadId: UploadId; readonly results: readonly UploadResult[] }>>;

  activateLicense(
    call: Call,
    input: {
      readonly licenseId?: string;
      readonly activationCode?: string;
      readonly deviceId: string;
      readonly occurredAt?: Instant;
    },
  ): Promise<Outcome<{ readonly licenseId: LicenseId }>>;
  unlinkLicense(
    call: Call,
    input: { readonly licenseId: string; readonly confirmWorkFinished: boolean },
  ): Promise<Outcome<{ readonly licenseId: LicenseId }>>;
  removeLicenseFromList(call: Call, input: { readonly licenseId: string }): Promise<Outcome<{ readonly licenseId: LicenseId }>>;
  restoreLicenseToList(call: Call, input: { readonly licenseId: string }): Promise<Outcome<{ readonly licenseId: LicenseId }>>;
  /** `code` is whole, with dashes. */
  revealActivationCode(
    call: Call,
    input: { readonly licenseId: string },
  ): Promise<Outcome<{ readonly licenseId: LicenseId; readonly code: string }>>;

  issueLicenses(
    call: Call,
    input: { readonly accountId?: string; readonly items: readonly IssueLicenseItem[] },
  ): Promise<Outcome<{ readonly issued: readonly IssuedLicense[] }>>;
  withdrawLicense(
    call: Call,
    input: { readonly licenseId: string; readonly reason: string },
  ): Promise<Outcome<{ readonly licenseId: LicenseId }>>;
  releaseLicense(
    call: Call,
    input: { readonly licenseId: string; readonly toAccountId?: string; readonly reason: string },
  ): Promise<Outcome<{ readonly licenseId: LicenseId }>>;

  /** A transition license takes the place of one: it goes on with its clocks. */
  replaceLicense(
    call: Call,
    input: { readonly licenseId: string; readonly product: ProductInput },
  ): Promise<Outcome<{ readonly issued: readonly IssuedLicense[] }>>;

  orderLicenses(call: Call, input: { readonly accountId: string; readonly items: readonly OrderItemInput[] }): OrderOutcome;
  /** One order of licenses of one account; `notes` holds those that cannot be renewed. */
  orderRenewal(
    call: Call,
    input: { readonly licenseIds: readonly string[]; readonly clock: LicenseClock; readonly months: number },
  ): OrderOutcome;
  cancelOrder(call: Call, input: { readonly orderId: string; readonly reason?: string }): OrderOutcome;
  markOrderPaid(call: Call, input: { readonly orderId: string }): OrderOutcome;
  /** `notes` holds the items that nothing came of any more. */
  fulfilOrder(
    call: Call,
    input: { readonly orderId: string },
  ): Promise<Outcome<{ readonly orderId: OrderId; readonly issued: readonly IssuedLicense[] }>>;

  rateDiagnosis(
    call: Call,
    input: {
      readonly accountId: string;
      readonly helped: boolean;
      readonly causes: readonly string[];
      readonly comment?: string;
    },
  ): Promise<Outcome<{ readonly accountId: AccountId }>>;
  openSupportCase(call: Call, input: OpenCaseInput): Promise<Outcome<{ readonly caseId: CaseId }>>;
  resolveSupportCase(
    call: Call,
    input: { readonly caseId: string; readonly note: string },
  ): Promise<Outcome<{ readonly caseId: CaseId }>>;

  /** As the log has it, whoever asks. */
  caseByLog(id: CaseId): Promise<CaseByLog | undefined>;
  /** The license id of a whole code, without saying whether there is such a license; undefined for text that is no code. */
  licenseIdOfCode(typed: string): LicenseId | undefined;
  /** The id that a device of that account has, or would have, by its own code. */
  deviceIdOfCode(account: AccountId, typed: string): DeviceId;
}
