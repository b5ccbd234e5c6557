/**
 * `GET /log/checkpoint` and `GET /log/tile/…`: the transparency log as c2sp.org/tlog-tiles has it, without entry bundles. They need no token: who
 * checks the log need not be a customer, and hashes tell nothing of one.
 */
import type { FastifyInstance } from 'fastify';
import type { TransparencyLog } from '../audit/transparency-log.js';
import { HttpError } from './http-errors.js';
import { HTTP_TEXTS } from './texts.js';

/** A tile of some width never changes, and a checkpoint is another one within seconds. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export function addLogRoutes(app: FastifyInstance, log: Pick<TransparencyLog, 'checkpoint' | 'tile'>): void {
  app.get('/log/checkpoint', (_request, reply) => reply.type('text/plain; charset=utf-8').send(log.checkpoint().note));

  app.get<{ Params: { '*': string } }>('/log/tile/*', (request, reply) => {
    const hashes = log.tile(`tile/${request.params['*']}`);
    if (hashes === undefined) throw new HttpError(404, 'NOT_FOUND', HTTP_TEXTS.noTile);
    return reply.type('application/octet-stream').header('cache-control', FOR_EVER).send(Buffer.from(hashes));
  });
}
