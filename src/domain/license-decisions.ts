/** What may happen to a license (domain.md, sections 2 and 3). Each answers events for the license's own stream, or a refusal. */
import type { DatabaseKind } from './database.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId, UploadId } from './ids.js';
import { activationRefusal, kindFits, renewalRefusal, unlinkRefusal } from './license-rules.js';
import { licenseStatus, renewedUntil, startClocks, updatesEnded, type LicenseClock } from './license-terms.js';
import { licenseFacts, type ActivationHow, type LicenseEvent, type LicenseState } from './license.js';
import type { PersonalText } from './personal.js';
import { productFits } from './product.js';
import { accept, refuse, type Decision } from './refusal.js';

type Data<Type extends LicenseEvent['type']> = Extract<LicenseEvent, { type: Type }>['data'];

export function issueLicense(state: LicenseState | undefined, license: Data<'LicenseIssued'>): Decision<LicenseEvent> {
  return state ? refuse('ALREADY_DONE', ['code'], { rule: 'codeExists' }) : accept({ type: 'LicenseIssued', data: license });
}

/** The base that an activation is for. */
export interface ActivationBase {
  readonly id: DatabaseId;
  readonly kind: DatabaseKind;
  readonly lifecycle: 'ACTIVE' | 'STOPPED' | 'DELETED';
  readonly productName: string | null;
  readonly level: string | null;
  readonly configuration: string | null;
}

export interface ActivationRequest {
  readonly accountId: AccountId;
  readonly deviceId: DeviceId;
  readonly base: ActivationBase;
  readonly how: ActivationHow;
  readonly now: Instant;
  /** The base of the license's last device was deleted: the rule "the same base" no longer binds. */
  readonly lastBaseDeleted: boolean;
}

/**
 * May this license be activated on that device? Asked before the device's slot is taken, and again before LicenseActivated.
 *
 * A reported activation is a fact: only a license that is not free, or that is held elsewhere, does not follow it. A person's must also
 * fit the base, and a transfer needs the same base and, for a main license, a running update subscription (domain.md, fact 7).
 */
export function activationDecision(state: LicenseState, request: ActivationRequest): Decision<never> {
  if (state.holder !== null && state.holder !== request.accountId) return refuse('CLAIMED_ELSEWHERE');
  if (state.device?.deviceId === request.deviceId) return refuse('ALREADY_DONE');
  const refusedByOwnFacts = activationRefusal(licenseFacts(state), request.now);
  if (refusedByOwnFacts) return refuse(refusedByOwnFacts);
  return request.how === 'REPORTED' ? accept() : personActivationDecision(state, request);
}

function personActivationDecision(
  state: LicenseState,
  { base, deviceId, lastBaseDeleted, now }: ActivationRequest,
): Decision<never> {
  if (base.lifecycle === 'DELETED') return refuse('DATABASE_DELETED', ['deviceId']);
  if (base.lifecycle === 'STOPPED') return refuse('DATABASE_STOPPED', ['deviceId']);
  if (!kindFits(state.kind, base.kind)) return refuse('KIND_MISMATCH', ['deviceId']);
  if (!productFits(state.product, base)) return refuse('PRODUCT_MISMATCH', ['deviceId']);
  const transferred = state.lastDevice !== null && state.lastDevice.deviceId !== deviceId;
  if (!transferred) return accept();
  if (state.lastDevice.databaseId !== base.id && !lastBaseDeleted) return refuse('DEVICE_ON_OTHER_BASE', ['deviceId']);
  return updatesEnded(state.updates, now) ? refuse('UPDATES_ENDED') : accept();
}

/** The second step of an activation, after the device's slot was taken for it. */
export function activateLicense(
  state: LicenseState,
  request: ActivationRequest & { readonly intentId: string; readonly activatedAt: Instant; readonly timeZone: string },
): Decision<LicenseEvent> {
  if (state.finishedIntents.has(request.intentId)) return accept();
  const decision = activationDecision(state, request);
  if (!decision.ok) return decision;
  const { accountId, deviceId, base, how, intentId, activatedAt, timeZone } = request;
  const clocks = startClocks(state.term, state.updates, activatedAt, timeZone);
  return accept({
    type: 'LicenseActivated',
    data: { accountId, deviceId, databaseId: base.id, databaseKind: base.kind, how, intentId, ...clocks },
  });
}

/** The holder unlinks, declaring that work on the device is finished. */
export function unlinkLicense(
  state: LicenseState,
  request: { readonly confirmWorkFinished: boolean; readonly now: Instant },
): Decision<LicenseEvent> {
  const refused = unlinkRefusal(licenseFacts(state), request.now);
  if (refused) return refuse(refused);
  if (!request.confirmWorkFinished) return refuse('WORK_NOT_CONFIRMED', ['confirmWorkFinished']);
  if (!state.device) return refuse('LICENSE_NOT_ACTIVATED');
  const { accountId, deviceId, intentId } = state.device;
  return accept({ type: 'LicenseUnlinked', data: { accountId, deviceId, intentId } });
}

