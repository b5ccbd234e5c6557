/** Looks at open support cases as their turn comes, in a fixed share of the process's time (docs/decisions/0014). */
import { setTimeout as delay } from 'node:timers/promises';
import type { CaseId } from '../domain/ids.js';
import type { ReadModelQueries } from '../../projections/queries.js';
import { CaseAgenda, type AgendaQueries } from './case-agenda.js';
import { lookAtCase, type CaseLookDeps } from './case-resolver.js';

export interface FollowCasesDeps extends CaseLookDeps {
  readonly queries: CaseLookDeps['queries'] & AgendaQueries & Pick<ReadModelQueries, 'onAdvance'>;
  /** What went wrong with a case; it is tried again when something happens, and by the sweep. */
  readonly failed: (error: unknown) => void;
  /** How often the clocks are looked at. */
  readonly tickMs?: number;
}

export interface CaseFollower {
  /** Resolves when nothing is due. */
  idle(): Promise<void>;
  /** Ends the following, and resolves when what is under way is done. */
  stop(): Promise<void>;
}

const TICK_MS = 1_000;
/** After a look, rest for so many times as long as it took: a look in five. */
const REST = 4;
const MOST_REST_MS = 500;
/** Where the read model is behind, it is asked again then, or when it comes on. */
const BEHIND_MS = 1_000;

/** Begins with a sweep over all open cases. */
export function followCases(deps: FollowCasesDeps): CaseFollower {
  const agenda = new CaseAgenda(deps.queries, () => performance.now());
  const stopping = new AbortController();
  let lastPosition = deps.queries.checkpoint().position;
  let running: Promise<void> | undefined;
  let heldUp: AbortController | undefined;

  const sleep = async (ms: number, signal: AbortSignal = stopping.signal): Promise<void> => {
    // Rejects only where it is told to end.
    await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
  };
  const look = async (id: CaseId): Promise<void> => {
    const start = performance.now();
    try {
      const { result, wakeAt } = await lookAtCase(deps, id);
      if (result === 'BEHIND') {
        agenda.again(id);
        heldUp = new AbortController();
        await sleep(BEHIND_MS, AbortSignal.any([stopping.signal, heldUp.signal]));
        heldUp = undefined;
        return;
      }
      agenda.wakeAt(id, wakeAt);
    } catch (error) {
      deps.failed(error);
    }
    await sleep(Math.min((performance.now() - start) * REST, MOST_REST_MS));
  };
  const work = async (): Promise<void> => {
    // Before the first step, for whoever starts it has to know it by then.
    await Promise.resolve();
    try {
      for (let next = agenda.next(); next && !stopping.signal.aborted; next = agenda.next()) {
        if ('id' in next) await look(next.id);
        else await sleep(next.inMs);
      }
    } catch (error) {
      // The read model cannot be asked just now: the next step, or the next tick, goes on.
      deps.failed(error);
    }
    running = undefined;
  };
  const wake = (): void => {
    if (!stopping.signal.aborted) running ??= work();
  };

  const stopListening = deps.queries.onAdvance((position, touched) => {
    // A step without a new position is a repair: rows have changed, and no event says which.
    if (position === lastPosition) agenda.sweep();
    lastPosition = position;
    try {
      agenda.heard(touched);
    } catch (error) {
      // What this step was about is not known: all cases, then.
      agenda.sweep();
      deps.failed(error);
    }
    heldUp?.abort();
    wake();
  });
  const timer = setInterval(() => {
    agenda.tick(deps.now());
    wake();
  }, deps.tickMs ?? TICK_MS);
  timer.unref();
  wake();

  const idle = async (): Promise<void> => {
    while (running) await running;
  };
  return {
    idle,
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      stopListening();
      await idle();
    },
  };
}
