/** Who asks is found out once a request, before rate limits and routes look at it. Nothing is refused here: some routes need no token. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TokenResult, TokenVerifier } from '../auth/tokens.js';
import type { Viewer } from '../auth/viewer.js';
import { HttpError } from './http-errors.js';
import { HTTP_TEXTS } from './texts.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null only until the first hook has run, and for what is no request of a route of ours. */
    authentication: TokenResult | null;
  }
}

export function authenticateRequests(app: FastifyInstance, verifier: TokenVerifier): void {
  app.decorateRequest('authentication', null);
  app.addHook('onRequest', async (request) => {
    request.authentication = await verifier.verifyHeader(request.headers.authorization);
    const { authentication } = request;
    if (!authentication.ok && authentication.detail !== undefined) {
      request.log.info({ refused: authentication.reason, detail: authentication.detail }, 'token refused');
    }
  });
}

/** @throws HttpError 401, or 503 where the keys that tokens are checked with cannot be fetched. */
export function requireViewer(request: FastifyRequest): Viewer {
  const { authentication } = request;
  if (authentication?.ok === true) return authentication.viewer;
  if (authentication?.reason === 'KEYS_UNAVAILABLE') throw new HttpError(503, 'UNAVAILABLE', HTTP_TEXTS.tokensUnchecked);
  throw new HttpError(401, 'UNAUTHENTICATED', HTTP_TEXTS.unauthenticated);
}
