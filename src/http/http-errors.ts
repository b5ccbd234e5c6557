/** One shape for every error of the server, the same as GraphQL's: `{errors: [{message, extensions: {code}}]}`. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Text } from '../graphql/texts/language.js';
import { languageOf } from './language.js';
import { HTTP_TEXTS, textOfForeign } from './texts.js';

export type HttpErrorCode =
  | 'BAD_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
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
    readonly text: Text,
  ) {
    super(text.en);
  }
}

interface ErrorBody {
  readonly errors: readonly [
    {
      readonly message: string;
      readonly extensions: { readonly code: HttpErrorCode; readonly correlationId?: string };
    },
  ];
}

const CODES: Readonly<Record<number, HttpErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  503: 'UNAVAILABLE',
};

const METHODS = ['GET', 'HEAD', 'POST'] as const;

export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError | HttpError>(answerError);
  app.setNotFoundHandler(async (request, reply) => {
    const [url = ''] = request.url.split('?');
    const allowed = METHODS.filter((method) => app.hasRoute({ url, method }));
    if (allowed.length === 0) return answerError(new HttpError(404, 'NOT_FOUND', HTTP_TEXTS.notFound), request, reply);
    reply.header('allow', allowed.join(', '));
    return answerError(new HttpError(405, 'METHOD_NOT_ALLOWED', HTTP_TEXTS.method), request, reply);
  });
}

/** In the asker's language. What is our fault is answered as a number, which stands in the log as `reqId`. */
export async function answerError(
  error: FastifyError | HttpError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const status = error.statusCode ?? 500;
  if (status >= 500 && status !== 503) request.log.error({ err: error }, 'request failed');
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 429 || status === 503) reply.header('retry-after', reply.getHeader('retry-after') ?? '1');
  const ours = error instanceof HttpError ? error : undefined;
  const code = ours?.code ?? CODES[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');
  const text = ours?.text ?? textOfForeign(status, error.code, request.id);
  const extensions = { code, ...(code === 'INTERNAL_SERVER_ERROR' && { correlationId: request.id }) };
  const body: ErrorBody = { errors: [{ message: text[languageOf(request)], extensions }] };
  return reply.code(status).send(body);
}
