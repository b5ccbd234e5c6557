/**
 * A support case whose license has come into the list, and which has no cause any more, resolves itself (issue 3, point 4); a diagnosis that
 * finds other causes than the last one is attached to it. Every id is derived from the case: two resolvers of one log do what one would.
 */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { idText } from '../commands/identity.js';
import { isListed } from '../commands/listing.js';
import { causedBy, type CommandRequest } from '../commands/request.js';
import { caseOf, licenseOf, load, orderOf } from '../commands/streams.js';
import type { DiagnosisSnapshot } from '../domain/diagnosis-snapshot.js';
import { streamKind, type AccountId, type CaseId, type Instant, type LicenseId, type OrderId } from '../domain/ids.js';
import { accept } from '../domain/refusal.js';
import {
  attachDiagnosis,
  isAnswered,
  resolveCaseItself,
  type CaseFacts,
  type CaseQuestion,
  type SupportCaseState,
} from '../domain/support-case.js';
import { decodeEvent } from '../event-store/codec.js';
import type { ReadModelQueries } from '../../projections/queries.js';

export interface CaseLookDeps extends CommandDeps {
  readonly queries: Pick<ReadModelQueries, 'checkpoint' | 'waitFor'>;
  /** The question of a case once more, as its account sees it; undefined where there is no such account. */
  readonly diagnose: (account: AccountId, question: CaseQuestion) => Promise<DiagnosisSnapshot | undefined>;
}

export interface Look {
  /** BEHIND: the read model has not come far enough to tell. */
  readonly result: 'RESOLVED' | 'OPEN' | 'BEHIND';
  /** When one of its causes ends by the clock alone. */
  readonly wakeAt: Instant | null;
}

/** How long a look waits for the read model. It follows within milliseconds, unless something holds it up. */
const WAIT_MS = 500;

/** Asks the question of the case once more, and resolves the case or attaches what is new. */
export async function lookAtCase(deps: CaseLookDeps, caseId: CaseId): Promise<Look> {
  const open: Look = { result: 'OPEN', wakeAt: null };
  const { state, events } = await load(deps.store, caseOf(caseId));
  const [opened] = events;
  if (!state || !opened) return open;
  if (state.status === 'RESOLVED') return { ...open, result: 'RESOLVED' };
  const head = await deps.store.head();
  if ((await deps.queries.waitFor(head.position, WAIT_MS)) === 'behind') return { ...open, result: 'BEHIND' };
  const { position: seen } = deps.queries.checkpoint();
  const diagnosis = await deps.diagnose(state.accountId, state.question);
  if (!diagnosis) return open;
  const behind = diagnosis.causes.some(({ code }) => code === 'PROJECTION_BEHIND');
  if (behind || (await happenedBetween(deps, state, seen, diagnosis.position))) return { ...open, result: 'BEHIND' };
  const facts = await factsOf(deps, state, diagnosis);
  const context = { account: state.accountId, step: stepOf(state, diagnosis, facts) };
  const changed = await change(deps, causedBy(requestOfCase(deps, caseId), opened.id), caseOf(caseId), context, (current) => {
    if (!current) return accept();
    return isAnswered(current, diagnosis, facts)
      ? resolveCaseItself(current, diagnosis, facts)
      : attachDiagnosis(current, diagnosis);
  });
  if (changed.ok && changed.state?.status === 'RESOLVED') return { ...open, result: 'RESOLVED' };
  return { result: 'OPEN', wakeAt: nextEnd(diagnosis, deps.now()) };
}

/** The account's own events that the log had when it was asked, and the read model not yet: the rows say less than they will. */
async function happenedBetween(
  { store }: CommandDeps,
  { accountId }: SupportCaseState,
  after: number,
  upTo: number,
): Promise<boolean> {
  if (upTo <= after) return false;
  for await (const page of store.readAll({ after, upTo })) {
    if (page.some((stored) => streamKind(stored.stream) !== 'case' && decodeEvent(stored).metadata.account === accountId))
      return true;
  }
  return false;
}

async function factsOf(deps: CommandDeps, state: SupportCaseState, { licenseId, causes }: DiagnosisSnapshot): Promise<CaseFacts> {
  const { accountId, question } = state;
  if (causes.length > 0 && question.orderId === null) return { licenseListed: false, orderArrived: false };
  return {
    licenseListed: licenseId !== null && (await isListedByLog(deps, licenseId, accountId)),
    orderArrived: question.orderId !== null && (await hasArrived(deps, question.orderId, accountId)),
  };
}

async function isListedByLog({ store }: CommandDeps, license: LicenseId, account: AccountId): Promise<boolean> {
  const { state } = await load(store, licenseOf(license));
  return state !== undefined && isListed(store, state, account);
}

async function hasArrived(deps: CommandDeps, orderId: OrderId, account: AccountId): Promise<boolean> {
  const { state: order } = await load(deps.store, orderOf(orderId));
  if (order?.accountId !== account || order.status !== 'FULFILLED') return false;
  const licenses = order.fulfilled.flatMap(({ licenseIds }) => licenseIds);
  for (const license of licenses) if (!(await isListedByLog(deps, license, account))) return false;
  return licenses.length > 0;
}

/** A step that only this change has: the same one by two resolvers is made once. */
const stepOf = (state: SupportCaseState, diagnosis: DiagnosisSnapshot, facts: CaseFacts): string =>
  isAnswered(state, diagnosis, facts) ? 'resolve' : `diagnosis:${String(state.diagnoses.length)}`;

/** The first end among the causes that lies ahead. */
function nextEnd({ causes }: DiagnosisSnapshot, now: Instant): Instant | null {
  const ends = causes.flatMap(({ details: { until } }) => (typeof until === 'string' && until > now ? [until as Instant] : []));
  return ends.sort()[0] ?? null;
}

function requestOfCase({ keys, now }: CommandDeps, caseId: CaseId): CommandRequest {
  const id = `req_${idText(keys.lookUp.hash('case-resolver', caseId))}`;
  const actor = { role: null, id: 'case-resolver', name: null };
  return { id, instant: now(), actor, correlationId: id, causationId: null };
}
