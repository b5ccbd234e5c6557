import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpError } from './http-errors.js';
import { tooManyRequests } from './texts.js';

/** An address without a valid token gets this share of what a viewer gets. */
const SHARE_WITHOUT_TOKEN = 0.1;
/** Viewers and addresses that are counted at a time; the one not heard of for longest is forgotten first. */
const COUNTED_KEYS = 20_000;

/** Counts requests by viewer, and by address where there is none. In memory: each node counts for itself. */
export async function limitRates(app: FastifyInstance, requestsAMinute: number | null): Promise<void> {
  if (requestsAMinute === null) return;
  await app.register(rateLimit, {
    timeWindow: 60_000,
    cache: COUNTED_KEYS,
    max: (request) => Math.max(1, hasViewer(request) ? requestsAMinute : Math.floor(requestsAMinute * SHARE_WITHOUT_TOKEN)),
    keyGenerator: (request) =>
      request.authentication?.ok === true ? `viewer ${request.authentication.viewer.id}` : `address ${request.ip}`,
    errorResponseBuilder: (_request, { ttl }) => new HttpError(429, 'RATE_LIMITED', tooManyRequests(Math.ceil(ttl / 1_000))),
  });
}

const hasViewer = (request: FastifyRequest): boolean => request.authentication?.ok === true;
