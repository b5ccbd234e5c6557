/**
 * A support case whose license has come into the list, and which has no cause any more, resolves itself (issue 3, point 4). Every id is
 * derived from the case: two resolvers of one log do what one would.
 *
 * A case is looked at again when the row of its license, or of that license's device, has changed, after a repair, and once at start;
 * what ends by the clock alone is found at the next of these.
 */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import { isListed } from '../commands/listing.js';
import type { CommandRequest } from '../commands/request.js';
import { caseOf, licenseOf, load } from '../commands/streams.js';
import type { DiagnosisSnapshot } from '../domain/diagnosis-snapshot.js';
import type { AccountId, CaseId } from '../domain/ids.js';
import { refuse } from '../domain/refusal.js';
import { resolveCaseItself, type CaseQuestion, type SupportCaseState } from '../domain/support-case.js';
import type { ReadModelQueries } from '../../projections/queries.js';

export interface CaseResolverDeps extends CommandDeps {
  readonly queries: Pick<ReadModelQueries, 'answerableCases' | 'onAdvance'>;
  /** The question of a case once more, as its account sees it; undefined where there is no such account. */
  readonly diagnose: (account: AccountId, question: CaseQuestion) => Promise<DiagnosisSnapshot | undefined>;
  /** What went wrong, with a case or with the look itself; a case is tried again when its rows change. */
  readonly failed: (error: unknown) => void;
}

export interface CaseResolver {
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  /** Ends the following, and resolves when what is under way is done. */
  stop(): Promise<void>;
}

const MOST_AT_ONCE = 1_000;

/** Looks once now, and then after every step of the read model. */
export function followCases(deps: CaseResolverDeps): CaseResolver {
  let judged: ReadonlyMap<CaseId, string> = new Map();
  let lastPosition = -1;
  let wanted = true;
  let stopped = false;

  const look = async (): Promise<void> => {
    wanted = false;
    const before = judged;
    const now = new Map<CaseId, string>();
    for (const { id, rowsAt } of deps.queries.answerableCases(MOST_AT_ONCE)) {
      if (stopped) return;
      if (before.get(id) === rowsAt || (await settled(deps, id))) now.set(id, rowsAt);
    }
    // A repair meanwhile has emptied it: what was judged before it is judged again.
    if (judged === before) judged = now;
  };
  const start = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      deps.failed(error);
    }
    running = wanted && !stopped ? start() : undefined;
  };
  let running: Promise<void> | undefined = start();

  const stopListening = deps.queries.onAdvance((position) => {
    // A step without a new position is a repair: rows have changed under the positions that they had.
    if (position === lastPosition) judged = new Map();
    lastPosition = position;
    wanted = true;
    running ??= start();
  });
  const idle = async (): Promise<void> => {
    while (running) await running;
  };
  return {
    idle,
    stop: async () => {
      stopped = true;
      stopListening();
      await idle();
    },
  };
}

/** False where the list is still behind: the next step may say something else although no row of the case changes. */
async function settled(deps: CaseResolverDeps, id: CaseId): Promise<boolean> {
  try {
    return (await resolveIfAnswered(deps, id)) !== 'BEHIND';
  } catch (error) {
    deps.failed(error);
    return true;
  }
}

/** Whether the case was resolved, now or before; BEHIND where the read model has not come far enough to tell. */
export async function resolveIfAnswered(
  deps: Omit<CaseResolverDeps, 'queries' | 'failed'>,
  caseId: CaseId,
): Promise<'RESOLVED' | 'OPEN' | 'BEHIND'> {
  const { state } = await load(deps.store, caseOf(caseId));
  if (!state) return 'OPEN';
  if (state.status === 'RESOLVED') return 'RESOLVED';
  if (!(await isListedByLog(deps, state))) return 'OPEN';
  const diagnosis = await deps.diagnose(state.accountId, state.question);
  if (!diagnosis) return 'OPEN';
  if (diagnosis.causes.some(({ code }) => code === 'PROJECTION_BEHIND')) return 'BEHIND';
  const context = { account: state.accountId, step: 'resolve' };
  const resolved = await change(deps, requestOfCase(deps, caseId), caseOf(caseId), context, (current) =>
    current ? resolveCaseItself(current, diagnosis) : refuse('NOT_FOUND', ['caseId']),
  );
  return resolved.ok && resolved.state?.status === 'RESOLVED' ? 'RESOLVED' : 'OPEN';
}

async function isListedByLog({ store }: CommandDeps, { waitsFor, accountId }: SupportCaseState): Promise<boolean> {
  if (waitsFor === null) return false;
  const { state } = await load(store, licenseOf(waitsFor));
  return state !== undefined && isListed(store, state, accountId);
}

function requestOfCase({ keys, now }: CommandDeps, caseId: CaseId): CommandRequest {
  const id = `req_${idText(keys.lookUp.hash('case-resolver', caseId))}`;
  const actor = { role: null, id: 'case-resolver', name: null };
  return { id, instant: now(), actor, correlationId: id, causationId: null };
}
