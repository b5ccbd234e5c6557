/** What else of the account reports the serial number of a device, and the licenses there. */
import { licenseOf, load } from '../../commands/streams.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { DeviceId } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import type { ReadModelQueries } from '../../../projections/queries.js';
import { turnsOf } from '../clones.js';
import type { Question } from '../question.js';
import { thing, type DeviceThing, type LicenseThing } from '../things.js';

const MOST_SAME_SERIAL = 5;

export async function sameSerial(
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

/** What the account's licenses in those devices' slots are, or were last; none where a license was asked for, which is not here. */
export async function inSlots(
  store: EventStore,
  question: Question,
  devices: readonly DeviceThing[],
): Promise<readonly LicenseThing[]> {
  if (question.code || question.licenseId) return [];
  const slots = new Set(devices.flatMap(({ state, events }) => state.slot?.licenseId ?? lastFreed(events) ?? []));
  const licenses = await Promise.all([...slots].map(async (id) => thing(id, await load(store, licenseOf(id)))));
  return licenses.flatMap((license) => (license?.state.holder === question.account ? [license] : []));
}

const lastFreed = (events: DeviceThing['events']) =>
  events.findLast((event) => event.type === 'LicenseSlotFreed')?.data.licenseId;

const REPORTS: ReadonlySet<string> = new Set(['DeviceConnected', 'DeviceFactsChanged', 'DeviceSeen']);

/** Serial numbers that were reported under this device's code before, and are under another one now: the last report there. */
export async function ownCodes(
  queries: ReadModelQueries,
  { account }: Question,
  device: DeviceThing | null,
  ofAccount: (id: DeviceId) => Promise<DeviceThing | null>,
): Promise<ReadonlyMap<string, RecordedEvent>> {
  const found = new Map<string, RecordedEvent>();
  const others = device ? [...(turnsOf(device)?.others ?? [])].slice(-MOST_SAME_SERIAL) : [];
  for (const serial of others)
    for (const id of queries.devicesWithSerial(account, serial, MOST_SAME_SERIAL)) {
      const other = id === device?.id ? null : await ofAccount(id);
      const report = other?.state.serialNumber === serial ? other.events.findLast(({ type }) => REPORTS.has(type)) : undefined;
      if (report && report.position > (found.get(serial)?.position ?? 0)) found.set(serial, report);
    }
  return found;
}
