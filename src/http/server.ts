/** The HTTP server, not listening yet: what every route shares, and the routes that were given. */
import { randomUUID } from 'node:crypto';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { TokenVerifier } from '../auth/tokens.js';
import { authenticateRequests } from './authenticate.js';
import { answerError, answerErrors } from './http-errors.js';
import { loggerOptions, logRequests, type LogSettings } from './logging.js';
import { addOperationRoutes, type OperationRoutesDeps } from './operation-routes.js';
import { limitRates } from './rate-limit.js';
import { addSecurityHeaders, securityHeadersOf } from './security-headers.js';

/** Adds routes to the app: GraphQL, uploads, the web page. */
export type Routes = (app: FastifyInstance) => void | Promise<void>;

export interface HttpServerDeps extends OperationRoutesDeps {
  readonly verifier: TokenVerifier;
  readonly log: LogSettings;
  /** A viewer's; null: no limit. */
  readonly requestsAMinute: number | null;
  /** Networks whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly routes: readonly Routes[];
}

/** A query or an upload by mutation; files of any size go to `POST /license-files`. */
export const BODY_BYTES = 8 * 1024 * 1024;
/** Room for a token of 1,000 accounts. */
export const HEADER_BYTES = 64 * 1024;
/** For a request to arrive whole: an upload over a slow line. */
const REQUEST_TIMEOUT_MS = 300_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** For a request to be answered, unless its route says otherwise. */
export const HANDLER_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;

export async function createHttpServer(deps: HttpServerDeps): Promise<FastifyInstance> {
  const app = fastify({
    logger: loggerOptions(deps.log),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // An address that cannot be read never reaches a hook.
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply.headers(securityHeadersOf(request))),
    requestIdHeader: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    handlerTimeout: HANDLER_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS },
    trustProxy: deps.trustedProxies.length > 0 ? [...deps.trustedProxies] : false,
  });
  answerErrors(app);
  logRequests(app);
  addSecurityHeaders(app);
  authenticateRequests(app, deps.verifier);
  await limitRates(app, deps.requestsAMinute);
  addOperationRoutes(app, deps);
  for (const addRoutes of deps.routes) await addRoutes(app);
  return app;
}
