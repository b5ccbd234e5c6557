/** Which event an event follows from: an auditor walks back along `causationId`. */
import { recordExpiries } from '../../src/processes/ticker.js';
import type { RecordedEvent } from '../../src/domain/events.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';

const ACCOUNT = 'acc_shop' as AccountId;
const PRODUCT = { name: 'Магазин 15' };

let cabinet: Cabinet;
let databaseId: DatabaseId;
beforeEach(async () => {
  cabinet = await openCabinet();
  const { service } = cabinet;
  await service.openAccount(cabinet.call({ role: 'VENDOR' }), { accountId: ACCOUNT, name: 'Магазин' });
  const registered = await valueOf(
    service.registerDatabase(cabinet.call(), { accountId: ACCOUNT, name: 'Склад', kind: 'CLOUD' }),
  );
  ({ databaseId } = registered);
});
afterEach(() => cabinet.close());

const issue = async (): Promise<{ readonly licenseId: LicenseId; readonly code: string }> => {
  const item = { kind: 'CLOUD', product: PRODUCT, perpetual: false, months: 1 } as const;
  const { issued } = await valueOf(
    cabinet.service.issueLicenses(cabinet.call({ role: 'VENDOR' }), { accountId: ACCOUNT, items: [item] }),
  );
  const [license] = issued;
  if (!license) throw new Error('one license was issued');
  return license;
};

const report = async (activationCode?: string): Promise<DeviceId> => {
  const reported = { databaseId, deviceCode: 'A1', name: 'ТСД', ...(activationCode !== undefined && { activationCode }) };
  const { deviceId } = await valueOf(cabinet.service.reportDevice(cabinet.call({ role: 'GATEWAY' }), reported));
  if (!deviceId) throw new Error('a device that reports is there');
  return deviceId;
};

/** The type of the event that the last one of a type follows from. */
async function causeOf(type: string): Promise<string | null> {
  const events = await cabinet.events();
  const event: RecordedEvent | undefined = events.findLast((one) => one.type === type);
  if (!event) throw new Error(`there is no ${type}`);
  const cause = events.find(({ id }) => id === event.metadata.causationId);
  if (event.metadata.causationId !== null && !cause) throw new Error('a cause is an event of the log');
  return cause?.type ?? null;
}

it('a report is the cause of the activation that follows it, step by step', async () => {
  const { code } = await issue();
  await report(code);
  expect(await causeOf('LicenseSlotTaken')).toMatch(/^Device/);
  expect(await causeOf('LicenseActivated')).toBe('LicenseSlotTaken');
});

it('what a person asks for follows from no event', async () => {
  const { licenseId } = await issue();
  const deviceId = await report();
  await valueOf(cabinet.service.activateLicense(cabinet.call(), { licenseId, deviceId }));
  expect(await causeOf('LicenseSlotTaken')).toBeNull();
  await valueOf(cabinet.service.unlinkLicense(cabinet.call(), { licenseId, confirmWorkFinished: true }));
  expect(await causeOf('LicenseUnlinked')).toBeNull();
});

it('an unlink, and a release, are the cause of the slot that they free', async () => {
  const { licenseId, code } = await issue();
  await report(code);
  await valueOf(cabinet.service.unlinkLicense(cabinet.call(), { licenseId, confirmWorkFinished: true }));
  expect(await causeOf('LicenseSlotFreed')).toBe('LicenseUnlinked');
  const other = await issue();
  await valueOf(cabinet.service.activateLicense(cabinet.call(), { licenseId: other.licenseId, deviceId: await report() }));
  await valueOf(
    cabinet.service.releaseLicense(cabinet.call({ role: 'VENDOR' }), { licenseId: other.licenseId, reason: 'Продана другому' }),
  );
  expect(await causeOf('LicenseSlotFreed')).toBe('LicenseReleased');
});

it('the license that takes the place of another one is the cause of what the other one says', async () => {
  const { licenseId } = await issue();
  await valueOf(cabinet.service.replaceLicense(cabinet.call({ role: 'VENDOR' }), { licenseId, product: PRODUCT }));
  expect(await causeOf('LicenseReplaced')).toBe('LicenseIssued');
});

it('an upload is the cause of what it does to licenses', async () => {
  const { code } = await issue();
  await valueOf(cabinet.service.addLicensesByCode(cabinet.call(), { accountId: ACCOUNT, codes: [code] }));
  expect(await causeOf('LicenseUploaded')).toBe('UploadReceived');
});

it('the event that set the term is the cause of its end', async () => {
  const { licenseId, code } = await issue();
  await report(code);
  cabinet.at('2026-06-01T09:00:00Z');
  let asked = 0;
  const once = { unrecordedExpiries: () => (asked++ === 0 ? [licenseId] : []), waitFor: () => Promise.resolve() };
  expect(await recordExpiries(cabinet.deps, once)).toBe(1);
  expect(await causeOf('LicenseExpired')).toBe('LicenseActivated');
});
