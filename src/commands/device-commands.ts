/** What a person changes of a device; what it reports is a process (`src/processes/device-report.ts`). */
import { renameDevice as decideRenaming, unlinkDeviceFromDatabase as decideUnlinking } from '../domain/device-decisions.js';
import type { DeviceEvent, DeviceState } from '../domain/device.js';
import { parseDatabaseId, type DeviceId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';
import { refuse, type Decision } from '../domain/refusal.js';
import type { Call } from './asker.js';
import { change } from './change.js';
import type { CommandDeps } from './deps.js';
import { plainMemory, withRequest } from './idempotency.js';
import { requiredName } from './input.js';
import { done, refused, type Outcome } from './outcome.js';
import { reachDevice } from './reach.js';
import { deviceOf } from './streams.js';

type DeviceOutcome = Promise<Outcome<{ readonly deviceId: DeviceId }>>;

function changeDevice(
  deps: CommandDeps,
  call: Call,
  mutation: string,
  input: { readonly deviceId: string },
  decide: (state: DeviceState, id: DeviceId) => Decision<DeviceEvent>,
): DeviceOutcome {
  return withRequest(deps, call, mutation, input, plainMemory(), async (request) => {
    const device = await reachDevice(deps.store, call.asker, input.deviceId);
    if (!device.ok) return refused(device.refusal);
    const context = { account: device.state.accountId, step: mutation };
    const changed = await change(deps, request, deviceOf(device.id), context, (state) =>
      state ? decide(state, device.id) : refuse('NOT_FOUND', ['deviceId']),
    );
    return changed.ok ? done({ deviceId: device.id }, changed.position) : refused(changed.refusal);
  });
}

export const renameDevice = (
  deps: CommandDeps,
  call: Call,
  input: { readonly deviceId: string; readonly name: string },
): DeviceOutcome =>
  changeDevice(deps, call, 'renameDevice', input, (state, id) => {
    const name = requiredName(input.name, ['name']);
    return name.ok ? decideRenaming(state, personal(id, name.value)) : { ok: false, refusal: name.refusal };
  });

export const unlinkDeviceFromDatabase = (
  deps: CommandDeps,
  call: Call,
  input: { readonly deviceId: string; readonly databaseId: string },
): DeviceOutcome =>
  changeDevice(deps, call, 'unlinkDeviceFromDatabase', input, (state) => {
    const databaseId = parseDatabaseId(input.databaseId);
    return databaseId ? decideUnlinking(state, databaseId) : refuse('NOT_FOUND', ['databaseId']);
  });
