import type { FastifyInstance, FastifyRequest } from 'fastify';

/** For answers that are data. A page sets a policy of its own. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export const securityHeadersOf = ({ id }: FastifyRequest): Readonly<Record<string, string>> => ({
  ...HEADERS,
  'x-request-id': id,
});

/** On every answer, errors too, together with the id that the log knows the request by. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeadersOf(request));
  });
}
