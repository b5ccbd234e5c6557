/** Goes round the whole log while a node serves it, and lets nothing be added once something in it is not what it was. */
import { ContinuousCheck } from '../audit/continuous-check.js';
import type { TransparencyLog } from '../audit/transparency-log.js';
import { EventLogDamaged } from '../event-store/errors.js';
import type { NodeEventStore } from '../event-store/node-event-store.js';
import type { LogMetrics } from '../http/log-metrics.js';
import type { ShutdownStep } from '../http/shutdown.js';
import type { LogGuard } from './log-guard.js';
import { repeat } from './repeat.js';

/** All of 10,000,000 events at least once a day: 116 a second are asked for, and a tile of 256 is looked at. */
const EVERY_MS = 1_000;

export interface WatchLogOptions {
  readonly store: Pick<NodeEventStore, 'tree' | 'checkpoints' | 'readAll' | 'index'>;
  readonly audit: Pick<TransparencyLog, 'checkpoint'>;
  readonly guard: LogGuard;
  readonly metrics: LogMetrics;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly everyMs?: number;
}

/** Answers the step that ends it, which waits for what is in hand. */
export function watchLog({ store, audit, guard, metrics, log, everyMs = EVERY_MS }: WatchLogOptions): ShutdownStep {
  const { tree, checkpoints, index } = store;
  const newCheck = () =>
    new ContinuousCheck({
      tree,
      store: checkpoints,
      checkpoint: () => audit.checkpoint(),
      async pageAfter(position) {
        // What this node remembers of the log would agree with what it has indexed.
        if (index) return index.pageAfter(position);
        for await (const page of store.readAll({ after: position })) return page;
        return [];
      },
    });
  let check: ContinuousCheck | undefined;
  const look = async (): Promise<void> => {
    // An index that is mended meanwhile has other places.
    if (!guard.agrees()) {
      check = undefined;
      return;
    }
    check ??= newCheck();
    const { events, problem } = await check.next();
    metrics.eventsChecked(events);
    if (problem !== undefined) guard.disagrees(problem);
  };
  const repeated = repeat(look, everyMs, (error) => {
    if (error instanceof EventLogDamaged) guard.disagrees(error.message);
    else log.error({ err: error }, 'the event log could not be compared with its hashes: it is tried again');
  });
  return { name: 'log check', stop: () => repeated.stop() };
}
