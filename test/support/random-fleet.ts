/** Fleets for property tests: a list of small steps, each tried on a few accounts, bases, devices and licenses. */
import fc from 'fast-check';
import type { AccountId, DatabaseId, DeviceId, LicenseId, UploadId } from '../../src/domain/ids.js';
import { FleetBuilder } from './fleet-builder.js';

const DAY = 86_400_000;

export const ACCOUNTS: readonly AccountId[] = ['acc_one' as AccountId, 'acc_two' as AccountId];

const ACTIONS = [
  'issue',
  'issue',
  'connect',
  'connect',
  'connect',
  'activate',
  'activate',
  'activate',
  'report',
  'upload',
  'unlink',
  'renew',
  'replace',
  'withdraw',
  'remove',
  'restore',
  'release',
  'renameDevice',
  'unlinkDevice',
  'reportBase',
  'exchange',
  'stopBase',
  'startBase',
  'renameBase',
  'deleteBase',
  'uploadFile',
  'crash',
] as const;

export interface FleetStep {
  readonly action: (typeof ACTIONS)[number];
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly days: number;
}

export const fleetStep: fc.Arbitrary<FleetStep> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  a: fc.nat(9),
  b: fc.nat(9),
  c: fc.nat(9),
  days: fc.constantFrom(0, 0, 0, 1, 7, 40, 200),
});

export const fleetSteps = (maxLength: number): fc.Arbitrary<readonly FleetStep[]> =>
  fc.array(fleetStep, { minLength: 1, maxLength });

const PRODUCTS = ['Магазин 15', 'Склад 15', 'Ёлка 15', 'ЕГАИС 3', 'магазин 15'];
const LEVELS = ['Базовая', 'Минимум', null];
const VERSIONS = ['3.1.2', '3.2.0', '3.10.1', null];
const NAMES = ['Касса', 'касса 2', 'Ёмкость', 'Приёмка', 'Отгрузка', 'b', 'A'];

const pick = <T>(from: readonly [T, ...T[]] | readonly T[], index: number): T => from[index % from.length] as T;

/** Six bases, two of each kind (the first three of account one), eight devices, ten licenses; the rest is the steps' doing. */
export function randomFleet(steps: readonly FleetStep[]): FleetBuilder {
  const fleet = new FleetBuilder('2024-01-10T08:00:00.000Z');
  const kinds = ['CLOUD', 'LOCAL', 'INTERNET_EXCHANGE'] as const;
  const accountOf = (index: number): AccountId => pick(ACCOUNTS, index % 6 < 3 ? 0 : 1);
  const database = (index: number): DatabaseId => `db_${String(index % 6)}` as DatabaseId;
  // A device is of one account: hash of account and code.
  const device = (base: number, index: number): DeviceId => `dev_${base % 6 < 3 ? 'one' : 'two'}${String(index % 4)}` as DeviceId;
  const license = (index: number): LicenseId => `lic_${String(index)}` as LicenseId;
  for (const account of ACCOUNTS) fleet.openAccount(account, account === 'acc_one' ? 'Ромашка' : 'ёжик');
  for (let index = 0; index < 6; index++) {
    fleet
      .later(60_000)
      .registerDatabase(database(index), accountOf(index), pick(kinds, index), pick(NAMES, index), { serverVersion: '3.1.0' });
  }
  steps.forEach((step, index) => {
    fleet.later(step.days * DAY + 1_000);
    take(fleet, step, index);
  });
  return fleet;

  function take(on: FleetBuilder, { action, a, b, c }: FleetStep, index: number): void {
    switch (action) {
      case 'issue':
        on.issueLicense(license(a), {
          kind: b % 2 === 0 ? 'CLOUD' : 'MAIN',
          by: c === 0 ? 'ORDER' : 'VENDOR',
          accountId: c < 3 ? pick(ACCOUNTS, c) : null,
          product: { name: pick(PRODUCTS, c), level: pick(LEVELS, b), configuration: null, sku: null },
          term: b % 2 === 0 ? { perpetual: false, months: 1 + c } : { perpetual: true },
          updates: b % 2 === 0 ? null : { months: 1 + c },
        });
        return;
      case 'connect':
        on.reportDevice(device(a, b), database(a), {
          clientVersion: pick(VERSIONS, c) ?? undefined,
          model: c % 2 === 0 ? 'MC3300' : undefined,
        });
        return;
      case 'report':
        on.reportDevice(device(a, b), database(a), { serverVersion: pick(VERSIONS, c) ?? undefined });
        return;
      case 'activate':
        on.activate(license(a), device(b, c), c % 3 === 0 ? 'PERSON' : 'REPORTED');
        return;
      case 'crash':
        if (c % 2 === 0) on.activate(license(a), device(b, c), 'REPORTED', true);
        else on.unlink(license(a), true);
        return;
      case 'upload':
        on.uploadLicense(license(a), pick(ACCOUNTS, b), 'upl_x' as UploadId, c % 2 === 0 ? 'CODE' : 'FILE');
        return;
      case 'uploadFile':
        on.upload(`upl_${String(index)}` as UploadId, pick(ACCOUNTS, a), [license(b), license(c)], c % 2 === 0);
        return;
      case 'unlink':
        on.unlink(license(a));
        return;
      case 'renew':
        on.renew(license(a), b % 2 === 0 ? 'TERM' : 'UPDATES', 1 + c);
        return;
      case 'replace':
        on.replace(license(a), license(b));
        return;
      case 'withdraw':
        if (c < 3) on.withdraw(license(a));
        return;
      case 'remove':
        on.remove(license(a), pick(ACCOUNTS, b));
        return;
      case 'restore':
        on.restore(license(a), pick(ACCOUNTS, b));
        return;
      case 'release':
        if (c < 4) on.release(license(a), c < 2 ? pick(ACCOUNTS, b) : null);
        return;
      case 'renameDevice':
        on.renameDevice(device(a, b), pick(NAMES, c));
        return;
      case 'unlinkDevice':
        on.unlinkDevice(device(a, b));
        return;
      case 'reportBase':
        on.reportDatabase(database(a), {
          serverVersion: pick(VERSIONS, b),
          ...(c % 2 === 0 && { serverVersionReleasedAt: on.now }),
          ...(c % 3 === 0 && { productName: pick(PRODUCTS, c) }),
        });
        return;
      case 'exchange':
        on.changeExchange(database(a), b % 2 === 0 ? 'LOCAL' : 'INTERNET_EXCHANGE');
        return;
      case 'stopBase':
        on.stopDatabase(database(a));
        return;
      case 'startBase':
        on.startDatabase(database(a));
        return;
      case 'renameBase':
        on.renameDatabase(database(a), pick(NAMES, b));
        return;
      case 'deleteBase':
        if (c < 2) on.deleteDatabase(database(a));
    }
  }
}
