/** What a node does by itself: the drift detector over its own read model, and on a worker the ticker, the case resolver and what was cut off. */
import type { ReadModel } from '../../projections/open-read-model.js';
import type { CommandDeps } from '../commands/deps.js';
import { diagnoseCase } from '../diagnosis/snapshot.js';
import type { Diagnosis } from '../diagnosis/cause.js';
import type { Question } from '../diagnosis/question.js';
import type { ShutdownStep } from '../http/shutdown.js';
import { followCases } from '../processes/follow-cases.js';
import { recordRepair } from '../processes/drift.js';
import { finishWhatWasCutOff } from '../processes/recovery.js';
import { recordExpiries } from '../processes/ticker.js';
import type { LogGuard } from './log-guard.js';
import { repeat } from './repeat.js';

/** How often the ticker looks for terms that have ended. */
const TICK_MS = 30_000;
/** A test clock may jump. */
const TEST_TICK_MS = 1_000;

/** All rows of 10,000,000 events at least once a day: 116 a second are asked for, 160 looked at. */
const DRIFT_STRETCH = 80;
const DRIFT_MS = 500;

export interface BackgroundOptions {
  readonly deps: CommandDeps;
  readonly readModel: ReadModel;
  readonly guard: Pick<LogGuard, 'agrees'>;
  readonly diagnose: (question: Question) => Promise<Diagnosis | undefined>;
  readonly testClock: boolean;
  /** False: other nodes do what is done for the log as a whole. */
  readonly worker: boolean;
  /** Other nodes leave work unfinished as well: it is looked for again and again, not only at start. */
  readonly hasOtherNodes: boolean;
  readonly log: { error(fields: Readonly<Record<string, unknown>>, message: string): void };
}

/** Answers the steps that end it, each of which waits for what is in hand. */
export function startBackground({
  deps,
  readModel,
  guard,
  diagnose,
  testClock,
  worker,
  hasOtherNodes,
  log,
}: BackgroundOptions): readonly ShutdownStep[] {
  const told = (message: string) => (error: unknown) => {
    log.error({ err: error }, message);
  };
  const tick = () => recordExpiries(deps, readModel.queries);
  const lookForDrift = async (): Promise<void> => {
    // Rows may be right where the log no longer is: nothing is put in their place then.
    if (!guard.agrees()) return;
    const { repaired } = await readModel.checkDrift(DRIFT_STRETCH);
    if (repaired.length === 0) return;
    log.error({ rows: repaired }, 'rows were not what the log says: they were repaired');
    await recordRepair(deps, repaired);
  };
  const driftDetector = repeat(lookForDrift, DRIFT_MS, told('the drift detector could not look: it tries again'));
  const own: ShutdownStep = { name: 'drift detector', stop: () => driftDetector.stop() };
  if (!worker) return [own];
  const ticker = repeat(tick, testClock ? TEST_TICK_MS : TICK_MS, told('the ticker could not append: it tries again'));
  const finish = (): Promise<unknown> => (hasOtherNodes ? finishWhatWasCutOff(deps, readModel.queries) : Promise.resolve());
  const finisher = repeat(finish, TICK_MS, told('what was cut off could not be finished: it is tried again'));
  const cases = followCases({
    ...deps,
    queries: readModel.queries,
    diagnose: diagnoseCase(diagnose),
    failed: told('a support case could not be looked at'),
  });
  return [
    { name: 'ticker', stop: () => ticker.stop() },
    own,
    { name: 'what was cut off', stop: () => finisher.stop() },
    { name: 'support cases', stop: () => cases.stop() },
  ];
}
