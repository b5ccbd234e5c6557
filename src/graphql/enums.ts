/** Enums of the API. Their values are the domain's own words. */
import { registerEnumType } from 'type-graphql';
import { ROLES, type Role } from '../domain/events.js';
import type { DatabaseKind, DatabaseLifecycle } from '../domain/database.js';
import type { DeviceMode } from '../domain/device-mode.js';
import type { LicenseClock, LicenseKind, LicenseStatus } from '../domain/license-terms.js';
import type { LicenseSource } from '../domain/listing-rule.js';
import type { OrderKind, OrderStatus } from '../domain/order.js';
import { REFUSAL_CODES, type RefusalCode } from '../domain/refusal.js';
import type { SupportCaseStatus } from '../domain/support-case.js';
import { UPLOAD_OUTCOMES, type UploadOutcome } from '../domain/upload.js';
import type { DeviceSortField, LicenseSortField, Sort } from '../../projections/queries.js';

/** Registers an enum with a description of every value, and answers the object that type functions name. */
export function describedEnum<Value extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Value, string>>,
): { readonly [Key in Value]: Key } {
  const names = Object.keys(values) as Value[];
  const enumObject = Object.fromEntries(names.map((value) => [value, value])) as { readonly [Key in Value]: Key };
  const valuesConfig = Object.fromEntries(names.map((value) => [value, { description: values[value] }])) as {
    [Key in Value]: { description: string };
  };
  registerEnumType(enumObject, { name, description, valuesConfig });
  return enumObject;
}

export const LicenseKindEnum = describedEnum<LicenseKind>('LicenseKind', 'What a license runs on. Fixed when it is issued.', {
  CLOUD: 'For a device on a cloud base. It has a term of months.',
  MAIN: 'For a device on a local base, or one with Internet exchange. It is perpetual; its update subscription ends.',
});

export const LicenseStatusEnum = describedEnum<LicenseStatus>(
  'LicenseStatus',
  'Where a license stands; of several, the last in this order.',
  {
    FREE: 'On no device: it can be activated.',
    ACTIVATED: 'Activated on a device.',
    EXPIRED: 'Its term is over. An ended update subscription alone never makes a license expire.',
    REPLACED: 'A transition license took its place.',
    WITHDRAWN: 'Withdrawn by the vendor.',
  },
);

export const LicenseSourceEnum = describedEnum<LicenseSource>('LicenseSource', 'How a license came into the list.', {
  AUTOMATIC: 'By itself: it was activated on a device that was connected to a cloud base of the account.',
  CODE: 'Its activation code was typed.',
  FILE: 'Its license file was uploaded.',
  ORDER: 'It came with an order.',
});

export const LicenseClockEnum = describedEnum<LicenseClock>('LicenseClock', 'One of the two times of a license that end.', {
  TERM: 'How long it serves.',
  UPDATES: 'The update subscription.',
});

export const OrderKindEnum = describedEnum<OrderKind>('OrderKind', 'What an order is of.', {
  LICENSES: 'New licenses.',
  RENEWAL: 'More time for licenses that are there.',
});

export const OrderStatusEnum = describedEnum<OrderStatus>('OrderStatus', 'Where an order stands.', {
  UNPAID: 'Placed, and not paid yet: it can be cancelled.',
  PAID: 'Paid: the vendor is to fulfil it.',
  FULFILLED: 'What could be issued or renewed was.',
  CANCELLED: 'Cancelled before it was paid.',
});

export const SupportCaseStatusEnum = describedEnum<SupportCaseStatus>('SupportCaseStatus', 'Where a support case stands.', {
  OPEN: 'Somebody is still to help, or the license to appear.',
  RESOLVED: 'Resolved by support, or by itself once the license had appeared.',
});

export const DatabaseKindEnum = describedEnum<DatabaseKind>('DatabaseKind', 'Where a base runs.', {
  LOCAL: 'On a PC.',
  INTERNET_EXCHANGE: 'On a PC, exchanging data over the Internet.',
  CLOUD: 'In the cloud.',
});

export const DatabaseStateEnum = describedEnum<DatabaseLifecycle>('DatabaseState', 'Whether a base is in use.', {
  ACTIVE: 'In use.',
  STOPPED: 'Stopped; it can be started again.',
  DELETED: 'Deleted; its devices and licenses stay.',
});

export const DeviceModeEnum = describedEnum<DeviceMode>('DeviceMode', 'How a device works.', {
  FULL: 'Without limits.',
  FULL_WITH_NOTICE: 'Without limits, with a notice that the update subscription is over.',
  DEMO: 'In demo mode.',
  CLIENT_REFUSED: 'The server refuses it since its client is too old: not a fault of the license.',
});

export const RoleEnum = describedEnum<Role>('Role', 'What somebody may do.', {
  OWNER: 'Owns the account.',
  MEMBER: 'Works in the account.',
  PARTNER: 'Serves accounts that granted it access.',
  SUPPORT: "The vendor's support: reads every account.",
  AUDITOR: 'Reads history, changes nothing.',
  GATEWAY: "A base's own key: reports facts of its devices.",
  VENDOR: 'Issues and withdraws licenses, opens accounts.',
  OPERATOR: 'Runs the cabinet; sees no data of customers beyond ids.',
} satisfies Record<(typeof ROLES)[number], string>);

