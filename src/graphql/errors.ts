/** Top-level errors: only for bugs, roles, limits and questions that cannot be answered. Everything else stands in a payload. */
import { GraphQLError, type ASTNode } from 'graphql';
import { API_ERRORS, type ApiErrorText } from './texts/api-errors.js';
import type { Language, Text } from './texts/language.js';

export type ApiErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'POSITION_UNKNOWN'
  | 'READ_MODEL_BEHIND'
  | 'STORE_UNAVAILABLE'
  | 'RATE_LIMITED'
  | 'QUERY_TOO_LARGE'
  | 'BAD_USER_INPUT'
  | 'BAD_REQUEST'
  | 'UNAVAILABLE';

const CODES: Readonly<Record<ApiErrorText, ApiErrorCode>> = {
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'FORBIDDEN',
  readOnly: 'FORBIDDEN',
  storeUnavailable: 'STORE_UNAVAILABLE',
  accountNeeded: 'INVALID_INPUT',
  asOfExactlyOne: 'INVALID_INPUT',
  asOfFuture: 'INVALID_INPUT',
  compareOrder: 'INVALID_INPUT',
  positionUnknown: 'POSITION_UNKNOWN',
  readModelBehind: 'READ_MODEL_BEHIND',
  pageDirection: 'INVALID_INPUT',
  pageSize: 'INVALID_INPUT',
  pageOffset: 'INVALID_INPUT',
  cursor: 'INVALID_INPUT',
  cursorTooOld: 'INVALID_INPUT',
  filterTooLarge: 'INVALID_INPUT',
  tooManyIds: 'INVALID_INPUT',
  orderBy: 'INVALID_INPUT',
  nothingAsked: 'INVALID_INPUT',
  invalidArgument: 'INVALID_INPUT',
  tooLong: 'INVALID_INPUT',
  tooManyGuesses: 'RATE_LIMITED',
  operatorSearch: 'FORBIDDEN',
  dateTime: 'BAD_USER_INPUT',
  position: 'BAD_USER_INPUT',
  variablesTooLarge: 'QUERY_TOO_LARGE',
  tooManyNodes: 'QUERY_TOO_LARGE',
  notFound: 'NOT_FOUND',
  noCheckpoint: 'NOT_FOUND',
  subscriptionsOnly: 'BAD_REQUEST',
  subscriptionElsewhere: 'BAD_REQUEST',
  tooManySubscriptions: 'RATE_LIMITED',
  badRequest: 'BAD_REQUEST',
  tokensUnchecked: 'UNAVAILABLE',
};

const RETRYABLE: readonly ApiErrorCode[] = ['READ_MODEL_BEHIND', 'STORE_UNAVAILABLE'];

/** In the asker's language already. */
export class ApiError extends GraphQLError {}

/** `fields` names the arguments that it is about; `limit` is what its text names. It never holds a value that was sent. */
export function apiError(text: ApiErrorText, language: Language, fields: readonly string[] = [], limit?: number): ApiError {
  const code = CODES[text];
  return new ApiError(API_ERRORS[text][language].replace('{limit}', String(limit)), {
    extensions: {
      code,
      ...(fields.length > 0 && { fields }),
      ...(RETRYABLE.includes(code) && { retryable: true }),
    },
  });
}

/** One that is made where nobody knows who asks: by a scalar, or by a rule about documents. It gets its language as it is answered. */
export class BilingualError extends GraphQLError {
  readonly code: ApiErrorCode;
  readonly text: Text;

  constructor(code: ApiErrorCode, text: Text, options: { readonly nodes?: readonly ASTNode[] } = {}) {
    super(text.en, { ...options, extensions: { code } });
    this.code = code;
    this.text = text;
  }
}

export const bilingualError = (text: ApiErrorText): BilingualError => new BilingualError(CODES[text], API_ERRORS[text]);
