/** One node, put together: configuration → keys → log → read model → recovery → HTTP. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { faultsFromFile, NO_FAULTS } from '../../projections/faults.js';
import { forgetReadModels } from '../../projections/forget-files.js';
import { openReadModel } from '../../projections/open-read-model.js';
import { createGuessLimit } from '../auth/guess-limit.js';
import { createSessions, type Sessions } from '../auth/sessions.js';
import type { Config } from '../config/config.js';
import { createClock } from '../config/test-clock.js';
import { diagnose } from '../diagnosis/diagnose.js';
import type { Question } from '../diagnosis/question.js';
import { instantOf } from '../domain/ids.js';
import { eventAt, eventOf, storedAt } from '../event-store/event-at.js';
import { areRowsStale, forgetStaleRows } from '../event-store/stale-rows.js';
import type { Sealing } from '../event-store/sqlite/sqlite-event-store.js';
import type { GraphqlDeps } from '../graphql/context.js';
import { graphqlPlugin } from '../graphql/http.js';
import { requireViewer } from '../http/authenticate.js';
import { createLagMeter } from '../http/lag-meter.js';
import { addLicenseFilesRoute } from '../http/license-files.js';
import { addLogRoutes } from '../http/log-routes.js';
import { addLicensePositionRoute } from '../http/license-position/route.js';
import { createMetrics } from '../http/metrics.js';
import { addOpenIdRoutes, roleOfSession } from '../http/openid-routes.js';
import { addPage } from '../http/page.js';
import { checkpointsSigned, createReadiness, dataFolderWritable, logWritable, readModelKeepsUp } from '../http/readiness.js';
import { createHttpServer } from '../http/server.js';
import { addSessionRoutes, isOperators } from '../http/session-routes.js';
import { createShutdown, stopHttp, type Shutdown } from '../http/shutdown.js';
import { openSpool } from '../http/spool.js';
import { uploadFilesBy } from '../http/upload-files.js';
import type { Keys } from '../keys/keys.js';
import { spentIds } from '../keys/spent-ids.js';
import { readLicenses } from '../license-files/reader.js';
import { verifyLicenseFile } from '../license-files/verify.js';
import type { LicenseFiles } from '../processes/license-upload.js';
import { finishWhatWasCutOff } from '../processes/recovery.js';
import { recordExpiries } from '../processes/ticker.js';
import { retryParkedEvents } from '../processes/retry-parked-events.js';
import { createCabinetService } from '../processes/service.js';
import { simulateDemo } from '../simulation/demo.js';
import { startBackground } from './background.js';
import { keysOfLog } from './keys-of-log.js';
import { keepCheckpoints } from './keep-checkpoints.js';
import { createLogGuard } from './log-guard.js';
import { openLog } from './open-log.js';
import { openIdOf } from './openid.js';
import { createNews } from './server-news.js';
import { issuerOf } from './token-issuer.js';
import { verifierFor } from './token-verifier.js';
import { startWithNodes } from './with-nodes.js';
import { watchLog } from './watch-log.js';

export interface RunningServer {
  readonly url: string;
  readonly keys: Keys;
  /** Null where tokens come from an issuer of somebody else's. */
  readonly sessions: Sessions | null;
  readonly shutdown: Shutdown;
}

export interface StartOptions {
  /** The built web page; left out: none is served. */
  readonly pageFolder?: string;
  /** Where log lines go; left out: standard output. */
  readonly logStream?: { write(line: string): void };
  /** Told while an older log gets its leaf hashes, before anything else. */
  readonly onSealing?: (sealing: Sealing) => void;
}

