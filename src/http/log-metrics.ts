/** What an operator counts of the transparency log. */
import { Counter, Gauge, type Registry } from 'prom-client';
import { EventStoreUnavailable, UNAVAILABLE_REASONS } from '../event-store/errors.js';

export interface LogMetrics {
  /** So many events were compared with their hashes. */
  eventsChecked(events: number): void;
  checkpointFailed(): void;
  /** Nothing is appended any more. */
  disagreed(): void;
  /** Asked whenever somebody reads the metrics: rejects as `checkWritable` of the store does. */
  watchWritable(checkWritable: () => Promise<void>): void;
  /** What disagreed was mended. */
  agreesAgain(): void;
}

export function createLogMetrics(registers: Registry[]): LogMetrics {
  const checked = new Counter({
    name: 'kabinet_log_checked_events_total',
    help: 'Events that were compared with their hashes while the server ran',
    registers,
  });
  const failures = new Counter({
    name: 'kabinet_checkpoint_failures_total',
    help: 'Checkpoints of the log that could not be signed or kept',
    registers,
  });
  const disagreement = new Gauge({
    name: 'kabinet_log_disagreement',
    help: '1: the log does not agree with its transparency log, and nothing is appended',
    registers,
  });
  return {
    eventsChecked(events) {
      checked.inc(events);
    },
    checkpointFailed() {
      failures.inc();
    },
    disagreed() {
      disagreement.set(1);
    },
    watchWritable(checkWritable) {
      watchWritable(registers, checkWritable);
    },
    agreesAgain() {
      disagreement.set(0);
    },
  };
}

/** Of a log on this machine: what the disk says. */
const OTHER = 'other';

function watchWritable(registers: Registry[], checkWritable: () => Promise<void>): void {
  new Gauge({
    name: 'kabinet_log_unavailable',
    help: '1 beside the reason why nothing can be appended to the log now',
    labelNames: ['reason'],
    registers,
    async collect() {
      const found = await checkWritable().then(
        () => undefined,
        (error: unknown) => (error instanceof EventStoreUnavailable ? error.reason : undefined) ?? OTHER,
      );
      for (const reason of [...UNAVAILABLE_REASONS, OTHER]) this.set({ reason }, reason === found ? 1 : 0);
    },
  });
}
