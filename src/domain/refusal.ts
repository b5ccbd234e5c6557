/** Why a command is refused: a value, never an exception (style.md). The same names as the API's `MutationErrorCode`. */
export const REFUSAL_CODES = [
  'NOT_FOUND',
  'INVALID_INPUT',
  'CONFLICT',
  'ALREADY_DONE',
  'NOT_PERMITTED',
  'CODE_UNKNOWN',
  'CODE_MISTYPED',
  'CLAIMED_ELSEWHERE',
  'KIND_MISMATCH',
  'LICENSE_NOT_FREE',
  'LICENSE_NOT_ACTIVATED',
  'LICENSE_EXPIRED',
  'LICENSE_WITHDRAWN',
  'LICENSE_REPLACED',
  'LICENSE_NOT_IN_LIST',
  'WORK_NOT_CONFIRMED',
  'UPDATES_ENDED',
  'DEVICE_NOT_CONNECTED',
  'DEVICE_ALREADY_LICENSED',
  'DEVICE_ON_OTHER_BASE',
  'PRODUCT_MISMATCH',
  'DATABASE_STOPPED',
  'DATABASE_DELETED',
  'ORDER_NOT_PAID',
  'ORDER_CLOSED',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Rules whose text needs nothing but their name. */
export type PlainRule =
  | 'codeShape'
  | 'empty'
  | 'loneSurrogate'
  | 'controlCharacter'
  | 'instant'
  | 'instantInFuture'
  | 'guid'
  | 'timeZone'
  | 'accountNeeded'
  | 'exactlyOne'
  | 'exchangeKind'
  | 'termNeeded'
  | 'termOrder'
  | 'termOrMonths'
  | 'cloudUpdates'
  | 'months'
  | 'perpetualCloud'
  | 'codeExists'
  | 'idempotencyKey'
  | 'accountExists'
  | 'version'
  | 'tooManyTries'
  | 'productOrSku'
  | 'quantity'
  | 'orderPaid'
  | 'clockWithoutEnd'
  | 'twice'
  | 'oneAccount';

/** What the text of a refusal needs: which rule of INVALID_INPUT, which group of a code, which limit. Never a code itself. */
export type RefusalDetail =
  | { readonly rule: 'codeGroup'; readonly group: number }
  | { readonly rule: 'tooLong' | 'tooMany'; readonly limit: number }
  | { readonly rule: PlainRule };

export interface Refusal {
  readonly code: RefusalCode;
  /** The input field it is about, outermost first; empty for the command as a whole. */
  readonly path: readonly string[];
  readonly detail?: RefusalDetail;
}

export const refusal = (code: RefusalCode, path: readonly string[] = [], detail?: RefusalDetail): Refusal =>
  detail ? { code, path, detail } : { code, path };

/** What a decider answers: events to append (none where nothing is to do), or the refusal. */
export type Decision<Event> =
  { readonly ok: true; readonly events: readonly Event[] } | { readonly ok: false; readonly refusal: Refusal };

export const accept = <Event>(...events: readonly Event[]): Decision<Event> => ({ ok: true, events });

export const refuse = (
  code: RefusalCode,
  path: readonly string[] = [],
  detail?: RefusalDetail,
): { ok: false; refusal: Refusal } => ({
  ok: false,
  refusal: refusal(code, path, detail),
});
