/** `GET /healthz`, `/readyz` and `/metrics`: for the machines that look after this one. They need no token and show no customer's data. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';

export interface OperationRoutesDeps {
  readonly metrics: Metrics;
  readonly readiness: () => Promise<Readiness>;
}

const UNLIMITED = { config: { rateLimit: false } } as const;

export function addOperationRoutes(app: FastifyInstance, { metrics, readiness }: OperationRoutesDeps): void {
  app.get('/healthz', UNLIMITED, () => ({ status: 'ok' }));

  app.get('/readyz', UNLIMITED, async (_request, reply) => {
    const answer = await readiness();
    return reply.code(answer.ready ? 200 : 503).send(answer);
  });

  app.get('/metrics', UNLIMITED, async (_request, reply) => {
    const { contentType, text } = await metrics.render();
    return reply.header('content-type', contentType).send(text);
  });

  app.addHook('onResponse', (request, reply, done) => {
    metrics.httpRequest(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
}
