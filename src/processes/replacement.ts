/**
 * `replaceLicense`: a transition license takes the place of one (domain.md, section 2, fact 8) and goes on with its clocks. The new
 * license is the intent: it names what it replaces. Then the old one says so; where it cannot any more, the new one is withdrawn.
 */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { withRequest } from '../commands/idempotency.js';
import { licenseIdOf } from '../commands/identity.js';
import { wholeCodes } from '../commands/license-commands.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { checkedProduct } from '../commands/product-input.js';
import { vendorsLicense } from '../commands/reach.js';
import { causedBy, followingFrom, requestOf, type CommandRequest } from '../commands/request.js';
import { licenseOf, load } from '../commands/streams.js';
import { formatCode } from '../domain/activation-code.js';
import type { LicenseId } from '../domain/ids.js';
import { issueLicense, replaceLicense as decideReplacement, withdrawLicense } from '../domain/license-decisions.js';
import { personal } from '../domain/personal.js';
import { accept, refuse, type Refusal } from '../domain/refusal.js';
import type { IssuedLicense, ProductInput } from './cabinet-service.js';
import { newCode, sealedCode } from './new-license.js';

interface Issued {
  readonly issued: readonly IssuedLicense[];
}

export function replaceLicense(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseId: string; readonly product: ProductInput },
): Promise<Outcome<Issued>> {
  const memory = {
    keep: ({ issued }: Issued) => issued.map(({ licenseId }) => licenseId),
    recall: async (kept: unknown): Promise<Issued> => ({ issued: await wholeCodes(deps, kept as readonly LicenseId[]) }),
  };
  return withRequest(deps, call, 'replaceLicense', input, memory, async (request) => {
    const product = checkedProduct(input.product);
    if (!product.ok) return refused(product.refusal);
    const old = await vendorsLicense(deps.store, call.asker, input.licenseId);
    if (!old.ok) return refused(old.refusal);
    const code = newCode(deps, request, 'code');
    const licenseId = licenseIdOf(deps.keys, code);
    const decision = old.state.replacedBy === licenseId ? accept() : decideReplacement(old.state, licenseId);
    if (!decision.ok) return refused(decision.refusal);

    const { holder: accountId, kind, demo, term, updates } = old.state;
    const data = { by: 'VENDOR', accountId, code: sealedCode(deps, code), kind, demo, term, updates } as const;
    const issued = await change(deps, request, licenseOf(licenseId), { account: null, step: 'issue' }, (state) =>
      issueLicense(state, { ...data, product: product.value, replaces: old.id }),
    );
    const settled = await settle(deps, followingFrom(request, issued), licenseId, old.id);
    return settled.ok ? done({ issued: [{ licenseId, code: formatCode(code) }] }, settled.position) : refused(settled.refusal);
  });
}

/** At start: goes on from a transition license whose predecessor does not name it. */
export async function finishReplacement(deps: CommandDeps, licenseId: LicenseId): Promise<void> {
  const { events, state } = await load(deps.store, licenseOf(licenseId));
  const [issued] = events;
  if (!issued || !state?.replaces || state.withdrawn) return;
  await settle(deps, causedBy(requestOf(issued), issued.id), licenseId, state.replaces);
}

async function settle(
  deps: CommandDeps,
  request: CommandRequest,
  newId: LicenseId,
  oldId: LicenseId,
): Promise<{ readonly ok: true; readonly position: number | null } | { readonly ok: false; readonly refusal: Refusal }> {
  const replaced = await change(deps, request, licenseOf(oldId), { account: null, step: 'replace' }, (state) => {
    if (!state) return refuse('NOT_FOUND', ['licenseId']);
    return state.replacedBy === newId ? accept() : decideReplacement(state, newId);
  });
  if (replaced.ok) return { ok: true, position: replaced.position };
  const reason = personal(newId, 'The license that it was to replace had ended or was replaced already.');
  await change(deps, request, licenseOf(newId), { account: null, step: 'undo' }, (state) =>
    state && !state.withdrawn ? withdrawLicense(state, reason) : accept(),
  );
  return { ok: false, refusal: replaced.refusal };
}
