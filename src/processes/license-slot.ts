/**
 * The device's license slot and what may be left of it: an activation that took it and was cut off, or an unlink that did not free it.
 * Whoever finds such a thing finishes or undoes it, with ids derived from the event that began it; at start too (`recovery.ts`).
 */
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { causedBy, requestOf, type CommandRequest } from '../commands/request.js';
import { deviceOf, licenseOf, load, type Loaded } from '../commands/streams.js';
import { freeLicenseSlot } from '../domain/device-decisions.js';
import type { DeviceEvent, DeviceState, LicenseSlot } from '../domain/device.js';
import type { DeviceId } from '../domain/ids.js';
import { activateLicense } from '../domain/license-decisions.js';
import { leavesSlotFree } from '../domain/license-rules.js';
import { licenseFacts, type LicenseEvent, type LicenseState } from '../domain/license.js';
import { accept, refusal } from '../domain/refusal.js';
import { activationRequest, type ActivationResult } from './activation-request.js';

type Intent = Pick<LicenseSlot, 'intentId' | 'intent'>;

/**
 * held: by a license that is on this device. free: it counts as free, because that license has ended, was replaced or withdrawn
 * (domain.md, section 2, fact 7). changed: something unfinished was settled, so that the device must be loaded again.
 */
export async function settleSlot(
  deps: CommandDeps,
  request: CommandRequest,
  deviceId: DeviceId,
  slot: LicenseSlot,
): Promise<'held' | 'free' | 'changed'> {
  const license = await load(deps.store, licenseOf(slot.licenseId));
  if (license.state?.device?.intentId === slot.intentId) {
    return leavesSlotFree(licenseFacts(license.state), request.instant) ? 'free' : 'held';
  }
  if (license.state?.finishedIntents.has(slot.intentId)) {
    await freeLeftSlot(deps, deviceId, slot.intentId, license);
  } else {
    const intentRequest = await requestOfIntent(deps, deviceId, slot.intentId);
    await finishActivation(deps, intentRequest ?? request, deviceId, slot);
  }
  return 'changed';
}

/** The second step: with the ids of the request that took the slot. Where the license refuses meanwhile, the slot is freed again. */
export async function finishActivation(
  deps: CommandDeps,
  request: CommandRequest,
  deviceId: DeviceId,
  { intentId, intent }: Intent,
): Promise<ActivationResult> {
  const { accountId, licenseId, activatedAt, timeZone } = intent;
  const context = { account: accountId, step: `activate:${intentId}`, occurredAt: activatedAt };
  const caused = causedBy(request, intentId);
  const activated = await change(deps, caused, licenseOf(licenseId), context, async (state) => {
    const asked = state && (await activationRequest(deps, request, { ...intent, deviceId }, state));
    if (!asked) return { ok: false, refusal: refusal('NOT_FOUND', ['licenseId']) };
    return activateLicense(state, { ...asked, intentId, activatedAt, timeZone });
  });
  if (activated.ok) return { ok: true, position: activated.position };
  await freeSlot(deps, caused, deviceId, intentId, 'NOT_ACTIVATED');
  return activated;
}

/** An unlink or a release that was cut off after the license's own event. */
async function freeLeftSlot(
  deps: CommandDeps,
  deviceId: DeviceId,
  intentId: string,
  license: Loaded<LicenseEvent, LicenseState>,
): Promise<void> {
  const left = license.events.findLast(
    (event) => (event.type === 'LicenseUnlinked' || event.type === 'LicenseReleased') && event.data.intentId === intentId,
  );
  if (!left) throw new Error(`a license left ${deviceId} without an event`);
  await freeSlot(
    deps,
    causedBy(requestOf(left), left.id),
    deviceId,
    intentId,
    left.type === 'LicenseReleased' ? 'RELEASED' : 'UNLINKED',
  );
}

/** Answers the position of what it appended, or of the device's last event where another activation holds the slot. */
export async function freeSlot(
  deps: CommandDeps,
  request: CommandRequest,
  deviceId: DeviceId,
  intentId: string,
  reason: Extract<DeviceEvent, { type: 'LicenseSlotFreed' }>['data']['reason'],
): Promise<number | null> {
  const { state } = await load(deps.store, deviceOf(deviceId));
  const context = { account: state?.accountId ?? null, step: `free-slot:${intentId}` };
  const freed = await change(deps, request, deviceOf(deviceId), context, (device) =>
    device ? freeLicenseSlot(device, intentId, reason) : accept(),
  );
  return freed.ok ? freed.position : null;
}

/** The request that took the slot, so that whoever finishes it appends the same ids. */
async function requestOfIntent(deps: CommandDeps, deviceId: DeviceId, intentId: string): Promise<CommandRequest | undefined> {
  const device: Loaded<DeviceEvent, DeviceState> = await load(deps.store, deviceOf(deviceId));
  const intent = device.events.find(({ id }) => id === intentId);
  return intent && requestOf(intent);
}
