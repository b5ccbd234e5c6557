/** A replay served: lists of a past moment, whose clock stands still, and nothing that could be changed. */
import type { AddressInfo } from 'node:net';
import type { ReadModel } from '../../projections/open-read-model.js';
import { createGuessLimit } from '../auth/guess-limit.js';
import type { Config } from '../config/config.js';
import { diagnose } from '../diagnosis/diagnose.js';
import type { Instant } from '../domain/ids.js';
import { eventAt, eventOf, storedAt } from '../event-store/event-at.js';
import type { EventStore } from '../event-store/port.js';
import { graphqlPlugin } from '../graphql/http.js';
import { requireViewer } from '../http/authenticate.js';
import { createMetrics } from '../http/metrics.js';
import { createReadiness } from '../http/readiness.js';
import { createHttpServer } from '../http/server.js';
import { createShutdown, stopHttp, type Shutdown } from '../http/shutdown.js';
import type { Keys } from '../keys/keys.js';
import { createCabinetService } from '../processes/service.js';
import { verifierFor } from './token-verifier.js';

export interface ReplayServer {
  readonly url: string;
  readonly shutdown: Shutdown;
}

export interface Replay {
  /** Ends at the moment. */
  readonly log: EventStore;
  readonly readModel: ReadModel;
  readonly keys: Keys;
  readonly moment: Instant;
}

export async function startReplay(config: Config, { log, readModel, keys, moment }: Replay): Promise<ReplayServer> {
  const now = (): Instant => moment;
  const { queries } = readModel;
  const guesses = createGuessLimit(Date.now);
  const readOnly = (): never => {
    throw new Error('mutations of a replay are refused before they get here');
  };
  const deps = { store: log, keys, now, randomBytes: readOnly };
  const metrics = createMetrics();
  const verifier = verifierFor(config, keys);
  const app = await createHttpServer({
    metrics,
    verifier,
    log: { level: config.logLevel },
    requestsAMinute: config.requestsAMinute,
    trustedProxies: config.trustedProxies,
    readiness: createReadiness({ checks: [], testClock: now, testFaults: null }),
    routes: [
      (routes) =>
        graphqlPlugin({
          queries,
          service: createCabinetService({ ...deps, guesses, licenseFiles: { verify: readOnly, read: readOnly } }),
          now,
          readOnly: true,
          readModel: { status: () => readModel.status(), retryParkedEvents: readOnly },
          guesses,
          diagnose: (question) => diagnose({ store: log, queries, now }, question),
          eventAt: (position) => eventAt(log, position),
          storedAt: (position) => storedAt(log, position),
          eventOf: (stream, revision) => eventOf(log, stream, revision),
          spool: readOnly,
          audit: null,
          log: routes.log,
          clockCheckMs: null,
          viewerOf: requireViewer,
          verifier,
          observe: metrics.graphqlOperation.bind(metrics),
        })(routes),
    ],
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const shutdown = createShutdown({
    log: app.log,
    steps: [
      stopHttp(app),
      { name: 'read model', stop: () => readModel.close() },
      { name: 'log', stop: () => log.close() },
      {
        name: 'keys',
        stop: () => {
          keys.personal.close();
          return Promise.resolve();
        },
      },
    ],
  });
  return { url: `http://${config.host}:${String(port)}`, shutdown };
}
