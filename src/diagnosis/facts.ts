/** Everything the checks look at: streams folded from the log, and the rows of the read model beside them. */
import { isListed } from '../commands/listing.js';
import { accountOf, databaseOf, deviceOf, load } from '../commands/streams.js';
import type { AccountState } from '../domain/account.js';
import type { RecordedEvent } from '../domain/events.js';
import type { AccountId, DatabaseId, DeviceId, Instant, StreamName } from '../domain/ids.js';
import { deviceStream, licenseStream } from '../domain/ids.js';
import type { EventStore } from '../event-store/port.js';
import type { DeviceRow, LicenseRow, ParkedStreamRow, ReadModelQueries } from '../../projections/queries.js';
import { changedCode, type ChangedCode } from './changed-code.js';
import { wantedActivation, type WantedActivation } from './gather/activation.js';
import { findLicense, otherAccount } from './gather/license.js';
import { askedOrder, findPendingOrders, type PendingOrder } from './gather/orders.js';
import { inSlots, ownCodes, sameSerial } from './gather/same-serial.js';
import { acceptedItem, rejectedItems } from './gather/uploads.js';
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
  readonly otherAccount: {
    readonly id: AccountId;
    readonly state: AccountState;
    readonly heldSince: RecordedEvent | undefined;
  } | null;
  /** By the log. */
  readonly listed: boolean;
  /** The device that was asked for, else the one that the license is on, or was on last. */
  readonly device: DeviceThing | null;
  /** It was asked for itself. */
  readonly deviceAsked: boolean;
  /** The device of the license's present activation. */
  readonly licensedDevice: DeviceThing | null;
  /** The device that the license was on last. */
  readonly formerDevice: DeviceThing | null;
  /** Of the license, which is free, on the device. */
  readonly activation: WantedActivation | null;
  /** The base that was asked for, else the one that the device is on. */
  readonly base: DatabaseThing | null;
  readonly baseAsked: boolean;
  /** The base that the device is on. */
  readonly deviceBase: DatabaseThing | null;
  /** Licenses on the base whose subscription ended before its installed version. */
  readonly lapsed: readonly LapsedLicense[];
  /** Serial numbers that took turns under the device's code, and are reported under another one now: by that report. */
  readonly ownCodeSince: ReadonlyMap<string, RecordedEvent>;
  /** The device has a new code, and a license is bound to its former one. */
  readonly changedCode: ChangedCode | null;
  /** Open orders that bring, renew, or may bring what is asked about. */
  readonly pendingOrders: readonly PendingOrder[];
  readonly askedOrder: OrderThing | null;
  readonly rejectedItems: readonly RecordedEvent[];
  /** The file that was asked for came in. */
  readonly acceptedItem: RecordedEvent | undefined;
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
  const order = await askedOrder(store, question);
  const accepted = await acceptedItem(store, queries, question);
  const found = await findLicense(store, question, { device: asked, order, acceptedItem: accepted });
  const license = found.whereabouts === 'HERE' || found.whereabouts === 'UNHELD' ? found.license : null;
  const on = license?.state.device;
  const licensedDevice = on?.accountId === account ? await ofAccount(on.deviceId) : null;
  const last = license?.state.lastDevice;
  const formerDevice = last ? await ofAccount(last.deviceId) : null;
  const device = asked ?? (question.deviceId === null ? (licensedDevice ?? formerDevice) : null);
  const deviceBase = await baseOf(device?.state.databaseId);
  const base = question.databaseId === null ? deviceBase : await baseOf(question.databaseId);

  const records = device ? [device, ...(await sameSerial(queries, question, device, ofAccount))] : [];
  const bound = license ? [license] : await inSlots(store, question, records);
  const changed = bound.flatMap((each) => changedCode(each, records, asked, now()) ?? []);

  const target = changed[0]?.present ?? device;
  const free = (license ?? changed[0]?.license)?.state.device === null ? (license ?? changed[0]?.license) : undefined;
  const activation =
    free && target
      ? await wantedActivation(store, { question, account: accountState, license: free, device: target, now: now() })
      : null;
  const lapsed = await lapsedOnBase(store, queries, base, now());
  const wanted = { license, lapsed, device: asked, deviceBase, now: now() };
  const pendingOrders = await findPendingOrders(store, queries, question, wanted);

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
    formerDevice,
    activation,
    base,
    baseAsked: question.databaseId !== null,
    deviceBase,
    lapsed,
    ownCodeSince: await ownCodes(queries, question, device, ofAccount),
    changedCode: changed[0] ?? null,
    pendingOrders,
    askedOrder: order,
    rejectedItems: await rejectedItems(store, queries, question),
    acceptedItem: accepted,
    licenseRow: license ? queries.licensesById(moment, [license.id]).get(license.id) : undefined,
    deviceRow: device ? queries.devicesById(moment, [device.id]).get(device.id) : undefined,
    parked: queries.parkedAmong(streamsOf(license, device)),
    checkpoint,
  };
}

/** Streams that shape the rows of the license and the device. */
function streamsOf(license: LicenseThing | null, device: DeviceThing | null): readonly StreamName[] {
  const devices = new Set<DeviceId>(device ? [device.id] : []);
  for (const event of license?.events ?? []) if (event.type === 'LicenseActivated') devices.add(event.data.deviceId);
  return [...(license ? [licenseStream(license.id)] : []), ...[...devices].map(deviceStream)];
}
