/** At start: what a crash left between two streams is finished or undone (architecture.md, Commands). */
import type { CommandDeps } from '../commands/deps.js';
import { requestOf } from '../commands/request.js';
import { deviceOf, load } from '../commands/streams.js';
import type { DeviceId } from '../domain/ids.js';
import { settleSlot } from './license-slot.js';

export interface UnfinishedActivations {
  unfinishedActivations(limit: number): readonly { readonly deviceId: DeviceId; readonly intentId: string }[];
}

const MOST_AT_ONCE = 1_000;

/** Answers how many were settled. The read model must have caught up: it knows the slots that no activation or unlink has answered. */
export async function finishWhatWasCutOff(deps: CommandDeps, readModel: UnfinishedActivations): Promise<number> {
  const unfinished = readModel.unfinishedActivations(MOST_AT_ONCE);
  let settled = 0;
  for (const { deviceId, intentId } of unfinished) {
    const device = await load(deps.store, deviceOf(deviceId));
    const slot = device.state?.slot;
    const intent = device.events.find(({ id }) => id === intentId);
    if (!slot || slot.intentId !== intentId || !intent) continue;
    const request = { ...requestOf(intent), instant: deps.now() };
    if ((await settleSlot(deps, request, deviceId, slot)) === 'changed') settled++;
  }
  return settled;
}
