/** One shape for every error of the server, the same as GraphQL's: `{errors: [{message, extensions: {code}}]}`. */
import type { FastifyError, FastifyInstance } from 'fastify';

export type HttpErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL_SERVER_ERROR';

export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly statusCode: number,
    readonly code: HttpErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export const errorBody = (
  code: HttpErrorCode,
  message: string,
): { readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: HttpErrorCode } }[] } => ({
  errors: [{ message, extensions: { code } }],
});

const CODES: Readonly<Record<number, HttpErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

/** The framework's own errors of 400 to 499 say what is wrong with the request; those from 500 on would tell of our insides. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | HttpError>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500 && status !== 503) request.log.error({ err: error }, 'request failed');
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 429 || status === 503) reply.header('retry-after', reply.getHeader('retry-after') ?? '1');
    const code =
      error instanceof HttpError ? error.code : (CODES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'));
    const message = status < 500 || error instanceof HttpError ? error.message : MESSAGES[status === 503 ? 503 : 500];
    return reply.code(status).send(errorBody(code, message));
  });
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing at this address.')),
  );
}

const MESSAGES = { 500: 'Something went wrong on our side.', 503: 'Not available just now: try again.' } as const;
