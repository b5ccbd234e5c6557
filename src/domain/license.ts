/** A license: its events, its state (a fold of its own stream alone), `evolveLicense`. Decisions are in `license-decisions.ts`. */
import type { DatabaseKind } from './database.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId, UploadId } from './ids.js';
import type { ListingReason } from './listing-rule.js';
import type { LicenseClock, LicenseFacts, LicenseKind, Term, Updates } from './license-terms.js';
import type { PersonalText } from './personal.js';
import type { Product } from './product.js';

/** An activation code as the log keeps it: sealed under a code key. The keyed hash of the code is the license's id. */
export interface SealedCode {
  readonly keyId: string;
  /** Base64. */
  readonly sealed: string;
  /** Shown to everybody who may see the license. */
  readonly lastGroup: string;
}

/** Reported: the device said it runs on the license. By a person: `activateLicense`. */
export type ActivationHow = 'PERSON' | 'REPORTED';

export type LicenseEvent =
  | {
      readonly type: 'LicenseIssued';
      readonly data: {
        readonly by: 'VENDOR' | 'FILE' | 'ORDER';
        /** For whom: it holds the license from now on; this alone does not list it, unless by a fulfilled order. */
        readonly accountId: AccountId | null;
        readonly code: SealedCode;
        readonly kind: LicenseKind;
        readonly product: Product;
        readonly demo: boolean;
        readonly term: Term;
        readonly updates: Updates;
        /** The license that this transition license replaces. */
        readonly replaces: LicenseId | null;
      };
    }
  | {
      readonly type: 'LicenseUploaded';
      readonly data: { readonly accountId: AccountId; readonly uploadId: UploadId; readonly by: 'CODE' | 'FILE' };
    }
  | {
      readonly type: 'LicenseActivated';
      readonly data: {
        readonly accountId: AccountId;
        readonly deviceId: DeviceId;
        readonly databaseId: DatabaseId;
        readonly databaseKind: DatabaseKind;
        readonly how: ActivationHow;
        /** Event id of the LicenseSlotTaken that this activation finishes. */
        readonly intentId: string;
        /** Both clocks as they stand from now on. */
        readonly term: Term;
        readonly updates: Updates;
      };
    }
  | {
      readonly type: 'LicenseUnlinked';
      readonly data: {
        readonly accountId: AccountId;
        readonly deviceId: DeviceId;
        /** Of the activation that it ends: whose slot is to be freed. */
        readonly intentId: string;
      };
    }
  | { readonly type: 'LicenseRenewed'; readonly data: { readonly clock: LicenseClock; readonly until: Instant } }
  /** Its term is over: said once for each end, and nothing follows from it (statuses are judged by the clock). */
  | { readonly type: 'LicenseExpired'; readonly data: { readonly until: Instant } }
  | { readonly type: 'LicenseReplaced'; readonly data: { readonly byLicenseId: LicenseId } }
  | { readonly type: 'LicenseWithdrawn'; readonly data: { readonly reason: PersonalText } }
  | { readonly type: 'LicenseRemovedFromList'; readonly data: { readonly accountId: AccountId } }
  | { readonly type: 'LicenseRestoredToList'; readonly data: { readonly accountId: AccountId } }
  | {
      readonly type: 'LicenseReleased';
      readonly data: {
        readonly fromAccountId: AccountId;
        readonly toAccountId: AccountId | null;
        /** The device it was activated on, which it leaves, and the activation that put it there. */
        readonly deviceId: DeviceId | null;
        readonly intentId: string | null;
        readonly reason: PersonalText;
      };
    }
  | { readonly type: 'ActivationCodeRevealed'; readonly data: { readonly accountId: AccountId } };

export interface LicenseOnDevice {
  readonly deviceId: DeviceId;
  readonly accountId: AccountId;
  readonly databaseId: DatabaseId;
  /** The LicenseSlotTaken that made it so. */
  readonly intentId: string;
}

export interface LicenseState {
  readonly code: SealedCode;
  readonly kind: LicenseKind;
  readonly product: Product;
  readonly demo: boolean;
  readonly term: Term;
  readonly updates: Updates;
  /** The first account it was issued for, uploaded to, or activated in; changed only by LicenseReleased. */
  readonly holder: AccountId | null;
  readonly device: LicenseOnDevice | null;
  /** The last device it was activated on in the holder's account, also after an unlink. */
  readonly lastDevice: LicenseOnDevice | null;
  /** Intents (LicenseSlotTaken) that became activations: tells an unfinished activation from an unfinished unlink. */
  readonly finishedIntents: ReadonlySet<string>;
  readonly listingReasons: ReadonlyMap<AccountId, readonly ListingReason[]>;
  readonly uploadedTo: ReadonlySet<AccountId>;
  readonly removedBy: ReadonlySet<AccountId>;
  /** The end of the term that was said to be over last. */
  readonly expiredUntil: Instant | null;
  readonly withdrawn: boolean;
  readonly replacedBy: LicenseId | null;
  readonly replaces: LicenseId | null;
  /** Every end that a clock ever had: a license file older than a renewal does not disagree with the log. */
  readonly endsEver: { readonly term: ReadonlySet<Instant>; readonly updates: ReadonlySet<Instant> };
}

