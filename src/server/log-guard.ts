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
import { rememberedStreams } from '../event-store/remembered-streams.js';
import { verifiedStore } from '../audit/verified-store.js';
import type { TreeHashes } from '../audit/tiles.js';

/** In the data folder, with what was found: the next start compares the whole log, and removes it where that agrees. */
const MARK = 'log-disagrees';

/** Events that a start compares in about two seconds: of a log no larger than that, none is left out. */
const SOON_COMPARED = 200_000;

export const reachAtStart = (folder: string, configured: SelfCheckReach, events: number): SelfCheckReach =>
  events <= SOON_COMPARED || existsSync(join(folder, MARK)) ? 'whole' : configured;

export function forgetDisagreement(folder: string): void {
  rmSync(join(folder, MARK), { force: true });
}

/** Without what differs: `/readyz` shows no customer's streams. */
const REFUSED =
  "the event log does not agree with its transparency log: nothing is appended and nothing signed. This server's log says what differs";

const MENDING =
  "this node's index was not the event log: it is compared with the log, and index and read model are made anew where they differ";

type Signing = Pick<TransparencyLog, 'appended' | 'makeCheckpoint' | 'adopt'>;
type Proving = Pick<TransparencyLog, 'checkpoint' | 'indexOf' | 'proofOf' | 'verifierKeys'>;

export interface Proofs extends Pick<TransparencyLog, 'checkpoint' | 'indexOf' | 'verifierKeys'> {
  /** As of the transparency log; rejects with EventStoreUnavailable where the event is no longer the one that was appended. */
  proofOf(position: number): Promise<string | null>;
}

export interface LogGuard {
  /** False once it has disagreed, which signing may find out too. */
  agrees(): boolean;
  /** From now on nothing is added. The first problem is the one that is kept. */
  disagrees(problem: string): void;
  /** What disagreed was this node's own index, and does no longer. */
  agreesAgain(): void;
  /** Meanwhile nothing is appended either; `/readyz` says so. */
  whileMending(mend: () => Promise<void>): Promise<void>;
  /** Rejects while the log disagrees, without saying how. */
  assertAgrees(): void;
  guardAppends(store: EventStore): EventStore;
  /** For whoever decides or diagnoses from the log: as `guardReads` and `guardAppends`, and what was forged cannot be read for now. */
  guardCommands(store: EventStore & { readonly tree: TreeHashes }): EventStore;
  guardSigning(audit: Signing): Signing;
  /** For whoever folds events anew: an event that is not the one that was appended is a disagreement, and is not read. */
  guardReads(store: EventStore & { readonly tree: TreeHashes }): EventStore;
  /** `events`: as `guardReads` answers them. */
  guardProofs(audit: Proving, events: Pick<EventStore, 'readAll'>): Proofs;
}

export function createLogGuard(folder: string, onDisagreement: (problem: string) => void): LogGuard {
  let problem: string | undefined;
  let isMending = false;
  const disagrees = (found: string): void => {
    if (problem !== undefined) return;
    problem = found;
    onDisagreement(found);
    writeFileSync(join(folder, MARK), `${found}\n`, { mode: 0o600 });
  };
  const refuse = (found: string): never => {
    disagrees(found);
    throw new EventStoreUnavailable(REFUSED);
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
  const refusal = (): Error | undefined => {
    if (isMending) return new EventStoreUnavailable(MENDING);
    return problem === undefined ? undefined : new EventStoreUnavailable(REFUSED);
  };
  return {
    agrees: () => problem === undefined && !isMending,
    disagrees,
    agreesAgain() {
      problem = undefined;
      forgetDisagreement(folder);
    },
    async whileMending(mend) {
      isMending = true;
      try {
        await mend();
      } finally {
        isMending = false;
      }
    },
    assertAgrees() {
      const refused = refusal();
      if (refused) throw refused;
    },
    guardAppends: (store) => guardedStore(store, refusal),
    guardCommands: (store) => guardedStore(rememberedStreams(verifiedStore(store, store.tree, refuse)), refusal),
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
    guardReads: (store) => verifiedStore(store, store.tree, disagrees),
    guardProofs: (audit, events) => ({
      verifierKeys: audit.verifierKeys,
      checkpoint: () => audit.checkpoint(),
      indexOf: (position) => audit.indexOf(position),
      async proofOf(position) {
        const proof = audit.proofOf(position);
        if (proof !== null) await readOne(events, position);
        return proof;
      },
    }),
  };
}

async function readOne(events: Pick<EventStore, 'readAll'>, position: number): Promise<void> {
  try {
    for await (const page of events.readAll({ after: position - 1, upTo: position })) if (page.length > 0) return;
  } catch (error) {
    throw error instanceof LogDisagrees ? new EventStoreUnavailable(REFUSED) : error;
  }
}
