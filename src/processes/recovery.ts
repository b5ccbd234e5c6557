/** At start: what a crash left between streams is finished or undone (architecture.md, Commands). */
import type { CommandDeps } from '../commands/deps.js';
import { requestOf } from '../commands/request.js';
import { deviceOf, load } from '../commands/streams.js';
import type { DeviceId, LicenseId, OrderId } from '../domain/ids.js';
import { finishOrder } from './fulfilment.js';
import { settleSlot } from './license-slot.js';
import { finishReplacement } from './replacement.js';
import { unlessUnreadable } from './unreadable.js';

export interface UnfinishedWork {
  unfinishedActivations(limit: number): readonly { readonly deviceId: DeviceId; readonly intentId: string }[];
  unfinishedFulfilments(limit: number): readonly OrderId[];
  unfinishedReplacements(limit: number): readonly { readonly licenseId: LicenseId }[];
}

const MOST_AT_ONCE = 1_000;

/** Answers how many were settled. The read model must have caught up: it knows what no later step has answered. */
export async function finishWhatWasCutOff(deps: CommandDeps, readModel: UnfinishedWork): Promise<number> {
  let settled = 0;
  for (const { deviceId, intentId } of readModel.unfinishedActivations(MOST_AT_ONCE)) {
    if (await unlessUnreadable(settleActivation(deps, deviceId, intentId))) settled++;
  }
  for (const orderId of readModel.unfinishedFulfilments(MOST_AT_ONCE)) {
    if (await unlessUnreadable(finishOrder(deps, orderId))) settled++;
  }
  for (const { licenseId } of readModel.unfinishedReplacements(MOST_AT_ONCE)) {
    if (await unlessUnreadable(finishReplacement(deps, licenseId).then(() => true))) settled++;
  }
  return settled;
}

async function settleActivation(deps: CommandDeps, deviceId: DeviceId, intentId: string): Promise<boolean> {
  const device = await load(deps.store, deviceOf(deviceId));
  const slot = device.state?.slot;
  const intent = device.events.find(({ id }) => id === intentId);
  if (!slot || slot.intentId !== intentId || !intent) return false;
  const request = { ...requestOf(intent), instant: deps.now() };
  return (await settleSlot(deps, request, deviceId, slot)) === 'changed';
}
