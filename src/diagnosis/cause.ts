/** What a diagnosis says: causes, checks, evidence and the next action (domain.md, section 5). */
import type { RecordedEvent } from '../domain/events.js';
import type { DeviceId, Instant, LicenseId } from '../domain/ids.js';

/** In the order of what unblocks the user first: who fixes the first cause has not done in vain what the later ones ask for. */
export const CAUSE_CODES = [
  'CODE_MISTYPED',
  'CODE_UNKNOWN',
  'CLAIMED_ELSEWHERE',
  'WRONG_ACCOUNT',
  'FILTERED_OUT',
  'PROJECTION_BEHIND',
  'WITHDRAWN',
  'REPLACED',
  'REMOVED_FROM_LIST',
  'ORDER_UNPAID',
  'ORDER_NOT_FULFILLED',
  'UPLOAD_REJECTED',
  'BASE_DELETED',
  'BASE_STOPPED',
  'DEVICE_CLONED',
  'DEVICE_NOT_CONNECTED',
  'CLOCK_SKEW',
  'DEVICE_ON_OTHER_BASE',
  'DEVICE_ON_LOCAL_BASE',
  'TERM_NOT_STARTED',
  'TERM_ENDED',
  'DEMO_LICENSE_ENDED',
  'UPDATES_ENDED_EXCHANGE',
  'UPDATED_AFTER_END',
  'UPDATES_ENDED_TRANSFER_REFUSED',
  'WRONG_PRODUCT',
  'DEVICE_CODE_CHANGED',
  'MOVED_TO_OTHER_DEVICE',
  'MAIN_NEVER_UPLOADED',
  'UNLINKED_NOT_REACTIVATED',
  'NOT_ACTIVATED',
  'NO_LICENSE',
  'CLIENT_TOO_OLD',
  'DEVICE_SILENT_SINCE_ACTIVATION',
  'CLOUD_PROJECTION_FAULT',
  'DEVICE_PROJECTION_FAULT',
] as const;
export type CauseCode = (typeof CAUSE_CODES)[number];

export type Certainty = 'PROVEN' | 'LIKELY';

/** What the asker could tell so that more can be decided. */
export type MissingFact =
  | 'ACTIVATION_CODE'
  | 'DEVICE_CODE'
  | 'DATABASE'
  | 'EXPECTED_KIND'
  | 'FILE_NAME'
  | 'ORDER'
  | 'SERIAL_NUMBER'
  | 'FORMER_DEVICE'
  | 'SERVER_VERSION_RELEASED_AT'
  | 'CLIENT_VERSION';

