/** Would the activation that is wanted be accepted now? Asked of the command's own decisions, on the streams as they stand. */
import { databaseOf, licenseOf, load } from '../../commands/streams.js';
import type { AccountState } from '../../domain/account.js';
import { takeLicenseSlot } from '../../domain/device-decisions.js';
import type { Instant } from '../../domain/ids.js';
import { activationDecision } from '../../domain/license-decisions.js';
import { leavesSlotFree } from '../../domain/license-rules.js';
import { licenseFacts } from '../../domain/license.js';
import { refusal, type Refusal } from '../../domain/refusal.js';
import type { EventStore } from '../../event-store/port.js';
import type { Question } from '../question.js';
import { thing, type DatabaseThing, type DeviceThing, type LicenseThing } from '../things.js';

export interface WantedActivation {
  readonly license: LicenseThing;
  readonly device: DeviceThing;
  /** The base that the device is on. */
  readonly base: DatabaseThing | null;
  /** The base that the license was activated for last. */
  readonly lastBase: DatabaseThing | null;
  /** The other license that the device runs on. */
  readonly inSlot: LicenseThing | null;
  /** Null: it would be accepted. */
  readonly refused: Refusal | null;
}

interface Asked {
  readonly question: Question;
  readonly account: AccountState;
  readonly license: LicenseThing;
  readonly device: DeviceThing;
  readonly now: Instant;
}

/** Of a license that is free. */
export async function wantedActivation(store: EventStore, asked: Asked): Promise<WantedActivation> {
  const { license, device } = asked;
  const baseOf = async (id: DatabaseThing['id'] | null | undefined) => (id ? thing(id, await load(store, databaseOf(id))) : null);
  const base = await baseOf(device.state.databaseId);
  const lastBase = await baseOf(license.state.lastDevice?.databaseId);
  const slot = device.state.slot;
  const other =
    slot && slot.licenseId !== license.id ? thing(slot.licenseId, await load(store, licenseOf(slot.licenseId))) : null;
  const free = !other || countsAsFree(other, device, asked.now);
  const inSlot = free ? null : other;
  return { license, device, base, lastBase, inSlot, refused: decide(asked, { base, lastBase, free }) };
}

function decide(
  { question, account, license, device, now }: Asked,
  found: { readonly base: DatabaseThing | null; readonly lastBase: DatabaseThing | null; readonly free: boolean },
): Refusal | null {
  const { base, lastBase, free } = found;
  // By its id, which is all that is offered, only a license that is held may be activated.
  if (license.state.holder !== question.account) return refusal('NOT_FOUND', ['licenseId']);
  if (!base) return refusal('DEVICE_NOT_CONNECTED', ['deviceId']);
  const request = { accountId: question.account, deviceId: device.id, how: 'PERSON', now } as const;
  const lastBaseDeleted = lastBase?.state.lifecycle === 'DELETED';
  const decision = activationDecision(license.state, { ...request, base: { ...base.state, id: base.id }, lastBaseDeleted });
  if (!decision.ok) return decision.refusal;
  const taken = takeLicenseSlot(device.state, {
    licenseId: license.id,
    how: 'PERSON',
    accountId: question.account,
    databaseId: base.id,
    databaseKind: base.state.kind,
    activatedAt: now,
    timeZone: account.timeZone,
    slotCountsAsFree: free,
  });
  return taken.ok ? null : taken.refusal;
}

/** Also where it has left the device, and only the slot does not say so yet. */
function countsAsFree({ state }: LicenseThing, { state: { slot } }: DeviceThing, now: Instant): boolean {
  if (!slot) return true;
  if (state.device?.intentId === slot.intentId) return leavesSlotFree(licenseFacts(state), now);
  return state.finishedIntents.has(slot.intentId);
}
