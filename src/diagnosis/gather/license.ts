/** The license that a question is about, and where it stands for the asker. */
import { isListed } from '../../commands/listing.js';
import { accountOf, licenseOf, load } from '../../commands/streams.js';
import type { AccountId, LicenseId } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import type { Facts, Whereabouts } from '../facts.js';
import type { Question } from '../question.js';
import { thing, type DeviceThing, type LicenseThing, type OrderThing } from '../things.js';
import type { AcceptedItem } from './uploads.js';

export interface FoundLicense {
  readonly whereabouts: Whereabouts;
  readonly license: LicenseThing | null;
}

/** What else was asked for, and may lead to a license. */
interface Leads {
  readonly device: DeviceThing | null;
  readonly order: OrderThing | null;
  readonly acceptedItem: AcceptedItem | undefined;
}

/** By the whole code, by its id, by what the device runs, or ran, on, by what the order brought, or by what the file held. */
export async function findLicense(store: EventStore, question: Question, leads: Leads): Promise<FoundLicense> {
  const { code, licenseId } = question;
  const { device, order, acceptedItem } = leads;
  // A code that is mistyped names nothing: an id beside it does.
  if (code && (code.ok || !licenseId))
    return code.ok ? located(store, question, code.licenseId, true) : { whereabouts: 'UNKNOWN', license: null };
  if (licenseId) return located(store, question, licenseId, false);
  const ofDevice = device && licenseOfDevice(device);
  // The base brought the whole code in its report.
  if (ofDevice) return located(store, question, ofDevice, true);
  if (order?.state.status === 'FULFILLED') {
    const ofOrder = await ofFulfilled(store, question, order);
    if (ofOrder) return ofOrder;
  }
  return acceptedItem
    ? located(store, question, acceptedItem.data.licenseId, false)
    : { whereabouts: 'NOT_ASKED', license: null };
}

/** Of what an order brought or renewed, so many are looked at. */
const MOST_OF_ORDER = 20;

/** The first that is not in the list, or on no device; else the first. */
async function ofFulfilled(store: EventStore, question: Question, { state }: OrderThing): Promise<FoundLicense | undefined> {
  const ids = state.fulfilled.flatMap(({ licenseIds }) => licenseIds).slice(0, MOST_OF_ORDER);
  let first: FoundLicense | undefined;
  for (const id of ids) {
    const found = await located(store, question, id, false);
    first ??= found;
    const license = found.license?.state;
    if (!license?.device || !(await isListed(store, license, question.account))) return found;
  }
  return first;
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

export async function otherAccount(store: EventStore, license: LicenseThing | null): Promise<Facts['otherAccount']> {
  const id = license?.state.holder;
  if (!license || !id) return null;
  const { state } = await load(store, accountOf(id));
  return state ? { id, state, heldSince: holding(license, id) } : null;
}

/** The event by which that account came to hold it: a release to it, else what brought it there first. */
const holding = ({ events }: LicenseThing, account: AccountId) =>
  events.findLast((event) => event.type === 'LicenseReleased' && event.data.toAccountId === account) ??
  events.find((event) => 'accountId' in event.data && event.data.accountId === account);
