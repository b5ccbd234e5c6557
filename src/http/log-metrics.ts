/** What an operator counts of the transparency log. */
import { Counter, Gauge, type Registry } from 'prom-client';

export interface LogMetrics {
  /** So many events were compared with their hashes. */
  eventsChecked(events: number): void;
  checkpointFailed(): void;
  /** Nothing is appended any more. */
  disagreed(): void;
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
    agreesAgain() {
      disagreement.set(0);
    },
  };
}