/** Which of the readings of a cause it is, where its text has several. */
export const VARIANTS = [
  /** DEVICE_CODE_CHANGED: both codes go on reporting. */
  'BOTH_REPORT',
  /** DEVICE_CODE_CHANGED: the serial number is a maker's default, or several have it. */
  'COMMON_SERIAL',
  /** NOT_ACTIVATED: since its holder changed. */
  'RELEASED',
  /** BASE_DELETED: there is no such base here. */
  'NO_SUCH_BASE',
  /** UPDATED_AFTER_END: through another license of the base than the one that is asked about. */
  'OTHER_LICENSE',
  /** A projection fault: the row stands in the list, and not as the log says. */
  'SHOWN_WRONGLY',
  /** An order: it renews what is there, and brings nothing new. */
  'RENEWAL',
  /** DEVICE_ON_OTHER_BASE: a main license, on a cloud base. DEVICE_ON_LOCAL_BASE: a cloud license, which cannot be activated there. */
  'OTHER_KIND',
  /** NOT_ACTIVATED, UNLINKED_NOT_REACTIVATED: the device runs on another license. */
  'DEVICE_TAKEN',
  /** CODE_UNKNOWN: no code was given, but the id of something. */
  'BY_ID',
  /** CODE_UNKNOWN: the account has no such order. */
  'NO_SUCH_ORDER',
  /** ORDER_UNPAID: it was cancelled, and is paid no more. */
  'CANCELLED',
  /** MAIN_NEVER_UPLOADED: no file of that name was uploaded. */
  'NO_SUCH_FILE',
  /** DEVICE_NOT_CONNECTED: no device of the account ever had that code. */
  'NEVER_SEEN',
  /** NOT_ACTIVATED: nobody holds it. */
  'UNHELD',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** What the text of a cause names; each cause uses some of them. */
export interface CauseDetails {
  readonly variant?: Variant;
  /** Counted from 1. */
  readonly group?: number;
  readonly lastGroup?: string;
  readonly deviceName?: string;
  readonly otherDeviceName?: string;
  readonly baseName?: string;
  readonly otherBaseName?: string;
  readonly accountName?: string;
  readonly productName?: string;
  readonly baseProductName?: string;
  readonly fileName?: string;
  readonly until?: Instant;
  readonly since?: Instant;
  readonly clientVersion?: string;
  readonly serverVersion?: string;
  /** Of the device's clock against ours; negative: it is slow. */
  readonly minutesOff?: number;
  readonly secondsBehind?: number;
  readonly error?: string;
  /** The outcome of an upload item. */
  readonly outcome?: string;
  /** Why the row is not as the log says. */
  readonly fault?: 'PARKED' | 'ROW_MISSING' | 'ROW_WRONG';
}

/** One thing to do. A mutation of ours with its variables, to be sent as they stand, where there is one; else the label alone. */
export interface NextAction {
  readonly action: ActionName;
  readonly mutation: string | null;
  /** Of that mutation: `{ input: … }`. */
  readonly variables: Readonly<Record<string, unknown>> | null;
}

export type ActionName =
  | 'TYPE_AGAIN'
  | 'CHECK_THE_CARD'
  | 'FIND_THE_CODE'
  | 'PROVE_PURCHASE'
  | 'SWITCH_ACCOUNT'
  | 'CLEAR_FILTER'
  | 'WAIT'
  | 'CONTACT_SUPPORT'
  | 'SEE_REPLACEMENT'
  | 'RESTORE_TO_LIST'
  | 'PAY'
  | 'UPLOAD_AGAIN'
  | 'ASK_FOR_BACKUP'
  | 'START_BASE'
  | 'MAKE_CODES_DISTINCT'
  | 'CHECK_SERIALS'
  | 'CHOOSE_BASE'
  | 'CONNECT_DEVICE'
  | 'SET_CLOCK'
  | 'RECONNECT_DEVICE'
  | 'ADD_BY_CODE'
  | 'RENEW_TERM'
  | 'RENEW_UPDATES'
  | 'ORDER_LICENSE'
  | 'ORDER_TRANSITION'
  | 'ORDER_AGAIN'
  | 'UNLINK'
  | 'SEE_OTHER_DEVICE'
  | 'ACTIVATE'
  | 'ACTIVATE_ELSEWHERE'
  | 'UPDATE_CLIENT'
  | 'BRING_ONLINE'
  | 'RETRY_PARKED';

export interface Cause {
  readonly code: CauseCode;
  readonly certainty: Certainty;
  /** Events that prove it, in log order. */
  readonly evidence: readonly RecordedEvent[];
  readonly missingFacts: readonly MissingFact[];
  readonly details: CauseDetails;
  readonly nextAction: NextAction | null;
}

/** FAILED: the cause holds. PASSED: it is excluded. NOT_DECIDABLE: facts are missing. */
export interface Check {
  readonly code: CauseCode;
  readonly result: 'PASSED' | 'FAILED' | 'NOT_DECIDABLE';
  readonly missingFacts: readonly MissingFact[];
  readonly evidence: readonly RecordedEvent[];
}

export interface Diagnosis {
  readonly askedAt: Instant;
  /** Of the log, when it was asked. */
  readonly position: number;
  /** The row stands in the account's list, as the read model shows it. */
  readonly listed: boolean;
  readonly licenseId: LicenseId | null;
  readonly deviceId: DeviceId | null;
  readonly causes: readonly Cause[];
  readonly checks: readonly Check[];
}
