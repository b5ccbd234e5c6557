/** Everything the checks look at: streams folded from the log, and the rows of the read model beside them. */
import { isListed } from '../commands/listing.js';
import { accountOf, databaseOf, deviceOf, licenseOf, load, orderOf, uploadOf } from '../commands/streams.js';
import type { AccountState } from '../domain/account.js';
import type { RecordedEvent } from '../domain/events.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId, OrderId, StreamName } from '../domain/ids.js';
import { deviceStream, licenseStream } from '../domain/ids.js';
import type { EventStore } from '../event-store/port.js';
import type { DeviceRow, LicenseRow, ParkedStreamRow, ReadModelQueries } from '../../projections/queries.js';
import { changedCode, type ChangedCode } from './changed-code.js';
import { lapsedOnBase, type LapsedLicense } from './lapsed-on-base.js';
import type { Question } from './question.js';
import { thing, type DatabaseThing, type DeviceThing, type LicenseThing, type OrderThing } from './things.js';

export type { DatabaseThing, DeviceThing, LicenseThing, OrderThing } from './things.js';

/** Where the license of a whole code, or of an id, stands for the asker. */
export type Whereabouts =
  /** No license was asked for. */
  | 'NOT_ASKED'
  /** There is none, or none that the asker may know of. */
  | 'UNKNOWN'
  | 'HERE'
  /** Held by nobody: whoever has the whole code may bring it in. */
  | 'UNHELD'
  | 'OTHER_ACCOUNT'
  /** Known to the asker by its whole code alone. */
  | 'ELSEWHERE';

export interface Facts {
  readonly question: Question;
  readonly now: Instant;
  readonly queries: ReadModelQueries;
  readonly account: AccountState;
  readonly whereabouts: Whereabouts;
  /** Held by this account, or by nobody and asked for by its whole code. */
  readonly license: LicenseThing | null;
  /** Name of the account that holds it, where the asker has access to that one. */
  readonly otherAccount: { readonly id: AccountId; readonly state: AccountState } | null;
  /** By the log. */
  readonly listed: boolean;
  /** The device that was asked for, else the one that the license is on, or was on last. */
  readonly device: DeviceThing | null;
  /** It was asked for itself. */
  readonly deviceAsked: boolean;
  /** The device of the license's present activation. */
  readonly licensedDevice: DeviceThing | null;
  /** The base that was asked for, else the one that the device is on. */
  readonly base: DatabaseThing | null;
  readonly baseAsked: boolean;
  /** The base that the device is on. */
  readonly deviceBase: DatabaseThing | null;
  /** Licenses on the base whose subscription ended before its installed version. */
  readonly lapsed: readonly LapsedLicense[];
  /** The device has a new code, and a license is bound to its former one. */
  readonly changedCode: ChangedCode | null;
  readonly orders: readonly OrderThing[];
  readonly rejectedItems: readonly RecordedEvent[];
  readonly licenseRow: LicenseRow | undefined;
  readonly deviceRow: DeviceRow | undefined;
  readonly parked: readonly ParkedStreamRow[];
  readonly checkpoint: number;
}

export interface DiagnosisDeps {
  readonly store: EventStore;
  readonly queries: ReadModelQueries;
  readonly now: () => Instant;
}

const MOST_ORDERS = 50;
const MOST_SAME_SERIAL = 5;
const MOST_REJECTED = 5;

export async function gatherFacts({ store, queries, now }: DiagnosisDeps, question: Question): Promise<Facts | undefined> {
  const { account } = question;
  const { state: accountState } = await load(store, accountOf(account));
  if (!accountState) return undefined;
  const ofAccount = async (id: DeviceId): Promise<DeviceThing | null> => {
    const found = thing(id, await load(store, deviceOf(id)));
    return found?.state.accountId === account ? found : null;
  };
  const baseOf = async (id: DatabaseId | null | undefined): Promise<DatabaseThing | null> => {
    const found = id ? thing(id, await load(store, databaseOf(id))) : null;
    return found?.state.accountId === account ? found : null;
  };

  const asked = question.deviceId === null ? null : await ofAccount(question.deviceId);
  const found = await findLicense(store, question, asked);
  const license = found.whereabouts === 'HERE' || found.whereabouts === 'UNHELD' ? found.license : null;
  const on = license?.state.device;
  const licensedDevice = on?.accountId === account ? await ofAccount(on.deviceId) : null;
  const last = license?.state.lastDevice;
  const formerDevice = question.deviceId === null && last ? await ofAccount(last.deviceId) : null;
  const device = asked ?? (question.deviceId === null ? (licensedDevice ?? formerDevice) : null);
  const deviceBase = await baseOf(device?.state.databaseId);
  const base = question.databaseId === null ? deviceBase : await baseOf(question.databaseId);

  const records = device ? [device, ...(await sameSerial(queries, question, device, ofAccount))] : [];
  const bound = license ? [license] : await inSlots(store, question, records);
  const changed = bound.flatMap((each) => changedCode(each, records, asked, now()) ?? []);

  const { position: checkpoint } = queries.checkpoint();
  const moment = { position: checkpoint, at: now() };
  return {
    question,
    now: now(),
    queries,
    account: accountState,
    whereabouts: found.whereabouts,
    license,
    otherAccount: found.whereabouts === 'OTHER_ACCOUNT' ? await otherAccount(store, found.license) : null,
    listed: license !== null && (await isListed(store, license.state, account)),
    device,
    deviceAsked: question.deviceId !== null,
    licensedDevice,
    base,
    baseAsked: question.databaseId !== null,
    deviceBase,
    lapsed: await lapsedOnBase(store, queries, base, now()),
    changedCode: changed[0] ?? null,
    orders: await ordersOf(store, queries, question, license),
    rejectedItems: await rejectedItems(store, queries, question),
    licenseRow: license ? queries.licensesById(moment, [license.id]).get(license.id) : undefined,
    deviceRow: device ? queries.devicesById(moment, [device.id]).get(device.id) : undefined,
    parked: queries.parkedAmong(streamsOf(license, device)),
    checkpoint,
  };
}

