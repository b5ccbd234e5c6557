/** What leaves the house of an error: expected ones as they are, unexpected ones as a number to be found in the log. */
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { EventStoreUnavailable } from '../event-store/errors.js';
import type { GraphqlContext } from './context.js';
import { apiError } from './errors.js';
import { INTERNAL_ERROR } from './texts/api-errors.js';

type MaskingContext = Pick<GraphqlContext, 'log' | 'language' | 'correlationId'>;

const codeOf = (error: GraphQLError): unknown => error.extensions['code'];

/** Thrown by us, or by the library about the question itself, they carry a code. */
const isExpected = (error: GraphQLError): boolean => {
  const code = codeOf(error);
  return typeof code === 'string' && code !== 'INTERNAL_SERVER_ERROR';
};

/** Logs what is unexpected, without the document, the variables or the answer. */
export function logUnexpected(errors: readonly GraphQLError[], { log, correlationId }: MaskingContext): void {
  for (const error of errors) {
    if (isExpected(error)) continue;
    const { originalError } = error;
    log.error(
      { correlationId, path: error.path?.join('.'), err: originalError ?? error },
      'unexpected error in a GraphQL operation',
    );
  }
}

/** An error as it is answered. */
export function maskError(error: GraphQLError, context: MaskingContext): GraphQLFormattedError {
  const formatted = error.toJSON();
  if (isExpected(error)) {
    // Apollo's own note on the HTTP status.
    const extensions = Object.entries(formatted.extensions ?? {}).filter(([name]) => name !== 'http');
    return { ...formatted, extensions: Object.fromEntries(extensions) };
  }
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (error.originalError instanceof EventStoreUnavailable) {
    return { ...apiError('storeUnavailable', context.language).toJSON(), ...place };
  }
  return {
    message: INTERNAL_ERROR[context.language],
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: context.correlationId },
  };
}
