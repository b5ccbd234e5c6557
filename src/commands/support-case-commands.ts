/** What touches a support case's own stream alone: opened by whoever misses a license, resolved by support. */
import type { Actor } from '../domain/events.js';
import type { DiagnosisSnapshot } from '../domain/diagnosis-snapshot.js';
import type { CaseId, Instant, LicenseId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { accept, refuse } from '../domain/refusal.js';
import {
  nothingWrong,
  resolveCase,
  type CaseQuestion,
  type SupportCaseEvent,
  type SupportCaseState,
} from '../domain/support-case.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { idText } from './identity.js';
import { MOST_NOTE_LETTERS, optionalText, requiredText } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { reachAccount, reachCase } from './reach.js';
import { derivedBytes } from './request.js';
import { caseOf, load } from './streams.js';

type CaseOutcome = Promise<Outcome<{ readonly caseId: CaseId }>>;

export interface OpenCaseInput {
  readonly accountId: string;
  readonly question: CaseQuestion;
  /** Made once the account is known to be the asker's; a retry of the same request may find another, and the first one stands. */
  readonly diagnose: () => Promise<DiagnosisSnapshot>;
  readonly message?: string;
}

export function openSupportCase(
  deps: CommandDeps,
  call: Call,
  { accountId, question, diagnose, message: typed }: OpenCaseInput,
): CaseOutcome {
  const asked = { accountId, question, message: typed };
  return withRequest(deps, call, 'openSupportCase', asked, plainMemory(), async (request) => {
    const account = await reachAccount(deps.store, call.asker, accountId);
    if (!account.ok) return refused(account.refusal);
    const message = optionalText(typed, ['message'], MOST_NOTE_LETTERS);
    if (!message.ok) return refused(message.refusal);
    const diagnosis = await diagnose();
    const caseId = `case_${idText(derivedBytes(deps.keys, request, 'case'))}` as CaseId;
    const event: SupportCaseEvent = {
      type: 'SupportCaseOpened',
      data: {
        accountId: account.id,
        message: message.value === null ? null : personal(caseId, message.value),
        question,
        diagnosis,
        waitsFor: waitedFor(question, diagnosis),
      },
    };
    const opened = await change(deps, request, caseOf(caseId), { account: account.id, step: 'case' }, () => accept(event));
    return opened.ok ? done({ caseId }, opened.position) : refused(opened.refusal);
  });
}

function waitedFor({ code, licenseId }: CaseQuestion, diagnosis: DiagnosisSnapshot): LicenseId | null {
  if (diagnosis.listed && nothingWrong(diagnosis)) return null;
  return diagnosis.licenseId ?? (code?.ok === true ? code.licenseId : licenseId);
}

export function resolveSupportCase(
  deps: CommandDeps,
  call: Call,
  input: { readonly caseId: string; readonly note: string },
): CaseOutcome {
  return withRequest(deps, call, 'resolveSupportCase', input, plainMemory(), async (request) => {
    const note = requiredText(input.note, ['note'], MOST_NOTE_LETTERS);
    if (!note.ok) return refused(note.refusal);
    const reached = await reachCase(deps.store, call.asker, input.caseId);
    if (!reached.ok) return refused(reached.refusal);
    const { id: caseId } = reached;
    const { accountId: account } = reached.state;
    const resolved = await change(deps, request, caseOf(caseId), { account, step: 'resolve' }, (state) =>
      state ? resolveCase(state, personal(caseId, note.value)) : refuse('NOT_FOUND', ['caseId']),
    );
    return resolved.ok ? done({ caseId }, resolved.position) : refused(resolved.refusal);
  });
}

export interface CaseByLog {
  readonly state: SupportCaseState;
  readonly openedAt: Instant;
  readonly openedBy: Actor;
  readonly resolvedAt: Instant | null;
  readonly resolvedBy: Actor | null;
}

/** A case as the log has it, for an answer that cannot wait for the read model. The caller has just opened or resolved it. */
export async function caseByLog({ store }: Pick<CommandDeps, 'store'>, id: CaseId): Promise<CaseByLog | undefined> {
  const { state, events } = await load(store, caseOf(id));
  const [opened] = events;
  const resolved = events.find(({ type }) => type === 'SupportCaseResolved');
  return (
    state &&
    opened && {
      state,
      openedAt: opened.recordedAt,
      openedBy: opened.metadata.actor,
      resolvedAt: resolved?.recordedAt ?? null,
      resolvedBy: resolved?.metadata.actor ?? null,
    }
  );
}
