/** A device (ТСД): its events, its state (a fold of its own stream alone), `evolveDevice`. Decisions are in `device-decisions.ts`. */
import type { DatabaseKind } from './database.js';
import type { AccountId, DatabaseId, Instant, LicenseId } from './ids.js';
import type { ActivationHow } from './license.js';
import type { PersonalText } from './personal.js';

/** The license that a device says it runs on: the code as its keyed hash (the license's id) and last group. */
export interface ReportedLicense {
  readonly licenseId: LicenseId;
  readonly lastGroup: string;
}

/** What a device tells of itself. Null: not known. */
export interface DeviceFacts {
  readonly serialNumber: string | null;
  readonly name: PersonalText;
  readonly model: string | null;
  readonly os: string | null;
  readonly clientVersion: string | null;
  readonly serverVersion: string | null;
  /** Null: it reported that it runs on none, or never said. */
  readonly reportedLicense: ReportedLicense | null;
  /** The device's clock is off beyond the tolerance; the offset at the crossing. Null: within it, or never compared. */
  readonly clockOffByMs: number | null;
}

export type DeviceEvent =
  | {
      readonly type: 'DeviceConnected';
      readonly data: DeviceFacts & {
        readonly accountId: AccountId;
        readonly databaseId: DatabaseId;
        readonly databaseKind: DatabaseKind;
        /** The device's unique code: no secret (domain.md, section 3). */
        readonly code: string;
      };
    }
  /** Only the facts that changed. */
  | { readonly type: 'DeviceFactsChanged'; readonly data: Partial<DeviceFacts> }
  /** The first report after its license was activated or unlinked, then at most one in 30 days. */
  | { readonly type: 'DeviceSeen'; readonly data: Record<string, never> }
  | { readonly type: 'DeviceRenamed'; readonly data: { readonly name: PersonalText } }
  | { readonly type: 'DeviceDisconnected'; readonly data: { readonly databaseId: DatabaseId } }
  | { readonly type: 'DeviceUnlinkedFromDatabase'; readonly data: { readonly databaseId: DatabaseId } }
  /** Makes one license a device: the intent of an activation, and all that is needed to finish it. */
  | {
      readonly type: 'LicenseSlotTaken';
      readonly data: {
        readonly licenseId: LicenseId;
        readonly accountId: AccountId;
        readonly databaseId: DatabaseId;
        readonly databaseKind: DatabaseKind;
        readonly how: ActivationHow;
        readonly activatedAt: Instant;
        readonly timeZone: string;
      };
    }
  | {
      readonly type: 'LicenseSlotFreed';
      readonly data: {
        readonly licenseId: LicenseId;
        /** NOT_ACTIVATED: the activation that took the slot could not be finished. */
        readonly reason: 'UNLINKED' | 'RELEASED' | 'NOT_ACTIVATED';
      };
    };

export interface LicenseSlot {
  readonly licenseId: LicenseId;
  /** Event id of the LicenseSlotTaken. */
  readonly intentId: string;
  readonly intent: Extract<DeviceEvent, { type: 'LicenseSlotTaken' }>['data'];
}

export interface DeviceState extends DeviceFacts {
  readonly accountId: AccountId;
  readonly code: string;
  /** Given by a person in the cabinet: it stands before the reported name. */
  readonly givenName: PersonalText | null;
  /** The base it is on: the last one. Null after it disconnected or was unlinked from it. */
  readonly databaseId: DatabaseId | null;
  readonly databaseKind: DatabaseKind | null;
  readonly everOnCloudBase: boolean;
  readonly connectedAt: Instant;
  /** Time of the last event that a report left: bounds the time of the last report. */
  readonly lastReportedAt: Instant;
  /** Its license was activated or unlinked after the last report: the next one is worth a DeviceSeen. */
  readonly licenseChangedSinceReport: boolean;
  readonly slot: LicenseSlot | null;
  /** Unlinked from this device, which has not reported without them since: its further reports do not take them back. */
  readonly notTakenBack: ReadonlySet<LicenseId>;
}

export const deviceName = (state: Pick<DeviceState, 'givenName' | 'name'>): PersonalText => state.givenName ?? state.name;

/** What of an event the fold needs besides its data: its id (an intent's) and when it happened. */
export interface DeviceEventContext {
  readonly id: string;
  readonly at: Instant;
}

export function evolveDevice(state: DeviceState | undefined, event: DeviceEvent, context: DeviceEventContext): DeviceState {
  if (event.type === 'DeviceConnected') return connected(state, event.data, context.at);
  if (!state) throw new Error(`${event.type} before DeviceConnected`);
  switch (event.type) {
    case 'DeviceFactsChanged':
      return reported({ ...state, ...event.data }, event.data.reportedLicense, context.at);
    case 'DeviceSeen':
      return { ...state, lastReportedAt: context.at, licenseChangedSinceReport: false };
    case 'DeviceRenamed':
      return { ...state, givenName: event.data.name };
    case 'DeviceDisconnected':
    case 'DeviceUnlinkedFromDatabase':
      return { ...state, databaseId: null, databaseKind: null };
    case 'LicenseSlotTaken':
      return {
        ...state,
        slot: { licenseId: event.data.licenseId, intentId: context.id, intent: event.data },
        notTakenBack: new Set([...state.notTakenBack].filter((license) => license !== event.data.licenseId)),
        licenseChangedSinceReport: true,
      };
    case 'LicenseSlotFreed': {
      const { licenseId, reason } = event.data;
      return {
        ...state,
        slot: state.slot?.licenseId === licenseId ? null : state.slot,
        notTakenBack: reason === 'UNLINKED' ? new Set(state.notTakenBack).add(licenseId) : state.notTakenBack,
        licenseChangedSinceReport: reason === 'UNLINKED' || state.licenseChangedSinceReport,
      };
    }
  }
}

function connected(
  state: DeviceState | undefined,
  data: Extract<DeviceEvent, { type: 'DeviceConnected' }>['data'],
  at: Instant,
): DeviceState {
  const before = state ?? {
    givenName: null,
    everOnCloudBase: false,
    licenseChangedSinceReport: false,
    slot: null,
    reportedLicense: null,
    notTakenBack: new Set<LicenseId>(),
  };
  // Connecting repeats what was known: it tells of a license only where that is another one than before.
  const saysAnother = data.reportedLicense?.licenseId !== before.reportedLicense?.licenseId;
  return reported(
    {
      ...before,
      ...data,
      everOnCloudBase: before.everOnCloudBase || data.databaseKind === 'CLOUD',
      connectedAt: at,
      lastReportedAt: at,
    },
    saysAnother ? data.reportedLicense : undefined,
    at,
  );
}

/** A report without an unlinked license ends its refusal; one that says nothing of a license (undefined) does not. */
function reported(state: DeviceState, license: ReportedLicense | null | undefined, at: Instant): DeviceState {
  const stillReported = (unlinked: LicenseId): boolean => license === undefined || license?.licenseId === unlinked;
  return { ...state, lastReportedAt: at, notTakenBack: new Set([...state.notTakenBack].filter(stillReported)) };
}
