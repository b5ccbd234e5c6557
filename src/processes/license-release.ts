/** `releaseLicense`: the vendor ends an account's hold, the way out of CLAIMED_ELSEWHERE. The license leaves its device. */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { plainMemory, withRequest } from '../commands/idempotency.js';
import { MOST_NOTE_LETTERS, requiredText } from '../commands/input.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { reachAccount, vendorsLicense } from '../commands/reach.js';
import { causedBy } from '../commands/request.js';
import { licenseOf } from '../commands/streams.js';
import type { LicenseId } from '../domain/ids.js';
import { releaseLicense as decideRelease } from '../domain/license-decisions.js';
import { personal } from '../domain/personal.js';
import { refuse } from '../domain/refusal.js';
import { freeSlot } from './license-slot.js';

export function releaseLicense(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseId: string; readonly toAccountId?: string; readonly reason: string },
): Promise<Outcome<{ readonly licenseId: LicenseId }>> {
  return withRequest(deps, call, 'releaseLicense', input, plainMemory(), async (request) => {
    const reason = requiredText(input.reason, ['reason'], MOST_NOTE_LETTERS);
    if (!reason.ok) return refused(reason.refusal);
    const to =
      input.toAccountId === undefined ? null : await reachAccount(deps.store, call.asker, input.toAccountId, 'toAccountId');
    if (to && !to.ok) return refused(to.refusal);
    const license = await vendorsLicense(deps.store, call.asker, input.licenseId);
    if (!license.ok) return refused(license.refusal);
    const { id: licenseId } = license;
    const released = await change(deps, request, licenseOf(licenseId), { account: null, step: 'release' }, (state) =>
      state
        ? decideRelease(state, { toAccountId: to?.id ?? null, reason: personal(licenseId, reason.value) })
        : refuse('NOT_FOUND', ['licenseId']),
    );
    if (!released.ok) return refused(released.refusal);
    const [event] = released.events;
    if (event?.event.type !== 'LicenseReleased') throw new Error('a release that was not refused is an event');
    const { deviceId, intentId } = event.event.data;
    const freedAt =
      deviceId && intentId ? await freeSlot(deps, causedBy(request, event.id), deviceId, intentId, 'RELEASED') : null;
    return done({ licenseId }, Math.max(released.position ?? 0, freedAt ?? 0));
  });
}
