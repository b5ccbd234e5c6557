/**
 * Keeps this node's index the log, while it serves. A worker compares what it has indexed with the log, read anew, before it is signed. And whatever
 * disagrees on this node, the index is suspected first: it is compared as a whole and made anew where it is wrong, and the read model after it.
 * Only what disagrees then is a disagreement of the log with what was signed, and remains one until an operator has looked.
 */
import type { KeyObject } from 'node:crypto';
import type { ReadModel } from '../../projections/open-read-model.js';
import { LogDisagrees } from '../audit/errors.js';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { CheckpointExchange, NodeEventStore, NodeIndex } from '../event-store/node-event-store.js';
import { areRowsStale, forgetStaleRows } from '../event-store/stale-rows.js';
import type { LogMetrics } from '../http/log-metrics.js';
import type { ShutdownStep } from '../http/shutdown.js';
import type { LogGuard } from './log-guard.js';
import { indexTheLog } from './open-log-of-nodes.js';
import { repeat } from './repeat.js';
import { CUT } from './server-news.js';
import { signedProblem, WAY_OUT_OF_NODES } from './signed-by-nodes.js';

const EVERY_MS = 1_000;

export interface KeepIndexOptions {
  readonly index: NodeIndex;
  readonly exchange: CheckpointExchange;
  readonly tree: NodeEventStore['tree'];
  readonly audit: Pick<TransparencyLog, 'checkpoint'>;
  readonly trusted: readonly KeyObject[];
  readonly guard: LogGuard;
  readonly readModel: Pick<ReadModel, 'rebuild'>;
  readonly folder: string;
  /** This node signs. */
  readonly signs: boolean;
  readonly metrics: Pick<LogMetrics, 'agreesAgain'>;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
  readonly everyMs?: number;
}

export interface IndexKeeper extends ShutdownStep {
  /** Before what was indexed last is signed. Never rejects: what cannot be compared is not signed. */
  compareNow(): Promise<void>;
}

export function keepIndex(options: KeepIndexOptions): IndexKeeper {
  const { index, guard, signs, folder, log, everyMs = EVERY_MS } = options;
  const judged = new Judged();
  const compareLast = async (): Promise<void> => {
    if (!signs || !guard.agrees()) return;
    const found = await index.compare();
    if (found.kind === 'changed') guard.disagrees(found.problem);
    if (found.kind === 'cut') log.error({ size: found.size }, CUT);
  };
  const look = async (): Promise<void> => {
    await compareLast();
    if (!guard.agrees()) await reconcile(options, judged);
    else if (areRowsStale(folder)) await guard.whileMending(() => mend(options, undefined));
  };
  const failed = (error: unknown): void => {
    log.error({ err: error }, 'the index of this node could not be compared with the event log: it is tried again');
  };
  const repeated = repeat(look, everyMs, failed);
  return {
    name: 'index check',
    compareNow: () => compareLast().catch(failed),
    stop: () => repeated.stop(),
  };
}

/** What was found about a disagreement is told once, and looked for again when another node has signed something else. */
class Judged {
  #note: string | undefined;
  #isJudged = false;

  is(shared: StoredCheckpoint | undefined): boolean {
    return this.#isJudged && this.#note === shared?.note;
  }

  add(shared: StoredCheckpoint | undefined): void {
    [this.#isJudged, this.#note] = [true, shared?.note];
  }

  forget(): void {
    this.#isJudged = false;
  }
}

async function reconcile(options: KeepIndexOptions, judged: Judged): Promise<void> {
  const { guard, exchange, metrics, log } = options;
  const shared = await exchange.last();
  if (judged.is(shared)) return;
  await guard.whileMending(async () => {
    const problem = await problemAfterMending(options, shared);
    if (problem !== undefined) {
      judged.add(shared);
      log.error({ problem }, `THE EVENT LOG IS NOT WHAT WAS SIGNED. ${WAY_OUT_OF_NODES}`);
      return;
    }
    judged.forget();
    guard.agreesAgain();
    metrics.agreesAgain();
    log.error({}, "this node's index is the event log, and what was signed is too: it appends and signs again");
  });
}

async function problemAfterMending(options: KeepIndexOptions, shared: StoredCheckpoint | undefined): Promise<string | undefined> {
  const { tree, audit, trusted } = options;
  try {
    await mend(options, 0);
  } catch (error) {
    if (error instanceof LogDisagrees) return error.problem;
    throw error;
  }
  const signed = [audit.checkpoint(), ...(shared ? [shared] : [])];
  return signed.map((checkpoint) => signedProblem(tree, checkpoint, trusted)).find((problem) => problem !== undefined);
}

/** The index, and the rows that were built by it. */
async function mend({ index, readModel, folder, log }: KeepIndexOptions, from: number | undefined): Promise<void> {
  await indexTheLog(index, from, (size) => {
    log.error({ size }, CUT);
  });
  if (!areRowsStale(folder)) return;
  await readModel.rebuild();
  forgetStaleRows(folder);
}
