/** Structured logs: one JSON object a line on standard output, without bodies, headers, query strings and codes. */
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { LogLevel } from '../config/config.js';
import { scrub } from './scrub.js';

export interface LogSettings {
  readonly level: LogLevel;
  /** Left out: standard output. */
  readonly stream?: { write(line: string): void };
}

export const loggerOptions = ({ level, stream }: LogSettings): NonNullable<FastifyServerOptions['logger']> => ({
  level,
  ...(stream && { stream }),
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
  serializers: { req: ({ id, method }: { id: string; method: string }) => ({ id, method }), res: () => ({}) },
  redact: {
    paths: ['authorization', 'headers', 'body', 'variables', 'query', '*.authorization', '*.headers', '*.body'],
    remove: true,
  },
  hooks: { streamWrite: scrub },
});

const NOT_READY = 503;
const QUIET_ROUTES: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** One line a request, when it has been answered or was given up. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const fields = { ...fieldsOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 };
    const quiet = QUIET_ROUTES.includes(fields.route);
    if (quiet && reply.statusCode === NOT_READY) request.log.warn(fields, 'not ready');
    else if (reply.statusCode >= 500) request.log.error(fields, 'request failed');
    else if (quiet) request.log.debug(fields, 'request');
    else request.log.info(fields, 'request');
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    request.log.info(fieldsOf(request), 'request given up by the client');
    done();
  });
}

interface RequestFields {
  readonly method: string;
  /** The route's pattern, never the path itself: a path may hold a secret. */
  readonly route: string;
  readonly viewer?: string;
  readonly role?: string;
  readonly refused?: string;
}

function fieldsOf(request: FastifyRequest): RequestFields {
  const { method, routeOptions, authentication } = request;
  const route = routeOptions.url ?? 'none';
  if (authentication?.ok === true) return { method, route, viewer: authentication.viewer.id, role: authentication.viewer.role };
  return authentication === null || authentication.reason === 'MISSING'
    ? { method, route }
    : { method, route, refused: authentication.reason };
}
