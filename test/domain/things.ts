/** Names, instants and events that the tests of the domain speak about. Each builder says only what its test is about. */
import { evolveAccount, type AccountEvent, type AccountState } from '../../src/domain/account.js';
import { evolveDatabase, type DatabaseEvent, type DatabaseState } from '../../src/domain/database.js';
import type { DeviceReport, SlotRequest } from '../../src/domain/device-decisions.js';
import { evolveDevice, type DeviceEvent, type DeviceFacts, type DeviceState } from '../../src/domain/device.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId, UploadId } from '../../src/domain/ids.js';
import type { ActivationBase } from '../../src/domain/license-decisions.js';
import type { Term, Updates } from '../../src/domain/license-terms.js';
import { evolveLicense, type LicenseEvent, type LicenseState } from '../../src/domain/license.js';
import { personal } from '../../src/domain/personal.js';
import type { Product } from '../../src/domain/product.js';
import { givenStream } from './given.js';

export const OURS = 'acc_ours' as AccountId;
export const THEIRS = 'acc_theirs' as AccountId;
export const SHOP = 'db_shop' as DatabaseId;
export const WAREHOUSE = 'db_warehouse' as DatabaseId;
export const SCANNER = 'dev_scanner' as DeviceId;
export const OTHER_SCANNER = 'dev_other' as DeviceId;
export const L1 = 'lic_1' as LicenseId;
export const L2 = 'lic_2' as LicenseId;
export const UPLOAD = 'upl_1' as UploadId;
export const MOSCOW = 'Europe/Moscow';

/** `day('2026-03-01')` is that day's midnight in UTC. */
export const day = (date: string): Instant => `${date}T00:00:00.000Z` as Instant;
export const START = day('2026-01-01');
export const NOW = day('2026-06-01');

/** A place in time for an event; without it, an event happened at START. */
export type Happened<Event> = Event & { readonly at?: Instant };
export const at = <Event extends object>(instant: Instant, event: Event): Happened<Event> => ({ ...event, at: instant });
const timeOf = (event: { readonly at?: Instant }): Instant => event.at ?? START;

export const givenAccount = givenStream<AccountState, AccountEvent>(evolveAccount);
export const givenDatabase = givenStream<DatabaseState, Happened<DatabaseEvent>>((state, event) =>
  evolveDatabase(state, event, timeOf(event)),
);
export const givenDevice = givenStream<DeviceState, Happened<DeviceEvent>>((state, event, revision) =>
  evolveDevice(state, event, { id: intentId(revision), at: timeOf(event) }),
);
export const givenLicense = givenStream<LicenseState, LicenseEvent>(evolveLicense);

/** The event id that the harness gives to the event at that place of a device's stream. */
export const intentId = (revision: number): string => `event-${String(revision)}`;

type LicenseData<Type extends LicenseEvent['type']> = Extract<LicenseEvent, { type: Type }>['data'];
type DeviceData<Type extends DeviceEvent['type']> = Extract<DeviceEvent, { type: Type }>['data'];
type DatabaseData<Type extends DatabaseEvent['type']> = Extract<DatabaseEvent, { type: Type }>['data'];

export const PERPETUAL: Term = { perpetual: true };
export const term = (from: string, until: string): Term => ({ perpetual: false, from: day(from), until: day(until) });
export const updatesUntil = (date: string): Updates => ({ until: day(date) });
export const PRODUCT: Product = { name: 'Магазин 15', level: 'Базовая', configuration: '1С:Розница 2.3', sku: 'MS-15-B' };

/** A main license with a running subscription, issued for nobody. */
export const issued = (data: Partial<LicenseData<'LicenseIssued'>> = {}): LicenseEvent => ({
  type: 'LicenseIssued',
  data: {
    by: 'VENDOR',
    accountId: null,
    code: { keyId: 'k1', sealed: 'c2VhbGVk', lastGroup: 'AB12C' },
    kind: 'MAIN',
    product: PRODUCT,
    demo: false,
    term: PERPETUAL,
    updates: updatesUntil('2027-01-01'),
    replaces: null,
    ...data,
  },
});

export const issuedCloud = (data: Partial<LicenseData<'LicenseIssued'>> = {}): LicenseEvent =>
  issued({ kind: 'CLOUD', term: term('2026-01-01', '2027-01-01'), updates: null, ...data });

export const uploaded = (data: Partial<LicenseData<'LicenseUploaded'>> = {}): LicenseEvent => ({
  type: 'LicenseUploaded',
  data: { accountId: OURS, uploadId: UPLOAD, by: 'CODE', ...data },
});

