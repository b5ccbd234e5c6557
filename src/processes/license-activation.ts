/** `activateLicense` and `unlinkLicense`, by a person. */
import type { Call } from '../commands/asker.js';
import { change } from '../commands/change.js';
import type { CommandDeps } from '../commands/deps.js';
import { plainMemory, withRequest } from '../commands/idempotency.js';
import { licenseIdOf } from '../commands/identity.js';
import { pastInstant } from '../commands/input.js';
import { done, refused, type Outcome } from '../commands/outcome.js';
import { reachDevice, reachLicense } from '../commands/reach.js';
import { causedBy } from '../commands/request.js';
import { accountOf, licenseOf, load } from '../commands/streams.js';
import { DEFAULT_TIME_ZONE } from '../domain/account.js';
import { readActivationCode } from '../domain/activation-code.js';
import { parseLicenseId, type AccountId, type Instant, type LicenseId } from '../domain/ids.js';
import { unlinkLicense as decideUnlinking } from '../domain/license-decisions.js';
import { refusal, refuse, type Refusal } from '../domain/refusal.js';
import { activate } from './activation.js';
import { mistyped } from './code-refusal.js';
import type { Guesses } from './guesses.js';
import { freeSlot } from './license-slot.js';

type LicenseOutcome = Promise<Outcome<{ readonly licenseId: LicenseId }>>;

export interface ActivateLicenseInput {
  readonly licenseId?: string;
  readonly activationCode?: string;
  readonly deviceId: string;
  readonly occurredAt?: Instant;
}

export const timeZoneOf = async (deps: CommandDeps, account: AccountId): Promise<string> =>
  (await load(deps.store, accountOf(account))).state?.timeZone ?? DEFAULT_TIME_ZONE;

export function activateLicense(deps: CommandDeps, guesses: Guesses, call: Call, input: ActivateLicenseInput): LicenseOutcome {
  return withRequest(deps, call, 'activateLicense', input, plainMemory(), async (request) => {
    const happened = pastInstant(input.occurredAt, request.instant, ['occurredAt']);
    if (!happened.ok) return refused(happened.refusal);
    const device = await reachDevice(deps.store, call.asker, input.deviceId);
    if (!device.ok) return refused(device.refusal);
    const { accountId, databaseId } = device.state;
    const viewer = call.asker.actor.id;
    if (input.activationCode !== undefined && guesses.remaining(viewer) === 0) {
      return refused(refusal('NOT_PERMITTED', ['activationCode'], { rule: 'tooManyTries' }));
    }
    const named = await namedLicense(deps, input, accountId);
    if (!named.ok) {
      if (named.refusal.code === 'CODE_UNKNOWN') guesses.recordMiss(viewer);
      return refused(named.refusal);
    }
    const { licenseId } = named;
    const taken = device.state.slot?.licenseId === licenseId ? device.state.slot.intent.databaseId : null;
    const base = databaseId ?? taken;
    if (base === null) return refused(refusal('DEVICE_NOT_CONNECTED', ['deviceId']));
    const timeZone = await timeZoneOf(deps, accountId);
    const result = await activate(deps, request, {
      accountId,
      licenseId,
      deviceId: device.id,
      databaseId: base,
      how: 'PERSON',
      activatedAt: happened.value,
      timeZone,
    });
    if (result.ok) return done({ licenseId }, result.position);
    if (result.refusal.code === 'CLAIMED_ELSEWHERE') guesses.recordMiss(viewer);
    return refused(result.refusal);
  });
}

type Named = { readonly ok: true; readonly licenseId: LicenseId } | { readonly ok: false; readonly refusal: Refusal };

/** By id: a license listed in, or issued for, the device's account. By whole code, which is possession: held by nobody else. */
async function namedLicense(deps: CommandDeps, input: ActivateLicenseInput, account: AccountId): Promise<Named> {
  if ((input.licenseId === undefined) === (input.activationCode === undefined)) {
    return { ok: false, refusal: refusal('INVALID_INPUT', ['licenseId'], { rule: 'exactlyOne' }) };
  }
  if (input.activationCode !== undefined) {
    const reading = readActivationCode(input.activationCode);
    if (!reading.ok) return { ok: false, refusal: mistyped(reading, ['activationCode']) };
    const licenseId = licenseIdOf(deps.keys, reading.code);
    const { state } = await load(deps.store, licenseOf(licenseId));
    return state ? { ok: true, licenseId } : { ok: false, refusal: refusal('CODE_UNKNOWN', ['activationCode']) };
  }
  const licenseId = parseLicenseId(input.licenseId ?? '');
  const { state } = licenseId ? await load(deps.store, licenseOf(licenseId)) : { state: undefined };
  if (!licenseId || state?.holder !== account) return { ok: false, refusal: refusal('NOT_FOUND', ['licenseId']) };
  return { ok: true, licenseId };
}

export function unlinkLicense(
  deps: CommandDeps,
  call: Call,
  input: { readonly licenseId: string; readonly confirmWorkFinished: boolean },
): LicenseOutcome {
  return withRequest(deps, call, 'unlinkLicense', input, plainMemory(), async (request) => {
    const license = await reachLicense(deps.store, call.asker, input.licenseId);
    if (!license.ok) return refused(license.refusal);
    const { id: licenseId } = license;
    const account = license.state.holder;
    const changed = await change(deps, request, licenseOf(licenseId), { account, step: 'unlink' }, (state) =>
      state?.holder === account
        ? decideUnlinking(state, { confirmWorkFinished: input.confirmWorkFinished, now: request.instant })
        : refuse('NOT_FOUND', ['licenseId']),
    );
    if (!changed.ok) return refused(changed.refusal);
    const [unlinked] = changed.events;
    if (unlinked?.event.type !== 'LicenseUnlinked') throw new Error('an unlink that was not refused is an event');
    const { deviceId, intentId } = unlinked.event.data;
    const freedAt = await freeSlot(deps, causedBy(request, unlinked.id), deviceId, intentId, 'UNLINKED');
    return done({ licenseId }, Math.max(changed.position ?? 0, freedAt ?? 0));
  });
}
