/** Pasts that every larger fleet has, so that each status and each device mode can be seen in it. */
import { done, sendReport } from './hands.js';
import { unlink } from './device-life.js';
import { activate, issue, licenseFor } from './license-life.js';
import { upgraded } from './names.js';
import { DAY_MS } from './random.js';
import { report } from './reports.js';
import type { Base, Device } from './things.js';
import { uploadLicenses } from './upload-life.js';
import type { World } from './world.js';

export function planSpecialPast(world: World, device: Device): void {
  const before = (days: number): number => world.workTime(world.end - days * DAY_MS, 0, 3);
  switch (device.role) {
    case 'LEFT_UNLINKED':
      return world.schedule(before(25), () => leaveUnlinked(world, device));
    case 'TRANSITION':
      return world.schedule(before(200), () => replaceByTransition(world, device));
    case 'WITHDRAWN':
      return world.schedule(before(60), () => withdraw(world, device));
    case 'OFF_THE_LIST':
      return world.schedule(before(90), () => changeList(world, device, 'removeLicenseFromList'));
    case 'OFF_AND_ON_THE_LIST':
      world.schedule(before(90), () => changeList(world, device, 'removeLicenseFromList'));
      return world.schedule(before(70), () => changeList(world, device, 'restoreLicenseToList'));
    case 'SAME_CODE':
      return world.schedule(before(120), () => reportOthersCode(world, device));
    case 'ORDINARY':
    case 'SPARE':
    case 'NO_LICENSE':
    case 'LAPSES':
    case 'BUYS_ANEW':
    case 'DEMO_LICENSE':
    case 'OLD_CLIENT':
      return;
  }
}

/** Bought and added, and never activated. */
export function planUnused(world: World, base: Base, by: 'CODE' | 'FILE'): void {
  world.schedule(world.workTime(world.end - 45 * DAY_MS, 0, 3), () => {
    const license = licenseFor(world, base, 'SPARE');
    issue(world, [license]);
    world.schedule(world.minutesLater(60, 600), () => uploadLicenses(world, [license], by));
  });
}

function leaveUnlinked(world: World, device: Device): void {
  const { license } = device;
  if (!world.isTransferable(license)) return;
  device.license = null;
  unlink(world, license);
}

function replaceByTransition(world: World, device: Device): void {
  const { license: old } = device;
  if (!world.isTransferable(old)) return;
  const successor = world.newLicense({ kind: old.kind, product: upgraded(old.product), months: old.months });
  old.over = true;
  world.do((hands) => hands.replace(old, successor));
  world.schedule(world.minutesLater(30, 600), () => activate(world, device, successor, 'REPORT'));
}

function withdraw(world: World, device: Device): void {
  const { license } = device;
  if (!license || license.over) return;
  license.over = true;
  const reason = 'Возврат по договору';
  world.do((hands) => done(hands.service.withdrawLicense(hands.vendor, { licenseId: hands.licenseId(license), reason })));
}

function changeList(world: World, { license }: Device, mutation: 'removeLicenseFromList' | 'restoreLicenseToList'): void {
  if (!license?.uploaded) return;
  world.do((hands) => done(hands.service[mutation](hands.member, { licenseId: hands.licenseId(license) })));
}

/** Two devices report one code: the license stays where it is (domain.md, section 2, fact 7). */
function reportOthersCode(world: World, device: Device): void {
  const other = device.base.devices.find(({ license }) => license !== null && !license.over);
  if (!other?.license) return;
  const sent = { ...report(device), license: other.license };
  world.do((hands) => sendReport(hands, sent));
}
