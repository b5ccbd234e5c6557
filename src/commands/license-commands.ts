/** What touches a license's own stream alone: list, reveal, withdraw. Activation, unlinking and release are processes. */
import { formatCode } from '../domain/activation-code.js';
import {
  removeLicenseFromList as decideRemoval,
  restoreLicenseToList as decideRestoring,
  revealActivationCode as decideRevealing,
  withdrawLicense as decideWithdrawal,
} from '../domain/license-decisions.js';
import { parseLicenseId, type AccountId, type LicenseId } from '../domain/ids.js';
import type { LicenseEvent, LicenseState } from '../domain/license.js';
import { personal } from '../domain/personal.js';
import { accept, refusal, refuse, type Decision } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { MOST_NOTE_LETTERS, requiredText } from './input.js';
import { isListed } from './listing.js';
import { done, refused, type Outcome } from './outcome.js';
import { reachLicense, vendorsLicense } from './reach.js';
import type { CommandRequest } from './request.js';
import { accountOf, licenseOf, load } from './streams.js';

type LicenseOutcome = Promise<Outcome<{ readonly licenseId: LicenseId }>>;

function changeList(
  deps: CommandDeps,
  call: Call,
  mutation: string,
  input: { readonly licenseId: string },
  decide: (state: LicenseState, account: AccountId, listed: boolean) => Decision<LicenseEvent>,
): LicenseOutcome {
  return withRequest(deps, call, mutation, input, plainMemory(), async (request) => {
    const license = await reachLicense(deps.store, call.asker, input.licenseId);
    if (!license.ok) return refused(license.refusal);
    const account = license.state.holder;
    const changed = await change(deps, request, licenseOf(license.id), { account, step: mutation }, async (state) =>
      state?.holder === account
        ? decide(state, account, await isListed(deps.store, state, account))
        : refuse('NOT_FOUND', ['licenseId']),
    );
    return changed.ok ? done({ licenseId: license.id }, changed.position) : refused(changed.refusal);
  });
}

export const removeLicenseFromList = (deps: CommandDeps, call: Call, input: { readonly licenseId: string }): LicenseOutcome =>
  changeList(deps, call, 'removeLicenseFromList', input, decideRemoval);

export const restoreLicenseToList = (deps: CommandDeps, call: Call, input: { readonly licenseId: string }): LicenseOutcome =>
  changeList(deps, call, 'restoreLicenseToList', input, decideRestoring);

/** The whole code, once recorded in the license's stream. */
export async function revealActivationCode(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseId: string },
): Promise<Outcome<{ readonly licenseId: LicenseId; readonly code: string }>> {
  const wholeCode = (state: LicenseState): string => formatCode(deps.keys.codes.open(state.code));
  const memory = {
    keep: ({ licenseId }: { readonly licenseId: LicenseId }) => ({ licenseId }),
    recall: async (kept: unknown) => {
      const { licenseId } = kept as { readonly licenseId: LicenseId };
      const license = await reachLicense(deps.store, call.asker, licenseId);
      return license.ok ? { licenseId, code: wholeCode(license.state) } : undefined;
    },
  };
  return withRequest(deps, call, 'revealActivationCode', input, memory, async (request) => {
    const license = await reachLicense(deps.store, call.asker, input.licenseId);
    if (!license.ok) {
      await recordDenial(deps, call, request, input.licenseId);
      return refused(license.refusal);
    }
    const account = license.state.holder;
    const changed = await change(deps, request, licenseOf(license.id), { account, step: 'reveal' }, (state) =>
      state?.holder === account ? decideRevealing(account) : refuse('NOT_FOUND', ['licenseId']),
    );
    if (!changed.ok || !changed.state) return refused(changed.ok ? refusal('NOT_FOUND', ['licenseId']) : changed.refusal);
    return done({ licenseId: license.id, code: wholeCode(changed.state) }, changed.position);
  });
}

/** In the asker's own account, whether there is such a license or not: the record tells nothing of another tenant. */
async function recordDenial(deps: CommandDeps, call: Call, request: CommandRequest, typedId: string): Promise<void> {
  const account = call.asker.ownAccount;
  const licenseId = parseLicenseId(typedId);
  if (!account || !licenseId) return;
  await change(deps, request, accountOf(account), { account, step: 'deny-reveal' }, (state) =>
    state ? accept({ type: 'ActivationCodeRevealDenied', data: { licenseId } }) : accept(),
  );
}

/** By the vendor, for any license. */
export function withdrawLicense(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseId: string; readonly reason: string },
): LicenseOutcome {
  return withRequest(deps, call, 'withdrawLicense', input, plainMemory(), async (request) => {
    const reason = requiredText(input.reason, ['reason'], MOST_NOTE_LETTERS);
    if (!reason.ok) return refused(reason.refusal);
    const license = await vendorsLicense(deps.store, call.asker, input.licenseId);
    if (!license.ok) return refused(license.refusal);
    const { id } = license;
    const changed = await change(deps, request, licenseOf(id), { account: null, step: 'withdraw' }, (state) =>
      state ? decideWithdrawal(state, personal(id, reason.value)) : refuse('NOT_FOUND', ['licenseId']),
    );
    return changed.ok ? done({ licenseId: id }, changed.position) : refused(changed.refusal);
  });
}

/** What a retry of an issue shows again: the codes, from the licenses themselves. */
export async function wholeCodes(
  deps: CommandDeps,
  ids: readonly LicenseId[],
): Promise<readonly { readonly licenseId: LicenseId; readonly code: string }[]> {
  const issued: { licenseId: LicenseId; code: string }[] = [];
  for (const licenseId of ids) {
    const { state } = await load(deps.store, licenseOf(licenseId));
    if (state) issued.push({ licenseId, code: formatCode(deps.keys.codes.open(state.code)) });
  }
  return issued;
}
