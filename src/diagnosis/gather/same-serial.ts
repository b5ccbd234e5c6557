/** What else of the account reports the serial number of a device, and the licenses there. */
import { licenseOf, load } from '../../commands/streams.js';
import type { DeviceId } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import type { ReadModelQueries } from '../../../projections/queries.js';
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

/** What the account's licenses in those devices' slots are; none where a license was asked for, which is not here. */
export async function inSlots(
  store: EventStore,
  question: Question,
  devices: readonly DeviceThing[],
): Promise<readonly LicenseThing[]> {
  if (question.code || question.licenseId) return [];
  const slots = devices.flatMap(({ state }) => (state.slot ? [state.slot.licenseId] : []));
  const licenses = await Promise.all(slots.map(async (id) => thing(id, await load(store, licenseOf(id)))));
  return licenses.flatMap((license) => (license?.state.holder === question.account ? [license] : []));
}
