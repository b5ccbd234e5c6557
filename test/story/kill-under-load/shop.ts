/** A client's work, over and over: a base, two licenses for it, two devices, and one license that moves from the first to the second. */
import type { Desk } from './desk.js';
import { oweEvents, type AccountState, type Ledger } from './ledger.js';

interface Work {
  readonly desk: Desk;
  readonly ledger: Ledger;
  readonly account: AccountState;
  readonly vendor: string;
  /** Distinct for every round of every client. */
  readonly name: string;
}

interface Issued {
  readonly licenseId: string;
  readonly code: string;
}

const MAIN = { kind: 'MAIN', perpetual: true, months: 12 };
const CLOUD = { kind: 'CLOUD', perpetual: false, months: 12 };

/** Rejects on the first answer that this client would not expect of its own things. */
export async function workOneRound(work: Work, cloud: boolean): Promise<void> {
  const base = await registerBase(work, cloud);
  const [moving, spare] = await issueTwo(work, cloud);
  const first = await reportDevice(work, base, `${work.name}-A`, moving);
  await addByCode(work, cloud ? [spare] : [moving, spare]);
  await expectLicenseOn(work, moving, first);
  await unlink(work, moving, first);
  const second = await reportDevice(work, base, `${work.name}-B`);
  await activate(work, moving, second);
  await reportNewVersion(work, base, second);
  await expectLicenseOn(work, moving, second);
  await removeFromList(work, spare);
  if (cloud) await restoreToList(work, spare);
  await renameBase(work, base);
}

const idIn = (payload: object, field: string): string => {
  const thing = (payload as Record<string, unknown>)[field];
  if (typeof thing === 'object' && thing !== null && 'id' in thing && typeof thing.id === 'string') return thing.id;
  throw new Error(`no ${field} in ${JSON.stringify(payload)}`);
};

async function registerBase({ desk, ledger, account, name }: Work, cloud: boolean): Promise<string> {
  const input = { accountId: account.id, name, kind: cloud ? 'CLOUD' : 'LOCAL' };
  const id = idIn(await desk.mutate('registerDatabase', input, 'database { id }'), 'database');
  account.databases.set(id, name);
  oweEvents(ledger, id, 'DatabaseRegistered');
  return id;
}

async function renameBase({ desk, ledger, account, name }: Work, databaseId: string): Promise<void> {
  const renamed = `${name}, новое имя`;
  await desk.mutate('renameDatabase', { databaseId, name: renamed }, 'database { id }');
  account.databases.set(databaseId, renamed);
  oweEvents(ledger, databaseId, 'DatabaseRenamed');
}

async function issueTwo({ desk, ledger, account, vendor }: Work, cloud: boolean): Promise<readonly [Issued, Issued]> {
  const item = { ...(cloud ? CLOUD : MAIN), product: { name: 'Магазин 15', level: 'Базовая' } };
  const payload = await desk.mutate(
    'issueLicenses',
    { accountId: account.id, items: [item, item] },
    'issued { licenseId code }',
    vendor,
  );
  const [one, other] = payload['issued'] as readonly Issued[];
  if (!one || !other) throw new Error(`two licenses were to be issued: ${JSON.stringify(payload)}`);
  for (const { licenseId } of [one, other]) oweEvents(ledger, licenseId, 'LicenseIssued');
  return [one, other];
}

async function reportDevice(
  { desk, ledger, account }: Work,
  databaseId: string,
  deviceCode: string,
  license?: Issued,
): Promise<string> {
  const input = { databaseId, deviceCode, name: 'ТСД', ...(license && { activationCode: license.code }) };
  const id = idIn(await desk.mutate('reportDevice', input, 'device { id }'), 'device');
  account.devices.set(id, { database: databaseId, license: license?.licenseId ?? null });
  oweEvents(ledger, id, 'DeviceConnected');
  if (license) {
    oweEvents(ledger, id, 'LicenseSlotTaken');
    oweEvents(ledger, license.licenseId, 'LicenseActivated');
    account.licenses.set(license.licenseId, { status: 'ACTIVATED', device: id });
  }
  return id;
}