export const AddLicenseOutcomeEnum = describedEnum<UploadOutcome>('AddLicenseOutcome', 'What came of one item of an upload.', {
  ADDED: 'It is in the list now.',
  ALREADY_IN_LIST: 'It was in the list before.',
  CLAIMED_ELSEWHERE: 'Somebody else holds it.',
  CODE_UNKNOWN: 'Well-formed, but never issued.',
  CODE_MISTYPED: 'It fails its check letters.',
  FILE_DISAGREES: 'It is in the list; where file and record differ, the record stands.',
  FILE_DAMAGED: 'The file cannot be read from there on.',
  FILE_NOT_A_LICENSE: 'This is not a license file.',
  FILE_TOO_LARGE: 'The file is over the limit.',
  FILE_SIGNATURE_MISSING: 'The file is not signed.',
  FILE_SIGNATURE_WRONG: 'The file was changed, or signed by an unknown key.',
  FILE_VERSION_UNKNOWN: 'A version of the file format that is not known here.',
  WITHDRAWN: 'The vendor withdrew it.',
  DUPLICATE_IN_REQUEST: 'It occurred in this upload before.',
} satisfies Record<(typeof UPLOAD_OUTCOMES)[number], string>);

export const MutationErrorCodeEnum = describedEnum<RefusalCode>(
  'MutationErrorCode',
  'Why a mutation, or a part of it, was refused.',
  {
    NOT_FOUND: 'There is no such thing, or none that you reach.',
    INVALID_INPUT: 'The field named by path holds no valid value.',
    CONFLICT: 'The idempotency key was used with other input, or somebody else changed the same thing at this moment.',
    ALREADY_DONE: 'It is so already.',
    NOT_PERMITTED: 'It cannot be done in this case.',
    CODE_UNKNOWN: 'The code was never issued.',
    CODE_MISTYPED: 'The code fails its check letters.',
    CLAIMED_ELSEWHERE: 'Somebody else holds the license of this code.',
    KIND_MISMATCH: 'Cloud licenses run on cloud bases, main licenses on others.',
    LICENSE_NOT_FREE: 'The license is activated on a device.',
    LICENSE_NOT_ACTIVATED: 'The license is not activated.',
    LICENSE_EXPIRED: "The license's term is over.",
    LICENSE_WITHDRAWN: 'The vendor withdrew the license.',
    LICENSE_REPLACED: 'Another license took its place.',
    LICENSE_NOT_IN_LIST: 'The license is not in the list.',
    WORK_NOT_CONFIRMED: 'confirmWorkFinished was not given as true.',
    UPDATES_ENDED: 'The update subscription is over.',
    DEVICE_NOT_CONNECTED: 'The device is on no base.',
    DEVICE_ALREADY_LICENSED: 'The device has a license.',
    DEVICE_ON_OTHER_BASE: 'The device is on another base.',
    PRODUCT_MISMATCH: 'Product, level or configuration do not fit the base.',
    DATABASE_STOPPED: 'The base is stopped.',
    DATABASE_DELETED: 'The base is deleted.',
    ORDER_NOT_PAID: 'The order is not paid yet.',
    ORDER_CLOSED: 'The order was fulfilled or cancelled.',
  } satisfies Record<(typeof REFUSAL_CODES)[number], string>,
);

export const SortDirectionEnum = describedEnum<Sort<string>['direction']>(
  'SortDirection',
  'Rows without a value come last in both.',
  {
    ASC: 'From small to large, from early to late.',
    DESC: 'From large to small, from late to early.',
  },
);

export const LicenseSortFieldEnum = describedEnum<LicenseSortField>(
  'LicenseSortField',
  'What a list of licenses can be ordered by.',
  {
    LISTED_AT: 'When it came into the list.',
    TERM_UNTIL: 'End of the term; perpetual licenses and those not started come last.',
    UPDATES_UNTIL: 'End of the update subscription; licenses without one come last.',
    PRODUCT: 'Name of the product.',
    STATUS: 'Status, in the order of the enum.',
    DEVICE_NAME: 'Name of the device; free licenses come last.',
  },
);

export const DeviceSortFieldEnum = describedEnum<DeviceSortField>(
  'DeviceSortField',
  'What a list of devices can be ordered by.',
  {
    NAME: 'Name.',
    CODE: "The device's unique code.",
    CONNECTED_AT: 'When it last connected to a base.',
    LAST_REPORTED_AT: 'When it was last heard of.',
    MODE: 'Mode, in the order of the enum; devices on no base come last.',
  },
);

export const DiffKindEnum = describedEnum<'CAME' | 'WENT' | 'CHANGED'>(
  'DiffKind',
  'What became of a license of the list between two moments.',
  {
    CAME: 'It was not in the list, and then it was.',
    WENT: 'It was in the list, and then it was not.',
    CHANGED: 'It was in the list both times, and something of it differs.',
  },
);