export const activated = (data: Partial<LicenseData<'LicenseActivated'>> = {}): LicenseEvent => ({
  type: 'LicenseActivated',
  data: {
    accountId: OURS,
    deviceId: SCANNER,
    databaseId: SHOP,
    databaseKind: 'LOCAL',
    how: 'PERSON',
    intentId: 'intent-1',
    term: PERPETUAL,
    updates: updatesUntil('2027-01-01'),
    ...data,
  },
});

export const unlinked = (data: Partial<LicenseData<'LicenseUnlinked'>> = {}): LicenseEvent => ({
  type: 'LicenseUnlinked',
  data: { accountId: OURS, deviceId: SCANNER, intentId: 'intent-1', ...data },
});

export const withdrawn: LicenseEvent = { type: 'LicenseWithdrawn', data: { reason: personal(L1, 'возврат') } };
export const replaced: LicenseEvent = { type: 'LicenseReplaced', data: { byLicenseId: L2 } };
export const removed: LicenseEvent = { type: 'LicenseRemovedFromList', data: { accountId: OURS } };
export const restored: LicenseEvent = { type: 'LicenseRestoredToList', data: { accountId: OURS } };
export const released = (toAccountId: AccountId | null): LicenseEvent => ({
  type: 'LicenseReleased',
  data: { fromAccountId: OURS, toAccountId, deviceId: null, intentId: null, reason: personal(L1, 'продана') },
});

export const base = (facts: Partial<ActivationBase> = {}): ActivationBase => ({
  id: SHOP,
  kind: 'LOCAL',
  lifecycle: 'ACTIVE',
  productName: null,
  level: null,
  configuration: null,
  ...facts,
});

export const registered = (data: Partial<DatabaseData<'DatabaseRegistered'>> = {}): DatabaseEvent => ({
  type: 'DatabaseRegistered',
  data: {
    accountId: OURS,
    guid: null,
    name: personal(SHOP, 'Магазин'),
    kind: 'LOCAL',
    productName: null,
    level: null,
    configuration: null,
    serverVersion: null,
    serverVersionReleasedAt: null,
    ...data,
  },
});

export const FACTS: DeviceFacts = {
  serialNumber: null,
  name: personal(SCANNER, 'ТСД 1'),
  model: null,
  os: null,
  clientVersion: null,
  serverVersion: null,
  reportedLicense: null,
  clockOffByMs: null,
};

export const connected = (data: Partial<DeviceData<'DeviceConnected'>> = {}): DeviceEvent => ({
  type: 'DeviceConnected',
  data: { accountId: OURS, databaseId: SHOP, databaseKind: 'LOCAL', code: 'A1B2C3D4', ...FACTS, ...data },
});

export const factsChanged = (data: DeviceData<'DeviceFactsChanged'>): DeviceEvent => ({ type: 'DeviceFactsChanged', data });
export const seen: DeviceEvent = { type: 'DeviceSeen', data: {} };

export const slotRequest = (request: Partial<SlotRequest> = {}): SlotRequest => ({
  licenseId: L1,
  how: 'PERSON',
  accountId: OURS,
  databaseId: SHOP,
  databaseKind: 'LOCAL',
  activatedAt: START,
  timeZone: MOSCOW,
  slotCountsAsFree: false,
  ...request,
});

export const slotTaken = (data: Partial<DeviceData<'LicenseSlotTaken'>> = {}): DeviceEvent => {
  const { slotCountsAsFree: _, ...intent } = slotRequest(data);
  return { type: 'LicenseSlotTaken', data: intent };
};

export const slotFreed = (
  licenseId: LicenseId = L1,
  reason: DeviceData<'LicenseSlotFreed'>['reason'] = 'UNLINKED',
): DeviceEvent => ({
  type: 'LicenseSlotFreed',
  data: { licenseId, reason },
});

export const onLicense = (licenseId: LicenseId): DeviceFacts['reportedLicense'] => ({ licenseId, lastGroup: 'AB12C' });

/** What the scanner on the shop's base says with nothing new in it. */
export const report = (said: Partial<DeviceReport> = {}): DeviceReport => ({
  accountId: OURS,
  databaseId: SHOP,
  databaseKind: 'LOCAL',
  code: 'A1B2C3D4',
  connected: true,
  name: FACTS.name,
  serialNumber: undefined,
  model: undefined,
  os: undefined,
  clientVersion: undefined,
  serverVersion: undefined,
  reportedLicense: undefined,
  clockOffsetMs: undefined,
  at: START,
  ...said,
});