async function reportNewVersion({ desk, ledger, name }: Work, databaseId: string, deviceId: string): Promise<void> {
  const input = { databaseId, deviceCode: `${name}-B`, name: 'ТСД', clientVersion: '1.2.3' };
  await desk.mutate('reportDevice', input, 'device { id }');
  oweEvents(ledger, deviceId, 'DeviceFactsChanged', 'DeviceSeen');
}

async function addByCode({ desk, ledger, account }: Work, licenses: readonly Issued[]): Promise<void> {
  const input = { accountId: account.id, codes: licenses.map(({ code }) => code) };
  const payload = await desk.mutate('addLicensesByCode', input, 'uploadId results { outcome }');
  const outcomes = (payload['results'] as readonly { readonly outcome: string }[]).map(({ outcome }) => outcome);
  if (outcomes.join() !== licenses.map(() => 'ADDED').join()) throw new Error(`not added: ${JSON.stringify(payload)}`);
  const uploadId = payload['uploadId'] as string;
  oweEvents(ledger, uploadId, 'UploadReceived', 'UploadFinished');
  for (const { licenseId } of licenses) {
    oweEvents(ledger, uploadId, 'UploadItemAccepted');
    oweEvents(ledger, licenseId, 'LicenseUploaded');
    if (!account.licenses.has(licenseId)) account.licenses.set(licenseId, { status: 'FREE', device: null });
  }
}

async function unlink({ desk, ledger, account }: Work, { licenseId }: Issued, deviceId: string): Promise<void> {
  await desk.mutate('unlinkLicense', { licenseId, confirmWorkFinished: true }, 'license { id }');
  account.licenses.set(licenseId, { status: 'FREE', device: null });
  const device = account.devices.get(deviceId);
  if (device) account.devices.set(deviceId, { ...device, license: null });
  oweEvents(ledger, licenseId, 'LicenseUnlinked');
  oweEvents(ledger, deviceId, 'LicenseSlotFreed');
}

async function activate({ desk, ledger, account }: Work, { licenseId }: Issued, deviceId: string): Promise<void> {
  await desk.mutate('activateLicense', { licenseId, deviceId }, 'license { id }');
  account.licenses.set(licenseId, { status: 'ACTIVATED', device: deviceId });
  const device = account.devices.get(deviceId);
  if (device) account.devices.set(deviceId, { ...device, license: licenseId });
  oweEvents(ledger, deviceId, 'LicenseSlotTaken');
  oweEvents(ledger, licenseId, 'LicenseActivated');
}

async function removeFromList({ desk, ledger, account }: Work, { licenseId }: Issued): Promise<void> {
  await desk.mutate('removeLicenseFromList', { licenseId }, '');
  account.licenses.delete(licenseId);
  oweEvents(ledger, licenseId, 'LicenseRemovedFromList');
}

async function restoreToList({ desk, ledger, account }: Work, { licenseId }: Issued): Promise<void> {
  await desk.mutate('restoreLicenseToList', { licenseId }, '');
  account.licenses.set(licenseId, { status: 'FREE', device: null });
  oweEvents(ledger, licenseId, 'LicenseRestoredToList');
}

/** In the midst of the kills: a client reads what it was told is done. */
async function expectLicenseOn({ desk }: Work, { licenseId }: Issued, device: string): Promise<void> {
  const { licenses } = await desk.query<{ licenses: { nodes: readonly { id: string; status: string }[] } }>(
    `query ($account: ID, $position: Position, $device: ID) {
      licenses(accountId: $account, minPosition: $position, where: { deviceId: { eq: $device } }) { nodes { id status } }
    }`,
    { device },
  );
  const [license, another] = licenses.nodes;
  if (license?.id !== licenseId || license.status !== 'ACTIVATED' || another)
    throw new Error(`${licenseId} was activated on ${device}, which shows ${JSON.stringify(licenses.nodes)}`);
}
