import { openAccount as decideOpening } from '../domain/account.js';
import type { AccountId } from '../domain/ids.js';
import { parseAccountId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { accept, refusal, refuse } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { idText } from './identity.js';
import { optionalText, requiredName } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { derivedBytes } from './request.js';
import { reachAccount } from './reach.js';
import { accountOf } from './streams.js';

const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;

export function openAccount(
  deps: CommandDeps,
  call: Call,
  input: { readonly accountId?: string; readonly name: string; readonly locale?: string; readonly timeZone?: string },
): Promise<Outcome<{ readonly accountId: AccountId }>> {
  return withRequest(deps, call, 'openAccount', input, plainMemory(), async (request) => {
    const name = requiredName(input.name, ['name']);
    if (!name.ok) return refused(name.refusal);
    const locale = optionalText(input.locale, ['locale'], 5);
    if (!locale.ok || (locale.value !== null && !LOCALE.test(locale.value))) return refused(refusal('INVALID_INPUT', ['locale']));
    const made = `acc_${idText(derivedBytes(deps.keys, request, 'account'))}`;
    const id = parseAccountId(input.accountId ?? made);
    if (!id) return refused(refusal('INVALID_INPUT', ['accountId']));
    const account = { name: personal(id, name.value), locale: locale.value, timeZone: input.timeZone ?? null };
    const changed = await change(deps, request, accountOf(id), { account: id, step: 'open' }, (state) =>
      decideOpening(state, account),
    );
    return changed.ok ? done({ accountId: id }, changed.position) : refused(changed.refusal);
  });
}

const MOST_COMMENT_LETTERS = 500;

/** Kept in the account's stream, with the causes as they were shown. */
export function rateDiagnosis(
  deps: CommandDeps,
  call: Call,
  input: {
    readonly accountId: string;
    readonly helped: boolean;
    readonly causes: readonly string[];
    readonly comment?: string;
  },
): Promise<Outcome<{ readonly accountId: AccountId }>> {
  return withRequest(deps, call, 'rateDiagnosis', input, plainMemory(), async (request) => {
    const comment = optionalText(input.comment, ['comment'], MOST_COMMENT_LETTERS);
    if (!comment.ok) return refused(comment.refusal);
    const account = await reachAccount(deps.store, call.asker, input.accountId);
    if (!account.ok) return refused(account.refusal);
    const { id } = account;
    const { helped, causes } = input;
    const data = { helped, causes: [...new Set(causes)], comment: comment.value === null ? null : personal(id, comment.value) };
    const changed = await change(deps, request, accountOf(id), { account: id, step: 'rate' }, (state) =>
      state ? accept({ type: 'DiagnosisRated', data }) : refuse('NOT_FOUND', ['accountId']),
    );
    return changed.ok ? done({ accountId: id }, changed.position) : refused(changed.refusal);
  });
}
