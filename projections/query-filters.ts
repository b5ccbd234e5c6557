/** Which rows, and in which order: what a query is given. */
import type { DatabaseKind, DatabaseLifecycle } from '../src/domain/database.js';
import type { DeviceMode } from '../src/domain/device-mode.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId, OrderId } from '../src/domain/ids.js';
import type { LicenseKind, LicenseStatus } from '../src/domain/license-terms.js';

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

/** Bounds of positions of the log. */
export interface PositionFilter {
  readonly lt?: number;
  readonly lte?: number;
  readonly gt?: number;
  readonly gte?: number;
}

export interface EventFilter {
  readonly stream?: TextFilter;
  readonly type?: TextFilter;
  readonly actorId?: string;
  readonly correlationId?: string;
  readonly occurredAt?: TimeFilter;
  readonly recordedAt?: TimeFilter;
  readonly position?: PositionFilter;
}

/** Whose events: of an account, and there of one thing or naming it. */
export interface EventScope {
  readonly account: AccountId;
  /** A public id. */
  readonly subject?: string;
  /** Also those of no account, as of a license before anybody held it: only where the account holds the thing. */
  readonly unowned?: boolean;
}

export type LicenseSortField = 'LISTED_AT' | 'TERM_UNTIL' | 'UPDATES_UNTIL' | 'PRODUCT' | 'STATUS' | 'DEVICE_NAME';
export type DeviceSortField = 'NAME' | 'CODE' | 'CONNECTED_AT' | 'LAST_REPORTED_AT' | 'MODE';
export interface Sort<Field> {
  readonly field: Field;
  readonly direction: 'ASC' | 'DESC';
}