interface FoundLicense {
  readonly whereabouts: Whereabouts;
  readonly license: LicenseThing | null;
}

/** By the whole code, by its id, or by what the device runs, or ran, on. */
async function findLicense(store: EventStore, question: Question, device: DeviceThing | null): Promise<FoundLicense> {
  const { code, licenseId } = question;
  if (code) return code.ok ? located(store, question, code.licenseId, true) : { whereabouts: 'UNKNOWN', license: null };
  if (licenseId) return located(store, question, licenseId, false);
  const ofDevice = device && licenseOfDevice(device);
  // The base brought the whole code in its report.
  return ofDevice ? located(store, question, ofDevice, true) : { whereabouts: 'NOT_ASKED', license: null };
}

/** In its slot; else what it says it runs on; else what it ran on last. */
function licenseOfDevice({ state, events }: DeviceThing): LicenseId | undefined {
  const freed = events.findLast((event) => event.type === 'LicenseSlotFreed');
  return state.slot?.licenseId ?? state.reportedLicense?.licenseId ?? freed?.data.licenseId;
}

async function located(store: EventStore, question: Question, id: LicenseId, byWholeCode: boolean): Promise<FoundLicense> {
  const license = thing(id, await load(store, licenseOf(id)));
  if (!license) return { whereabouts: 'UNKNOWN', license: null };
  const { holder } = license.state;
  if (holder === question.account) return { whereabouts: 'HERE', license };
  if (holder === null) return byWholeCode ? { whereabouts: 'UNHELD', license } : { whereabouts: 'UNKNOWN', license: null };
  if (question.reaches(holder)) return { whereabouts: 'OTHER_ACCOUNT', license };
  return { whereabouts: byWholeCode ? 'ELSEWHERE' : 'UNKNOWN', license: null };
}

async function otherAccount(store: EventStore, license: LicenseThing | null): Promise<Facts['otherAccount']> {
  const id = license?.state.holder;
  if (!id) return null;
  const { state } = await load(store, accountOf(id));
  return state ? { id, state } : null;
}

async function sameSerial(
  queries: ReadModelQueries,
  { account }: Question,
  device: DeviceThing | null,
  ofAccount: (id: DeviceId) => Promise<DeviceThing | null>,
): Promise<readonly DeviceThing[]> {
  const serial = device?.state.serialNumber;
  if (!device || !serial) return [];
  const ids = queries.devicesWithSerial(account, serial, MOST_SAME_SERIAL + 1).filter((id) => id !== device.id);
  const devices = await Promise.all(ids.map(ofAccount));
  return devices.flatMap((other) => (other?.state.serialNumber === serial ? [other] : []));
}

/** What the account's licenses in those devices' slots are; none where a license was asked for, which is not here. */
async function inSlots(store: EventStore, question: Question, devices: readonly DeviceThing[]): Promise<readonly LicenseThing[]> {
  if (question.code || question.licenseId) return [];
  const slots = devices.flatMap(({ state }) => (state.slot ? [state.slot.licenseId] : []));
  const licenses = await Promise.all(slots.map(async (id) => thing(id, await load(store, licenseOf(id)))));
  return licenses.flatMap((license) => (license?.state.holder === question.account ? [license] : []));
}

/** The order that was asked for; else open ones of the account that may bring or renew what is asked about. */
async function ordersOf(
  store: EventStore,
  queries: ReadModelQueries,
  { account, orderId }: Question,
  license: LicenseThing | null,
): Promise<readonly OrderThing[]> {
  const ids = orderId ? [orderId] : openOrders(queries, account, license?.id ?? null);
  const loaded = await Promise.all(ids.map(async (id) => thing(id, await load(store, orderOf(id)))));
  return loaded.flatMap((order) => (order?.state.accountId === account ? [order] : []));
}

function openOrders(queries: ReadModelQueries, account: AccountId, licenseId: LicenseId | null): readonly OrderId[] {
  const { rows } = queries.orders(account, { limit: MOST_ORDERS, direction: 'forwards' });
  return rows
    .filter(({ status }) => status === 'UNPAID' || status === 'PAID')
    .filter(({ ordered }) =>
      ordered.kind === 'LICENSES'
        ? licenseId === null
        : ordered.items.some((item) => item.licenseId === licenseId && item.refused === null),
    )
    .map(({ id }) => id);
}

async function rejectedItems(
  store: EventStore,
  queries: ReadModelQueries,
  { account, fileName, code }: Question,
): Promise<readonly RecordedEvent[]> {
  const about = fileName !== null ? { fileName } : code ? { lastGroup: code.lastGroup } : null;
  if (!about) return [];
  const items = queries.rejectedUploadItems(account, about, MOST_REJECTED);
  const events = await Promise.all(
    items.map(async ({ uploadId, index }) => {
      const upload = await load(store, uploadOf(uploadId));
      return upload.events.find((event) => event.type === 'UploadItemRejected' && event.data.index === index);
    }),
  );
  return events.filter((event) => event !== undefined);
}

/** Streams that shape the rows of the license and the device. */
function streamsOf(license: LicenseThing | null, device: DeviceThing | null): readonly StreamName[] {
  const devices = new Set<DeviceId>(device ? [device.id] : []);
  for (const event of license?.events ?? []) if (event.type === 'LicenseActivated') devices.add(event.data.deviceId);
  return [...(license ? [licenseStream(license.id)] : []), ...[...devices].map(deviceStream)];
}
