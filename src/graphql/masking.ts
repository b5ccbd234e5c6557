/** What leaves the house of an error: expected ones as they are, unexpected ones as a number to be found in the log. */
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { EventStoreUnavailable } from '../event-store/errors.js';
import type { GraphqlContext } from './context.js';
import { ApiError, apiError, BilingualError } from './errors.js';
import { internalError } from './texts/api-errors.js';
import type { Language } from './texts/language.js';
import { inRussian, placeOf } from './texts/library-errors.js';

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
    const { message, code } = said(error, context.language);
    return { ...formatted, message, extensions: { ...Object.fromEntries(extensions), code } };
  }
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (error.originalError instanceof EventStoreUnavailable) {
    return { ...apiError('storeUnavailable', context.language).toJSON(), ...place };
  }
  return {
    message: internalError(context.correlationId)[context.language],
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: context.correlationId },
  };
}

/** An expected error's code, and its words in the asker's language. */
function said(error: GraphQLError, language: Language): { readonly message: string; readonly code: string } {
  const innermost = innermostOf(error);
  const code = String(codeOf(error));
  if (innermost instanceof BilingualError) {
    const { text } = innermost;
    // The library calls whatever a rule about documents says a failed validation.
    const own = innermost.code === 'QUERY_TOO_LARGE' ? innermost.code : code;
    return { message: language === 'en' ? error.message : `${placeOf(error.message)}${text[language]}`, code: own };
  }
  const answered = TOO_MANY_TOKENS.test(error.message) ? 'QUERY_TOO_LARGE' : code;
  if (language === 'en' || innermost instanceof ApiError) return { message: error.message, code: answered };
  return { message: inRussian(error.message, code, innermost === error ? undefined : innermost.message), code: answered };
}

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more tha[nt] \d+ /;

function innermostOf(error: GraphQLError): GraphQLError {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? innermostOf(originalError) : error;
}
