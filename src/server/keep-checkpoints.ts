/** Signs checkpoints while a node runs: after so many events, after so many seconds, and once more at the end. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { EventStoreObserver } from '../event-store/observer.js';
import type { ShutdownStep } from '../http/shutdown.js';
import { repeat } from './repeat.js';

/** An event waits so long for its proof at most (issue 4). */
const EVERY_MS = 10_000;

export interface CheckpointKeeper {
  /** For the store, which is open before there is a transparency log. */
  readonly observer: EventStoreObserver;
  /** `before`: done before every checkpoint that the clock asks for. */
  start(
    audit: Pick<TransparencyLog, 'appended' | 'makeCheckpoint'>,
    failed: (error: unknown) => void,
    before?: () => Promise<void>,
  ): ShutdownStep;
  /** Why the last one could not be signed; undefined where it could. */
  failure(): unknown;
}

/** `observer` hears of every commit as well. Events of other nodes count too. */
export function keepCheckpoints(observer: EventStoreObserver, everyMs = EVERY_MS): CheckpointKeeper {
  let appended: (events: number) => void = () => undefined;
  let failure: unknown;
  return {
    observer: {
      onCommit(batch) {
        observer.onCommit(batch);
      },
      onSealed(events) {
        appended(events);
      },
      onConflict: () => observer.onConflict?.(),
    },
    start(audit, failed, before = () => Promise.resolve()) {
      const quietly = (work: () => unknown): void => {
        try {
          work();
        } catch (error) {
          failure = error;
          failed(error);
        }
      };
      appended = (events) => {
        quietly(() => {
          audit.appended(events);
        });
      };
      const sign = (): void => {
        quietly(() => {
          audit.makeCheckpoint();
          // Only here: an append that signs nothing, because not enough came since, has mended nothing.
          failure = undefined;
        });
      };
      const repeated = repeat(() => before().then(sign), everyMs, failed);
      return {
        name: 'checkpoints',
        async stop() {
          await repeated.stop();
          await before();
          audit.makeCheckpoint();
        },
      };
    },
    failure: () => failure,
  };
}