/** @throws DataFolderInUse, KeyMissing, LogOfAnotherKey, LogDisagrees and what else the parts say; nothing listens then. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const clock = createClock(config.testClockFile);
  const now = () => instantOf(clock());
  const metrics = createMetrics();
  const keys = await keysOfLog(config);
  const checkpoints = keepCheckpoints(metrics.storeObserver);
  const { onSealing } = options;
  // Before anything is read or added: what does not agree is not served, and no checkpoint is signed over it.
  const told = createNews();
  const { onLost, cut: onCut } = told;
  const { store, audit, trusted } = await openLog(config, { clock, observer: checkpoints.observer, onSealing, onLost, onCut });
  if (areRowsStale(config.dataDir)) {
    forgetReadModels(config.dataDir);
    forgetStaleRows(config.dataDir);
  }
  await store.useKeys(keys);
  if (config.demo) await simulateDemo({ store, keys, now: now() });
  const faults = config.testFaultsFile === null ? NO_FAULTS : faultsFromFile(config.testFaultsFile);
  const guard = createLogGuard(config.dataDir, (problem) => {
    metrics.log.disagreed();
    told.disagreed(problem);
  });
  const verified = guard.guardReads(store);
  const readModel = await openReadModel({ folder: config.dataDir, store: verified, clock, faults, observer: told.observer });
  await readModel.catchUp();
  // A version that can take what the last one could not: its lists mend themselves.
  if (readModel.parkedStreams().length > 0) await readModel.retryParked();

  const guesses = createGuessLimit(clock);
  const deps = { store: guard.guardCommands(store), keys, now, randomBytes: () => randomBytes(16) };
  const service = createCabinetService({ ...deps, guesses, licenseFiles: trustedLicenseFiles(config, keys) });
  if (config.worker) {
    await finishWhatWasCutOff(deps, readModel.queries);
    await recordExpiries(deps, readModel.queries);
  }
  const ask = (question: Question) => diagnose({ store: deps.store, queries: readModel.queries, now }, question);

  const meter = createLagMeter({ head: () => store.head(), checkpoint: () => readModel.queries.checkpoint() });
  const stopMeter = meter.start();
  metrics.watchReadModel({ lag: () => meter.measure(), parkedStreams: () => countByView(readModel.parkedStreams()) });
  const checkWritable = async (): Promise<void> => {
    guard.assertAgrees();
    await store.checkWritable();
  };
  metrics.log.watchWritable(checkWritable);
  const spool = await openSpool(join(config.dataDir, 'spool'));
  const verifier = verifierFor(config, keys);
  const spent = spentIds(config.keysDir);
  const sessions = config.tokens.kind === 'own' ? createSessions({ issuer: issuerOf(config, keys), spent }) : null;
  const graphqlOver = (app: FastifyInstance): GraphqlDeps => ({
    queries: readModel.queries,
    service,
    now,
    readModel: {
      status: () => readModel.status(),
      retryParkedEvents: (call, input) => retryParkedEvents(deps, (stream) => readModel.retryParked(stream), call, input),
    },
    guesses,
    diagnose: ask,
    eventAt: (position) => eventAt(store, position),
    storedAt: (position) => storedAt(store, position),
    eventOf: (stream, revision) => eventOf(store, stream, revision),
    audit: guard.guardProofs(audit, verified),
    spool: (files) => spool.texts(files),
    log: app.log,
    clockCheckMs: config.testClockFile === null ? null : 1_000,
  });
  const observe = metrics.graphqlOperation.bind(metrics);
  const app = await createHttpServer({
    metrics,
    verifier,
    log: { level: config.logLevel, ...(options.logStream && { stream: options.logStream }) },
    requestsAMinute: config.requestsAMinute,
    trustedProxies: config.trustedProxies,
    readiness: createReadiness({
      checks: [
        logWritable(checkWritable),
        checkpointsSigned(() => checkpoints.failure()),
        dataFolderWritable(config.dataDir),
        readModelKeepsUp(meter, config.readyLagSeconds),
      ],
      testClock: config.testClockFile === null ? null : now,
      testFaults: config.testFaultsFile,
    }),
    routes: [
      (routes) => graphqlPlugin({ ...graphqlOver(routes), viewerOf: requireViewer, verifier, observe })(routes),
      (routes) => addLogRoutes(routes, audit),
      (routes) => {
        addLicensePositionRoute(routes, graphqlOver(routes));
      },
      (routes) => {
        const { openId: settings, tokens } = config;
        const openId = settings ? openIdOf({ settings, issuer: tokens.issuer, lookUp: keys.lookUp, verifier, spent }) : undefined;
        if (openId) addOpenIdRoutes(routes, openId);
        else addSessionRoutes(routes, sessions);
        const isOperator = async (request: FastifyRequest): Promise<boolean> =>
          openId ? roleOfSession(request, openId) === 'OPERATOR' : isOperators(request, sessions);
        const graphiqlFor = async (request: FastifyRequest): Promise<boolean> => config.demo || isOperator(request);
        if (options.pageFolder !== undefined) addPage(routes, options.pageFolder, graphiqlFor);
      },
      (routes) => addLicenseFilesRoute(routes, { spool, uploadFiles: uploadFilesBy(graphqlOver(routes)) }),
    ],
  });
  told.to(app.log);
  const background = startBackground({
    deps,
    readModel,
    guard,
    diagnose: ask,
    testClock: config.testClockFile !== null,
    worker: config.worker,
    hasOtherNodes: store.exchange !== undefined,
    log: app.log,
  });
  const watchedLog = watchLog({ store, audit, guard, metrics: metrics.log, log: app.log });
  const signing = guard.guardSigning(audit);
  const nodes = startWithNodes({
    store,
    audit,
    trusted,
    guard,
    adopt: signing.adopt,
    readModel,
    folder: config.dataDir,
    worker: config.worker,
    metrics: metrics.log,
    log: app.log,
  });
  const keptCheckpoints = checkpoints.start(
    signing,
    (error) => {
      metrics.log.checkpointFailed();
      app.log.error({ err: error }, 'no checkpoint of the log could be signed: it is tried again');
    },
    nodes.beforeSigning,
  );
  audit.makeCheckpoint();
  app.log.info(
    { origin: audit.origin, keys: audit.verifierKeys, size: audit.checkpoint().size },
    'the log agrees with its checkpoint',
  );
  await app.listen({ host: config.host, port: config.port });
  const shutdown = createShutdown({
    log: app.log,
    steps: [
      stopHttp(app),
      ...background,
      watchedLog,
      {
        name: 'read model',
        stop: () => {
          stopMeter();
          return readModel.close();
        },
      },
      keptCheckpoints,
      ...nodes.steps,
      {
        name: 'log',
        stop: () => {
          audit.remember();
          return store.close();
        },
      },
      {
        name: 'keys',
        stop: () => {
          keys.personal.close();
          return Promise.resolve();
        },
      },
    ],
  });
  return { url: `http://${config.host}:${String(portOf(app.server.address()))}`, keys, sessions, shutdown };
}

const portOf = (address: AddressInfo | string | null): number => (typeof address === 'object' ? (address?.port ?? 0) : 0);

/** In a demo the pair that signs the demo's own files is trusted as well. */
function trustedLicenseFiles(config: Config, keys: Keys): LicenseFiles {
  const trusted = new Map(config.licenseFileKeys);
  if (config.demo) {
    const { keyId, publicKey } = keys.licenseFileSigning();
    trusted.set(keyId, publicKey);
  }
  return {
    verify: (path) => verifyLicenseFile(() => createReadStream(path), trusted),
    read: (path) => readLicenses(createReadStream(path)),
  };
}

function countByView(parked: readonly { readonly view: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { view } of parked) counts.set(view, (counts.get(view) ?? 0) + 1);
  return counts;
}
