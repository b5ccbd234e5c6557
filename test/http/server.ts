/** A server of the HTTP room alone, with made-up routes, and what it logged. */
import type { FastifyInstance } from 'fastify';
import { createLagMeter } from '../../src/http/lag-meter.js';
import { createMetrics, type Metrics } from '../../src/http/metrics.js';
import { createReadiness, type ReadinessCheck } from '../../src/http/readiness.js';
import { createHttpServer, type HttpServerDeps, type Routes } from '../../src/http/server.js';
import { token, verifier } from '../auth/issuer.js';

export interface TestHttp {
  readonly app: FastifyInstance;
  readonly metrics: Metrics;
  /** Everything that was logged, as written. */
  readonly log: () => string;
  readonly entries: () => readonly Readonly<Record<string, unknown>>[];
}

interface Options {
  readonly routes?: readonly Routes[];
  readonly checks?: readonly ReadinessCheck[];
  readonly deps?: Partial<HttpServerDeps>;
}

export async function startHttp({ routes = [], checks = [], deps = {} }: Options = {}): Promise<TestHttp> {
  const lines: string[] = [];
  const metrics = createMetrics();
  const app = await createHttpServer({
    verifier: verifier(),
    log: { level: 'info', stream: { write: (line) => lines.push(line) } },
    requestsAMinute: null,
    trustedProxies: [],
    metrics,
    readiness: createReadiness({ checks, testClock: null, testFaults: null, keptMs: 0 }),
    routes,
    ...deps,
  });
  return {
    app,
    metrics,
    log: () => lines.join(''),
    entries: () => lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  };
}

/** An address that a client can use, on a free port of this machine. */
export const listen = (app: FastifyInstance): Promise<string> => app.listen({ host: '127.0.0.1', port: 0 });

export const bearer = (claims?: Readonly<Record<string, unknown>>): { readonly authorization: string } => ({
  authorization: `Bearer ${token(claims ? { claims } : {})}`,
});

export const passing: ReadinessCheck = { name: 'log', problem: () => Promise.resolve(null) };

export const standing = (head: number, checkpoint: number): ReturnType<typeof createLagMeter> =>
  createLagMeter({ head: () => Promise.resolve({ position: head }), checkpoint: () => ({ position: checkpoint }) });
