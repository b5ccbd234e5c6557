/** What Prometheus reads at `/metrics`. A registry of its own, so that two servers in one process do not share counters. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventStoreObserver } from '../event-store/sqlite/sqlite-event-store.js';
import type { Lag } from './lag-meter.js';
import { createLogMetrics, type LogMetrics } from './log-metrics.js';

export type OperationOutcome = 'ok' | 'errors' | 'refused';

export interface Metrics {
  /** For the store's `observer`. */
  readonly storeObserver: EventStoreObserver;
  readonly log: LogMetrics;
  /** Measured when somebody reads the metrics. */
  watchReadModel(sources: { readonly lag: () => Promise<Lag>; readonly parkedStreams: () => ReadonlyMap<string, number> }): void;
  /** `name` as the client called its operation; null for one without a name. */
  graphqlOperation(name: string | null, outcome: OperationOutcome, seconds: number): void;
  httpRequest(method: string, route: string, status: number, seconds: number): void;
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Names beyond these are counted together: clients choose them, and each one costs memory here and at Prometheus. */
const OPERATION_NAMES = 100;
const UNNAMED = 'unnamed';
const OTHER = 'other';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  const operations = new Histogram({
    name: 'kabinet_graphql_operation_seconds',
    help: 'Time of a GraphQL operation, by the name that the client gave it and by outcome',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const requests = new Histogram({
    name: 'kabinet_http_request_seconds',
    help: 'Time of an HTTP request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const operationLabel = boundedLabels(OPERATION_NAMES);

  return {
    storeObserver: storeObserver(registers),
    log: createLogMetrics(registers),
    watchReadModel(sources) {
      watchReadModel(registers, sources);
    },
    graphqlOperation(name, outcome, seconds) {
      operations.observe({ operation: operationLabel(name), outcome }, seconds);
    },
    httpRequest(method, route, status, seconds) {
      requests.observe({ method, route, status: String(status) }, seconds);
    },
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

function storeObserver(registers: Registry[]): EventStoreObserver {
  const appends = new Counter({ name: 'kabinet_appends_total', help: 'Appends that added events to the log', registers });
  const events = new Counter({ name: 'kabinet_events_appended_total', help: 'Events added to the log', registers });
  const conflicts = new Counter({
    name: 'kabinet_append_conflicts_total',
    help: 'Appends refused for their expected revision',
    registers,
  });
  const commits = new Counter({ name: 'kabinet_commits_total', help: 'Commits of the log that added events', registers });
  const sizes = new Histogram({
    name: 'kabinet_commit_appends',
    help: 'Appends in one commit (group commit)',
    buckets: BATCH_SIZES,
    registers,
  });
  const seconds = new Histogram({
    name: 'kabinet_commit_seconds',
    help: 'Time of one commit, with its fsync',
    buckets: SECONDS,
    registers,
  });
  return {
    onCommit(batch) {
      commits.inc();
      appends.inc(batch.appends);
      events.inc(batch.events);
      sizes.observe(batch.appends);
      seconds.observe(batch.seconds);
    },
    onConflict() {
      conflicts.inc();
    },
  };
}

function watchReadModel(registers: Registry[], { lag, parkedStreams }: Parameters<Metrics['watchReadModel']>[0]): void {
  const seconds = new Gauge({
    name: 'kabinet_projection_lag_seconds',
    help: 'How long the read model has been behind the log',
    registers,
  });
  new Gauge({
    name: 'kabinet_projection_lag_positions',
    help: 'Positions of the log that the read model has not reached',
    registers,
    async collect() {
      const now = await lag();
      this.set(now.positions);
      seconds.set(now.seconds);
    },
  });
  new Gauge({
    name: 'kabinet_parked_streams',
    help: 'Streams that a view has parked',
    labelNames: ['view'],
    registers,
    collect() {
      this.reset();
      for (const [view, streams] of parkedStreams()) this.set({ view }, streams);
    },
  });
}

/** The first so many names stand for themselves. */
function boundedLabels(limit: number): (name: string | null) => string {
  const known = new Set<string>();
  return (name) => {
    if (name === null || name === '') return UNNAMED;
    if (known.has(name)) return name;
    if (known.size >= limit || !/^\w{1,64}$/.test(name)) return OTHER;
    known.add(name);
    return name;
  };
}
