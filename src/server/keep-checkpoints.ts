/** Signs checkpoints while a node runs: after so many events, after so many seconds, and once more at the end. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { EventStoreObserver } from '../event-store/sqlite/sqlite-event-store.js';
import type { ShutdownStep } from '../http/shutdown.js';
import { repeat } from './repeat.js';

/** An event waits so long for its proof at most (issue 4). */
const EVERY_MS = 10_000;

export interface CheckpointKeeper {
  /** For the store, which is open before there is a transparency log. */
  readonly observer: EventStoreObserver;
  start(audit: Pick<TransparencyLog, 'appended' | 'makeCheckpoint'>, failed: (error: unknown) => void): ShutdownStep;
}

/** `observer` hears of every commit as well. */
export function keepCheckpoints(observer: EventStoreObserver): CheckpointKeeper {
  let appended: (events: number) => void = () => undefined;
  return {
    observer: {
      onCommit(batch) {
        observer.onCommit(batch);
        appended(batch.events);
      },
      onConflict: () => observer.onConflict?.(),
    },
    start(audit, failed) {
      const quietly = (work: () => unknown): void => {
        try {
          work();
        } catch (error) {
          failed(error);
        }
      };
      appended = (events) => {
        quietly(() => {
          audit.appended(events);
        });
      };
      const repeated = repeat(() => Promise.resolve(quietly(() => audit.makeCheckpoint())), EVERY_MS, failed);
      return {
        name: 'checkpoints',
        async stop() {
          await repeated.stop();
          audit.makeCheckpoint();
        },
      };
    },
  };
}