/** What an upload of a known license comes to. Claims it for the account, or says that it is there. */
export function uploadLicense(
  state: LicenseState,
  request: {
    readonly accountId: AccountId;
    readonly uploadId: UploadId;
    readonly by: 'CODE' | 'FILE';
    /** It stands in the list already, whatever brought it there. */
    readonly listed: boolean;
  },
): {
  readonly outcome: 'ADDED' | 'ALREADY_IN_LIST' | 'CLAIMED_ELSEWHERE' | 'WITHDRAWN';
  readonly events: readonly LicenseEvent[];
} {
  const { accountId, uploadId, by, listed } = request;
  if (state.holder !== null && state.holder !== accountId) return { outcome: 'CLAIMED_ELSEWHERE', events: [] };
  if (state.withdrawn) return { outcome: 'WITHDRAWN', events: [] };
  if (listed) return { outcome: 'ALREADY_IN_LIST', events: [] };
  const events: LicenseEvent[] = [];
  if (state.removedBy.has(accountId)) events.push({ type: 'LicenseRestoredToList', data: { accountId } });
  // After a release an upload claims it again, though it was uploaded here before.
  if (state.holder === null || !state.uploadedTo.has(accountId))
    events.push({ type: 'LicenseUploaded', data: { accountId, uploadId, by } });
  return { outcome: 'ADDED', events };
}

export function removeLicenseFromList(state: LicenseState, accountId: AccountId, listed: boolean): Decision<LicenseEvent> {
  if (state.removedBy.has(accountId)) return refuse('ALREADY_DONE', ['licenseId']);
  if (!listed) return refuse('LICENSE_NOT_IN_LIST', ['licenseId']);
  return accept({ type: 'LicenseRemovedFromList', data: { accountId } });
}

export function restoreLicenseToList(state: LicenseState, accountId: AccountId, listed: boolean): Decision<LicenseEvent> {
  if (state.removedBy.has(accountId)) return accept({ type: 'LicenseRestoredToList', data: { accountId } });
  return listed ? refuse('ALREADY_DONE', ['licenseId']) : refuse('LICENSE_NOT_IN_LIST', ['licenseId']);
}

export const revealActivationCode = (accountId: AccountId): Decision<LicenseEvent> =>
  accept({ type: 'ActivationCodeRevealed', data: { accountId } });

export function withdrawLicense(state: LicenseState, reason: PersonalText): Decision<LicenseEvent> {
  return state.withdrawn ? refuse('ALREADY_DONE', ['licenseId']) : accept({ type: 'LicenseWithdrawn', data: { reason } });
}

/** Ends an account's hold: sold, wrong account, former employee. The license leaves its device. */
export function releaseLicense(
  state: LicenseState,
  request: { readonly toAccountId: AccountId | null; readonly reason: PersonalText },
): Decision<LicenseEvent> {
  const { toAccountId, reason } = request;
  if (state.holder === toAccountId) return refuse('ALREADY_DONE', ['licenseId']);
  if (state.holder === null) return refuse('NOT_PERMITTED', ['licenseId']);
  const { deviceId, intentId } = state.device ?? { deviceId: null, intentId: null };
  return accept({ type: 'LicenseReleased', data: { fromAccountId: state.holder, toAccountId, deviceId, intentId, reason } });
}

export function renewLicense(
  state: LicenseState,
  request: { readonly clock: LicenseClock; readonly months: number; readonly now: Instant; readonly timeZone: string },
): Decision<LicenseEvent> {
  const refused = renewalRefusal(licenseFacts(state));
  if (refused) return refuse(refused);
  const { clock, months, now, timeZone } = request;
  const end =
    clock === 'TERM'
      ? 'until' in state.term && state.term.until
      : state.updates !== null && 'until' in state.updates && state.updates.until;
  if (!end) return refuse('NOT_PERMITTED', ['clock'], { rule: 'clockWithoutEnd' });
  return accept({ type: 'LicenseRenewed', data: { clock, until: renewedUntil(end, months, now, timeZone) } });
}

export function replaceLicense(state: LicenseState, byLicenseId: LicenseId): Decision<LicenseEvent> {
  if (state.withdrawn) return refuse('LICENSE_WITHDRAWN', ['licenseId']);
  if (state.replacedBy) return refuse('LICENSE_REPLACED', ['licenseId']);
  return accept({ type: 'LicenseReplaced', data: { byLicenseId } });
}

/** The history says once that a term is over; not of a license that people ended. */
export function expireLicense(state: LicenseState, now: Instant): Decision<LicenseEvent> {
  if (licenseStatus(licenseFacts(state), now) !== 'EXPIRED' || !('until' in state.term)) return accept();
  const { until } = state.term;
  return state.expiredUntil === until ? accept() : accept({ type: 'LicenseExpired', data: { until } });
}
