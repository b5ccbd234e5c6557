/** Errors of an operation of ours as an HTTP answer. */
import type { GraphQLError } from 'graphql';
import type { GraphqlContext } from '../graphql/context.js';
import { logUnexpected, maskError } from '../graphql/masking.js';
import { HttpError } from './http-errors.js';
import { HTTP_TEXTS } from './texts.js';

export function asHttpError(errors: readonly GraphQLError[], context: GraphqlContext): Error {
  logUnexpected(errors, context);
  const [first] = errors.map((error) => maskError(error, context));
  if (!first) return new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.badRequest);
  // Said in the asker's language already.
  const text = { ru: first.message, en: first.message };
  switch (first.extensions?.['code']) {
    case 'STORE_UNAVAILABLE':
    case 'READ_MODEL_BEHIND':
      return new HttpError(503, 'UNAVAILABLE', text);
    case 'INTERNAL_SERVER_ERROR':
      return new HttpError(500, 'INTERNAL_SERVER_ERROR', text);
    case 'FORBIDDEN':
      return new HttpError(403, 'FORBIDDEN', text);
    default:
      return new HttpError(400, 'BAD_REQUEST', text);
  }
}
