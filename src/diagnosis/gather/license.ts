/** The license that a question is about, and where it stands for the asker. */
import { accountOf, licenseOf, load } from '../../commands/streams.js';
import type { LicenseId } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import type { Facts, Whereabouts } from '../facts.js';
import type { Question } from '../question.js';
import { thing, type DeviceThing, type LicenseThing } from '../things.js';

export interface FoundLicense {
  readonly whereabouts: Whereabouts;
  readonly license: LicenseThing | null;
}

/** By the whole code, by its id, or by what the device runs, or ran, on. */
export async function findLicense(store: EventStore, question: Question, device: DeviceThing | null): Promise<FoundLicense> {
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

export async function otherAccount(store: EventStore, license: LicenseThing | null): Promise<Facts['otherAccount']> {
  const id = license?.state.holder;
  if (!id) return null;
  const { state } = await load(store, accountOf(id));
  return state ? { id, state } : null;
}
