/**
 * Once the log does not agree with its transparency log, nothing is appended and nothing signed any more, until a start has compared all of it.
 * Whoever reads is answered still: what stands there is lost to nobody, and nothing more is built upon it.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogDisagrees } from '../audit/errors.js';
import type { SelfCheckReach } from '../audit/self-check.js';
import type { TransparencyLog } from '../audit/transparency-log.js';
import { EventStoreUnavailable } from '../event-store/errors.js';
import { guardedStore } from '../event-store/guarded-store.js';
import type { EventStore } from '../event-store/port.js';

/** In the data folder, with what was found: the next start compares the whole log, and removes it where that agrees. */
const MARK = 'log-disagrees';

export const reachAtStart = (folder: string, configured: SelfCheckReach): SelfCheckReach =>
  existsSync(join(folder, MARK)) ? 'whole' : configured;

export function forgetDisagreement(folder: string): void {
  rmSync(join(folder, MARK), { force: true });
}

/** Without what differs: `/readyz` shows no customer's streams. */
const REFUSED =
  "the event log does not agree with its transparency log: nothing is appended and nothing signed. This server's log says what differs";

type Signing = Pick<TransparencyLog, 'appended' | 'makeCheckpoint' | 'adopt'>;

export interface LogGuard {
  /** False once it has disagreed, which signing may find out too. */
  agrees(): boolean;
  /** From now on nothing is added. The first problem is the one that is kept. */
  disagrees(problem: string): void;
  /** Rejects while the log disagrees, without saying how. */
  assertAgrees(): void;
  guardAppends(store: EventStore): EventStore;
  guardSigning(audit: Signing): Signing;
}

export function createLogGuard(folder: string, onDisagreement: () => void): LogGuard {
  let problem: string | undefined;
  const disagrees = (found: string): void => {
    if (problem !== undefined) return;
    problem = found;
    onDisagreement();
    writeFileSync(join(folder, MARK), `${found}\n`, { mode: 0o600 });
  };
  const signing = <T>(sign: () => T): T => {
    if (problem !== undefined) throw new LogDisagrees(problem);
    try {
      return sign();
    } catch (error) {
      if (error instanceof LogDisagrees) disagrees(error.problem);
      throw error;
    }
  };
  return {
    agrees: () => problem === undefined,
    disagrees,
    assertAgrees() {
      if (problem !== undefined) throw new EventStoreUnavailable(REFUSED);
    },
    guardAppends: (store) => guardedStore(store, () => (problem === undefined ? undefined : new EventStoreUnavailable(REFUSED))),
    guardSigning: (audit) => ({
      appended: (events) => {
        signing(() => {
          audit.appended(events);
        });
      },
      makeCheckpoint: () => signing(() => audit.makeCheckpoint()),
      adopt: (checkpoint) => {
        signing(() => {
          audit.adopt(checkpoint);
        });
      },
    }),
  };
}
