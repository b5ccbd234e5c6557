/** What may happen to a device. Reports are facts and never refused for a business reason (domain.md, section 2, fact 7). */
import type { DatabaseKind } from './database.js';
import { deviceName, type DeviceEvent, type DeviceFacts, type DeviceState } from './device.js';
import { millisOf, type AccountId, type DatabaseId, type Instant, type LicenseId } from './ids.js';
import type { ActivationHow } from './license.js';
import { samePersonal, type PersonalText } from './personal.js';
import { accept, refuse, type Decision } from './refusal.js';

/** How far a device's clock may be off before that is a fact (our decision; cause CLOCK_SKEW). */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** A report that changes nothing leaves an event (DeviceSeen) only where the last one is this old. */
export const SEEN_EVERY_MS = 30 * 24 * 3600 * 1000;

export interface DeviceReport {
  readonly accountId: AccountId;
  readonly databaseId: DatabaseId;
  readonly databaseKind: DatabaseKind;
  readonly code: string;
  readonly connected: boolean;
  readonly name: PersonalText;
  /** Undefined in these: the report says nothing of it, and what is known stays. */
  readonly serialNumber: string | undefined;
  readonly model: string | undefined;
  readonly os: string | undefined;
  readonly clientVersion: string | undefined;
  readonly serverVersion: string | undefined;
  /** Null: it runs on none. */
  readonly reportedLicense: DeviceFacts['reportedLicense'] | undefined;
  /** Device clock minus ours, in ms; undefined where the device did not tell its time. */
  readonly clockOffsetMs: number | undefined;
  readonly at: Instant;
}

export function reportDevice(state: DeviceState | undefined, report: DeviceReport): Decision<DeviceEvent> {
  if (!report.connected) return disconnected(state, report);
  const changed = state ? changedFacts(state, report) : {};
  if (!state || state.databaseId !== report.databaseId) {
    const { accountId, databaseId, databaseKind, code } = report;
    const facts = state ? { ...knownFacts(state), ...changed } : newFacts(report);
    const events: DeviceEvent[] = [{ type: 'DeviceConnected', data: { accountId, databaseId, databaseKind, code, ...facts } }];
    // DeviceConnected alone would read as repeating it; that the device said it again ends the refusal of an unlinked license.
    const sameLicense =
      changed.reportedLicense !== undefined && changed.reportedLicense?.licenseId === state?.reportedLicense?.licenseId;
    if (sameLicense) events.push({ type: 'DeviceFactsChanged', data: { reportedLicense: changed.reportedLicense ?? null } });
    if (state?.licenseChangedSinceReport) events.push({ type: 'DeviceSeen', data: {} });
    return accept(...events);
  }
  const events: DeviceEvent[] = Object.keys(changed).length > 0 ? [{ type: 'DeviceFactsChanged', data: changed }] : [];
  const silentFor = millisOf(report.at) - millisOf(state.lastReportedAt);
  if (state.licenseChangedSinceReport || (events.length === 0 && silentFor >= SEEN_EVERY_MS))
    events.push({ type: 'DeviceSeen', data: {} });
  return accept(...events);
}

/** The base says that the device is gone; of another base's device it can say nothing. */
function disconnected(state: DeviceState | undefined, report: DeviceReport): Decision<DeviceEvent> {
  if (!state || state.databaseId !== report.databaseId) return accept();
  return accept({ type: 'DeviceDisconnected', data: { databaseId: report.databaseId } });
}

const offBeyondTolerance = (offset: number | undefined): number | null =>
  offset !== undefined && Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : null;

function newFacts(report: DeviceReport): DeviceFacts {
  return {
    serialNumber: report.serialNumber ?? null,
    name: report.name,
    model: report.model ?? null,
    os: report.os ?? null,
    clientVersion: report.clientVersion ?? null,
    serverVersion: report.serverVersion ?? null,
    reportedLicense: report.reportedLicense ?? null,
    clockOffByMs: offBeyondTolerance(report.clockOffsetMs),
  };
}

const knownFacts = (state: DeviceState): DeviceFacts => ({
  serialNumber: state.serialNumber,
  name: state.name,
  model: state.model,
  os: state.os,
  clientVersion: state.clientVersion,
  serverVersion: state.serverVersion,
  reportedLicense: state.reportedLicense,
  clockOffByMs: state.clockOffByMs,
});

type Changed = { -readonly [Key in keyof DeviceFacts]?: DeviceFacts[Key] };

/** Real changes only: a clock reading is none, crossing the tolerance is one. */
function changedFacts(state: DeviceState, report: DeviceReport): Changed {
  const changed: Changed = {};
  for (const fact of ['serialNumber', 'model', 'os', 'clientVersion', 'serverVersion'] as const) {
    if (report[fact] !== undefined && report[fact] !== state[fact]) changed[fact] = report[fact];
  }
  if (!samePersonal(report.name, state.name)) changed.name = report.name;
  const license = report.reportedLicense;
  const endsRefusal = [...state.notTakenBack].some((unlinked) => unlinked !== license?.licenseId);
  if (license !== undefined && (license?.licenseId !== state.reportedLicense?.licenseId || endsRefusal))
    changed.reportedLicense = license;
  if (report.clockOffsetMs !== undefined) {
    const off = offBeyondTolerance(report.clockOffsetMs);
    if ((off === null) !== (state.clockOffByMs === null)) changed.clockOffByMs = off;
  }
  return changed;
}

export function renameDevice(state: DeviceState, name: PersonalText): Decision<DeviceEvent> {
  return samePersonal(deviceName(state), name) ? accept() : accept({ type: 'DeviceRenamed', data: { name } });
}

/** Unlinks the device from the base it is on; its license stays on it. */
export function unlinkDeviceFromDatabase(state: DeviceState, databaseId: DatabaseId): Decision<DeviceEvent> {
  if (state.databaseId === null) return refuse('DEVICE_NOT_CONNECTED', ['deviceId']);
  if (state.databaseId !== databaseId) return refuse('DEVICE_ON_OTHER_BASE', ['databaseId']);
  return accept({ type: 'DeviceUnlinkedFromDatabase', data: { databaseId } });
}

export interface SlotRequest {
  readonly licenseId: LicenseId;
  readonly how: ActivationHow;
  readonly accountId: AccountId;
  readonly databaseId: DatabaseId;
  readonly databaseKind: DatabaseKind;
  readonly activatedAt: Instant;
  readonly timeZone: string;
  /** The license in the slot has ended, was replaced or withdrawn, or is not on this device: it counts as free (fact 7). */
  readonly slotCountsAsFree: boolean;
}

/** One license a device: the first step of an activation. */
export function takeLicenseSlot(state: DeviceState, request: SlotRequest): Decision<DeviceEvent> {
  const { slotCountsAsFree, ...intent } = request;
  if (state.slot && state.slot.licenseId !== request.licenseId && !slotCountsAsFree)
    return refuse('DEVICE_ALREADY_LICENSED', ['deviceId']);
  return accept({ type: 'LicenseSlotTaken', data: intent });
}

/** Nothing to do where another activation took the slot meanwhile. */
export function freeLicenseSlot(
  state: DeviceState,
  intentId: string,
  reason: Extract<DeviceEvent, { type: 'LicenseSlotFreed' }>['data']['reason'],
): Decision<DeviceEvent> {
  if (state.slot?.intentId !== intentId) return accept();
  return accept({ type: 'LicenseSlotFreed', data: { licenseId: state.slot.licenseId, reason } });
}
