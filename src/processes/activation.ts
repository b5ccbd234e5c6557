/**
 * Activation spans two streams (architecture.md, Commands): LicenseSlotTaken on the device makes one license a device, then
 * LicenseActivated on the license makes one device a license. The first is the intent, and holds all that is needed to finish it.
 */
import { alreadyDone, appendDecided, type Changed } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import type { CommandRequest } from '../commands/request.js';
import { deviceOf, licenseOf, load, type Loaded } from '../commands/streams.js';
import { takeLicenseSlot } from '../domain/device-decisions.js';
import type { DeviceEvent, DeviceState } from '../domain/device.js';
import { activationDecision } from '../domain/license-decisions.js';
import { refusal } from '../domain/refusal.js';
import { EventStoreUnavailable } from '../event-store/errors.js';
import { activationRequest, type Activation, type ActivationResult } from './activation-request.js';
import { finishActivation, settleSlot } from './license-slot.js';

const MOST_TRIES = 50;

export async function activate(deps: CommandDeps, request: CommandRequest, activation: Activation): Promise<ActivationResult> {
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const device = await load(deps.store, deviceOf(activation.deviceId));
    const taken = alreadyDone(device, request, 'take-slot') ?? (await takeSlot(deps, request, activation, device));
    if (!taken) continue;
    if (!taken.ok) return taken;
    const [intent] = taken.events;
    if (intent?.event.type !== 'LicenseSlotTaken') throw new Error('the step take-slot appends LicenseSlotTaken');
    return finishActivation(deps, request, activation.deviceId, { intentId: intent.id, intent: intent.event.data });
  }
  throw new EventStoreUnavailable(`the slot of ${activation.deviceId} met another append ${String(MOST_TRIES)} times`);
}

/** Undefined where another append came between, or something that was left unfinished had to be settled first: look again. */
async function takeSlot(
  deps: CommandDeps,
  request: CommandRequest,
  activation: Activation,
  device: Loaded<DeviceEvent, DeviceState>,
): Promise<Changed<DeviceEvent, DeviceState> | undefined> {
  const { state: license } = await load(deps.store, licenseOf(activation.licenseId));
  const asked = license && (await activationRequest(deps, request, activation, license));
  if (!asked) return { ok: false, refusal: refusal('NOT_FOUND', ['licenseId']), state: undefined };
  if (!device.state) return { ok: false, refusal: refusal('NOT_FOUND', ['deviceId']), state: undefined };
  const decision = activationDecision(license, asked);
  if (!decision.ok) return { ...decision, state: device.state };

  const slot = device.state.slot ? await settleSlot(deps, request, activation.deviceId, device.state.slot) : 'free';
  if (slot === 'changed') return undefined;
  const { deviceId: _device, ...intent } = activation;
  const slotRequest = { ...intent, databaseKind: asked.base.kind, slotCountsAsFree: slot === 'free' };
  const context = { account: activation.accountId, step: 'take-slot', occurredAt: activation.activatedAt };
  return appendDecided(deps, request, deviceOf(activation.deviceId), context, device, takeLicenseSlot(device.state, slotRequest));
}
