import { CAUSE_CODES, type CauseCode, type Certainty, type Check } from '../../diagnosis/cause.js';
import { describedEnum } from '../enums.js';

export const CauseCodeEnum = describedEnum<CauseCode>(
  'CauseCode',
  'Why a license is not shown, not active, or its device is in demo mode.',
  {
    CODE_MISTYPED: 'The code fails its check letters.',
    CODE_UNKNOWN: 'The code is well-formed, and was never issued.',
    CLAIMED_ELSEWHERE: 'Somebody else holds the license of this code.',
    WRONG_ACCOUNT: 'Another account that the asker has access to holds it.',
    FILTERED_OUT: "It is in the list; the asker's filter hides it.",
    PROJECTION_BEHIND: 'It is in the log, and the list has not come so far.',
    WITHDRAWN: 'The vendor withdrew it.',
    REPLACED: 'A transition license took its place.',
    REMOVED_FROM_LIST: 'A member took it off the list.',
    ORDER_UNPAID: 'It is ordered and not paid.',
    ORDER_NOT_FULFILLED: 'It is ordered and paid, and not issued or renewed yet.',
    UPLOAD_REJECTED: 'An upload of it was tried, and was not accepted.',
    BASE_DELETED: 'The base is deleted.',
    BASE_STOPPED: 'The base is stopped.',
    DEVICE_CLONED: 'Two devices report one code.',
    DEVICE_NOT_CONNECTED: 'The device is connected to no base of the account.',
    CLOCK_SKEW: "The device's clock is off.",
    DEVICE_ON_OTHER_BASE: 'The device is connected to another base.',
    DEVICE_ON_LOCAL_BASE: 'A cloud license is expected, and the device is on a local base.',
    TERM_NOT_STARTED: 'Its term begins later.',
    TERM_ENDED: 'Its term is over.',
    DEMO_LICENSE_ENDED: 'It was a demo license, and its time is over.',
    UPDATES_ENDED_EXCHANGE: 'Its update subscription is over, and the base exchanges data over the Internet.',
    UPDATED_AFTER_END: 'The base was updated after the end of the update subscription.',
    UPDATES_ENDED_TRANSFER_REFUSED: 'Its update subscription is over, so it cannot go to another device.',
    WRONG_PRODUCT: 'Product, level or configuration do not fit the base.',
    DEVICE_CODE_CHANGED: 'The same device has a new code since a reset; the license is bound to the old one.',
    MOVED_TO_OTHER_DEVICE: 'It is activated on another device now.',
    UNLINKED_NOT_REACTIVATED: 'It was taken off its device, and not activated since.',
    NOT_ACTIVATED: 'It was never activated.',
    MAIN_NEVER_UPLOADED: 'A main license, which comes into the list by hand, and was never added.',
    NO_LICENSE: 'The device has no license.',
    CLIENT_TOO_OLD: "The device's client is older than the server.",
    DEVICE_SILENT_SINCE_ACTIVATION: 'The device was not heard of since the activation.',
    CLOUD_PROJECTION_FAULT: 'The log says that it is listed, and the list does not show it so: a fault of the cabinet.',
    DEVICE_PROJECTION_FAULT: 'The same of the device.',
  } satisfies Record<(typeof CAUSE_CODES)[number], string>,
);

export const CauseCertaintyEnum = describedEnum<Certainty>('CauseCertainty', 'How sure a cause is.', {
  PROVEN: 'The evidence leaves no other reading.',
  LIKELY: 'The evidence speaks for it; missingFacts would prove or exclude it.',
});

export const CheckResultEnum = describedEnum<Check['result']>('CheckResult', 'What came of a check.', {
  PASSED: 'It is not this.',
  FAILED: 'It is this: the cause stands among the causes.',
  NOT_DECIDABLE: 'It cannot be told without the missing facts.',
});