export const licenseFacts = (state: LicenseState): LicenseFacts => ({
  kind: state.kind,
  term: state.term,
  updates: state.updates,
  activated: state.device !== null,
  withdrawn: state.withdrawn,
  replaced: state.replacedBy !== null,
});

const withMember = <T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> => new Set(set).add(member);

function withoutMember<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  const copy = new Set(set);
  copy.delete(member);
  return copy;
}

function withReason(state: LicenseState, account: AccountId, reason: ListingReason): LicenseState['listingReasons'] {
  return new Map(state.listingReasons).set(account, [...(state.listingReasons.get(account) ?? []), reason]);
}

function withEnds(state: LicenseState, term: Term, updates: Updates): LicenseState['endsEver'] {
  return {
    term: 'until' in term ? withMember(state.endsEver.term, term.until) : state.endsEver.term,
    updates: updates && 'until' in updates ? withMember(state.endsEver.updates, updates.until) : state.endsEver.updates,
  };
}

/** `revision` is the event's own in the stream. Only LicenseIssued begins a license; anything before it is a bug and throws. */
export function evolveLicense(state: LicenseState | undefined, event: LicenseEvent, revision: number): LicenseState {
  if (event.type === 'LicenseIssued') {
    if (state) throw new Error('a license is issued once');
    return issued(event.data, revision);
  }
  if (!state) throw new Error(`${event.type} before LicenseIssued`);
  switch (event.type) {
    case 'LicenseUploaded': {
      const { accountId, by } = event.data;
      return {
        ...state,
        holder: state.holder ?? accountId,
        uploadedTo: withMember(state.uploadedTo, accountId),
        listingReasons: withReason(state, accountId, { revision, source: by }),
      };
    }
    case 'LicenseActivated': {
      const { accountId, deviceId, databaseId, term, updates, intentId } = event.data;
      const device = { deviceId, accountId, databaseId, intentId };
      return {
        ...state,
        holder: state.holder ?? accountId,
        device,
        lastDevice: device,
        term,
        updates,
        finishedIntents: withMember(state.finishedIntents, intentId),
        listingReasons: withReason(state, accountId, { revision, source: 'AUTOMATIC', device: deviceId }),
        endsEver: withEnds(state, term, updates),
      };
    }
    case 'LicenseUnlinked':
      return { ...state, device: null };
    case 'LicenseRenewed': {
      const renewed = renew(state, event.data.clock, event.data.until);
      return { ...state, ...renewed, endsEver: withEnds(state, renewed.term, renewed.updates) };
    }
    case 'LicenseExpired':
      return { ...state, expiredUntil: event.data.until };
    case 'LicenseReplaced':
      return { ...state, replacedBy: event.data.byLicenseId };
    case 'LicenseWithdrawn':
      return { ...state, withdrawn: true };
    case 'LicenseRemovedFromList':
      return { ...state, removedBy: withMember(state.removedBy, event.data.accountId) };
    case 'LicenseRestoredToList':
      return { ...state, removedBy: withoutMember(state.removedBy, event.data.accountId) };
    case 'LicenseReleased':
      return { ...state, holder: event.data.toAccountId, device: null, lastDevice: null };
    case 'ActivationCodeRevealed':
      return state;
  }
}

function issued(data: Extract<LicenseEvent, { type: 'LicenseIssued' }>['data'], revision: number): LicenseState {
  const reasons: [AccountId, readonly ListingReason[]][] =
    data.by === 'ORDER' && data.accountId ? [[data.accountId, [{ revision, source: 'ORDER' }]]] : [];
  return {
    code: data.code,
    kind: data.kind,
    product: data.product,
    demo: data.demo,
    term: data.term,
    updates: data.updates,
    holder: data.accountId,
    device: null,
    lastDevice: null,
    finishedIntents: new Set(),
    listingReasons: new Map(reasons),
    uploadedTo: new Set(),
    removedBy: new Set(),
    expiredUntil: null,
    withdrawn: false,
    replacedBy: null,
    replaces: data.replaces,
    endsEver: {
      term: new Set('until' in data.term ? [data.term.until] : []),
      updates: new Set(data.updates && 'until' in data.updates ? [data.updates.until] : []),
    },
  };
}

function renew(state: LicenseState, clock: LicenseClock, until: Instant): { term: Term; updates: Updates } {
  if (clock === 'UPDATES') return { term: state.term, updates: { until } };
  const from = 'from' in state.term ? state.term.from : until;
  return { term: { perpetual: false, from, until }, updates: state.updates };
}
