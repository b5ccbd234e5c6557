/** Finding what an asker names: what it does not reach is answered like what does not exist (domain.md, section 6). */
import type { AccountState } from '../domain/account.js';
import type { DatabaseState } from '../domain/database.js';
import type { DeviceState } from '../domain/device.js';
import {
  parseAccountId,
  parseCaseId,
  parseDatabaseId,
  parseDeviceId,
  parseLicenseId,
  parseOrderId,
  type AccountId,
  type CaseId,
  type DatabaseId,
  type DeviceId,
  type LicenseId,
  type OrderId,
} from '../domain/ids.js';
import type { LicenseState } from '../domain/license.js';
import type { OrderState } from '../domain/order.js';
import type { SupportCaseState } from '../domain/support-case.js';
import { refusal, type Refusal } from '../domain/refusal.js';
import type { EventStore } from '../event-store/port.js';
import type { Asker } from './asker.js';
import { accountOf, caseOf, databaseOf, deviceOf, licenseOf, load, orderOf } from './streams.js';

export type Reached<Id, State> =
  | { readonly ok: true; readonly id: Id; readonly state: State; readonly position: number | null }
  | { readonly ok: false; readonly refusal: Refusal };

const notFound = (field: string): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: refusal('NOT_FOUND', [field]),
});

export async function reachAccount(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'accountId',
): Promise<Reached<AccountId, AccountState>> {
  const id = parseAccountId(text);
  if (!id || !asker.reaches(id)) return notFound(field);
  const { state, position } = await load(store, accountOf(id));
  return state ? { ok: true, id, state, position } : notFound(field);
}

export async function reachDatabase(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'databaseId',
): Promise<Reached<DatabaseId, DatabaseState>> {
  const id = parseDatabaseId(text);
  if (!id || (asker.onlyDatabase !== null && asker.onlyDatabase !== id)) return notFound(field);
  const { state, position } = await load(store, databaseOf(id));
  return state && asker.reaches(state.accountId) ? { ok: true, id, state, position } : notFound(field);
}

export async function reachDevice(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'deviceId',
): Promise<Reached<DeviceId, DeviceState>> {
  const id = parseDeviceId(text);
  if (!id) return notFound(field);
  const { state, position } = await load(store, deviceOf(id));
  return state && asker.reaches(state.accountId) ? { ok: true, id, state, position } : notFound(field);
}

/** A license that an account of the asker holds. */
export async function reachLicense(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'licenseId',
): Promise<Reached<LicenseId, LicenseState & { readonly holder: AccountId }>> {
  const reached = await anyLicense(store, text, field);
  if (!reached.ok) return reached;
  const { holder } = reached.state;
  if (holder === null || !asker.reaches(holder)) return notFound(field);
  return { ...reached, state: { ...reached.state, holder } };
}

/** Any license there is: for the vendor, who issued them. */
export async function anyLicense(
  store: EventStore,
  text: string,
  field = 'licenseId',
): Promise<Reached<LicenseId, LicenseState>> {
  const id = parseLicenseId(text);
  if (!id) return notFound(field);
  const { state, position } = await load(store, licenseOf(id));
  return state ? { ok: true, id, state, position } : notFound(field);
}

/** As `anyLicense`, for a vendor whose token may be narrowed to some accounts: what another one holds is not there for it. */
export async function vendorsLicense(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'licenseId',
): Promise<Reached<LicenseId, LicenseState>> {
  const reached = await anyLicense(store, text, field);
  if (!reached.ok) return reached;
  const { holder } = reached.state;
  return holder === null || asker.reaches(holder) ? reached : notFound(field);
}

export async function reachOrder(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'orderId',
): Promise<Reached<OrderId, OrderState>> {
  const id = parseOrderId(text);
  if (!id) return notFound(field);
  const { state, position } = await load(store, orderOf(id));
  return state && asker.reaches(state.accountId) ? { ok: true, id, state, position } : notFound(field);
}

export async function reachCase(
  store: EventStore,
  asker: Asker,
  text: string,
  field = 'caseId',
): Promise<Reached<CaseId, SupportCaseState>> {
  const id = parseCaseId(text);
  if (!id) return notFound(field);
  const { state, position } = await load(store, caseOf(id));
  return state && asker.reaches(state.accountId) ? { ok: true, id, state, position } : notFound(field);
}
