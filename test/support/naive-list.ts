/**
 * The lists of an account as a person would work them out from domain.md with the whole log at hand: slow, separate from the views, and
 * without the folds that they use. Tests hold the read model to it.
 */
import type { RecordedEvent } from '../../src/domain/events.js';
import type { AccountId, DeviceId, Instant, LicenseId } from '../../src/domain/ids.js';
import type { LicenseStatus, Term, Updates } from '../../src/domain/license-terms.js';
import type { Product } from '../../src/domain/product.js';

export interface NaiveLicense {
  id: LicenseId;
  kind: string;
  product: Product;
  lastGroup: string;
  term: Term;
  updates: Updates;
  holder: AccountId | null;
  deviceId: DeviceId | null;
  activatedAt: Instant | null;
  withdrawn: boolean;
  replacedBy: LicenseId | null;
  listedAt: Instant | null;
  source: string | null;
  /** What may list it, in the order of its own stream. */
  reasons: { account: AccountId; source: string; device: DeviceId | null; at: number }[];
  removedBy: Set<AccountId>;
}

export interface NaiveDevice {
  id: DeviceId;
  accountId: AccountId;
  databaseId: string | null;
  databaseKind: string | null;
  code: string;
  name: string | null;
  model: string | null;
  clientVersion: string | null;
  serverVersion: string | null;
  connectedAt: Instant;
  lastReportedAt: Instant;
  slot: LicenseId | null;
}

export interface NaiveDatabase {
  id: string;
  accountId: AccountId;
  name: string | null;
  kind: string;
  state: string;
  serverVersion: string | null;
  releasedAt: Instant | null;
}

export interface NaiveCabinet {
  licenses: Map<LicenseId, NaiveLicense>;
  devices: Map<DeviceId, NaiveDevice>;
  databases: Map<string, NaiveDatabase>;
}

const subject = (prefix: string, stream: string): string => prefix + stream.slice(stream.indexOf('-') + 1);

