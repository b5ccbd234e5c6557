import { openAccount as decideOpening } from '../domain/account.js';
import type { AccountId } from '../domain/ids.js';
import { parseAccountId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { refusal } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { idText } from './identity.js';
import { optionalText, requiredText } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { derivedBytes } from './request.js';
import { accountOf } from './streams.js';

const LOCALE = /^[a-z]{2}(-[A-Z]{2})?$/;

export function openAccount(
  deps: CommandDeps,
  call: Call,
  input: { readonly accountId?: string; readonly name: string; readonly locale?: string; readonly timeZone?: string },
): Promise<Outcome<{ readonly accountId: AccountId }>> {
  return withRequest(deps, call, 'openAccount', input, plainMemory(), async (request) => {
    const name = requiredText(input.name, ['name']);
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