/** Everything as the log says it after these events. */
export function naiveCabinet(events: readonly RecordedEvent[]): NaiveCabinet {
  const licenses = new Map<LicenseId, NaiveLicense>();
  const devices = new Map<DeviceId, NaiveDevice>();
  const databases = new Map<string, NaiveDatabase>();
  const given = new Map<DeviceId, string | null>();
  const everOnCloud = new Set<DeviceId>();
  const license = (id: LicenseId): NaiveLicense => {
    const found = licenses.get(id);
    if (!found) throw new Error(`no license ${id}`);
    return found;
  };
  for (const event of events) {
    const id = subject(
      event.stream.startsWith('license') ? 'lic_' : event.stream.startsWith('device') ? 'dev_' : 'db_',
      event.stream,
    );
    const lic = id as LicenseId;
    const device = devices.get(id as DeviceId);
    const database = databases.get(id);
    const at = event.metadata.occurredAt;
    switch (event.type) {
      case 'LicenseIssued': {
        const { kind, product, term, updates, accountId, code, by } = event.data;
        licenses.set(lic, {
          id: lic,
          kind,
          product,
          lastGroup: code.lastGroup,
          term,
          updates,
          holder: accountId,
          deviceId: null,
          activatedAt: null,
          withdrawn: false,
          replacedBy: null,
          listedAt: null,
          source: null,
          reasons: by === 'ORDER' && accountId ? [{ account: accountId, source: 'ORDER', device: null, at: event.position }] : [],
          removedBy: new Set(),
        });
        break;
      }
      case 'LicenseUploaded':
        license(lic).holder ??= event.data.accountId;
        license(lic).reasons.push({ account: event.data.accountId, source: event.data.by, device: null, at: event.position });
        break;
      case 'LicenseActivated':
        Object.assign(license(lic), {
          deviceId: event.data.deviceId,
          term: event.data.term,
          updates: event.data.updates,
          activatedAt: at,
        });
        license(lic).holder ??= event.data.accountId;
        license(lic).reasons.push({
          account: event.data.accountId,
          source: 'AUTOMATIC',
          device: event.data.deviceId,
          at: event.position,
        });
        break;
      case 'LicenseUnlinked':
        Object.assign(license(lic), { deviceId: null, activatedAt: null });
        break;
      case 'LicenseRenewed': {
        const { clock, until } = event.data;
        const { term } = license(lic);
        if (clock === 'UPDATES') license(lic).updates = { until };
        else license(lic).term = { perpetual: false, from: 'from' in term ? term.from : until, until };
        break;
      }
      case 'LicenseReplaced':
        license(lic).replacedBy = event.data.byLicenseId;
        break;
      case 'LicenseWithdrawn':
        license(lic).withdrawn = true;
        break;
      case 'LicenseRemovedFromList':
        license(lic).removedBy.add(event.data.accountId);
        break;
      case 'LicenseRestoredToList':
        license(lic).removedBy.delete(event.data.accountId);
        break;
      case 'LicenseReleased':
        // In another account's list it would have come into that list anew.
        Object.assign(license(lic), { holder: event.data.toAccountId, deviceId: null, activatedAt: null, listedAt: null });
        break;
      case 'DeviceConnected': {
        const { accountId, databaseId, databaseKind, code, name, model, clientVersion, serverVersion } = event.data;
        if (databaseKind === 'CLOUD') everOnCloud.add(id as DeviceId);
        devices.set(id as DeviceId, {
          id: id as DeviceId,
          accountId,
          databaseId,
          databaseKind,
          code,
          name: given.get(id as DeviceId) ?? name.text,
          model,
          clientVersion,
          serverVersion,
          connectedAt: at,
          lastReportedAt: at,
          slot: device?.slot ?? null,
        });
        break;
      }
      case 'DeviceFactsChanged':
        if (device) {
          const { name, model, clientVersion, serverVersion } = event.data;
          if (model !== undefined) device.model = model;
          if (clientVersion !== undefined) device.clientVersion = clientVersion;
          if (serverVersion !== undefined) device.serverVersion = serverVersion;
          if (name !== undefined && !given.has(id as DeviceId)) device.name = name.text;
          device.lastReportedAt = at;
        }
        break;
      case 'DeviceSeen':
        if (device) device.lastReportedAt = at;
        break;
      case 'DeviceRenamed':
        given.set(id as DeviceId, event.data.name.text);
        if (device) device.name = event.data.name.text;
        break;
      case 'DeviceDisconnected':
      case 'DeviceUnlinkedFromDatabase':
        if (device) Object.assign(device, { databaseId: null, databaseKind: null });
        break;
      case 'LicenseSlotTaken':
        if (device) device.slot = event.data.licenseId;
        break;
      case 'LicenseSlotFreed':
        if (device?.slot === event.data.licenseId) device.slot = null;
        break;
      case 'DatabaseRegistered': {
        const { accountId, name, kind, serverVersion, serverVersionReleasedAt } = event.data;
        databases.set(id, {
          id,
          accountId,
          name: name.text,
          kind,
          state: 'ACTIVE',
          serverVersion,
          releasedAt: serverVersionReleasedAt,
        });
        break;
      }
      case 'DatabaseRenamed':
        if (database) database.name = event.data.name.text;
        break;
      case 'DatabaseFactsChanged':
        if (database && event.data.serverVersion !== undefined) database.serverVersion = event.data.serverVersion;
        if (database && event.data.serverVersionReleasedAt !== undefined)
          database.releasedAt = event.data.serverVersionReleasedAt;
        break;
      case 'DatabaseExchangeChanged':
        if (database) database.kind = event.data.kind;
        break;
      case 'DatabaseStopped':
        if (database) database.state = 'STOPPED';
        break;
      case 'DatabaseStarted':
        if (database) database.state = 'ACTIVE';
        break;
      case 'DatabaseDeleted':
        if (database) database.state = 'DELETED';
        break;
      default:
        break;
    }
    for (const each of licenses.values()) {
      const { holder } = each;
      const reason = each.reasons.find(
        ({ account, source, device: on }) =>
          account === holder && (source !== 'AUTOMATIC' || (on !== null && everOnCloud.has(on))),
      );
      const listed = holder !== null && reason !== undefined && !each.removedBy.has(holder);
      each.source = listed ? reason.source : null;
      each.listedAt = listed ? (each.listedAt ?? event.recordedAt) : null;
    }
  }
  return { licenses, devices, databases };
}

export const naiveList = (cabinet: NaiveCabinet, account: AccountId): readonly NaiveLicense[] =>
  [...cabinet.licenses.values()].filter(({ holder, source }) => holder === account && source !== null);

export function naiveStatus(license: NaiveLicense, now: Instant): LicenseStatus {
  if (license.withdrawn) return 'WITHDRAWN';
  if (license.replacedBy !== null) return 'REPLACED';
  if ('until' in license.term && license.term.until <= now) return 'EXPIRED';
  return license.deviceId === null ? 'FREE' : 'ACTIVATED';
}
