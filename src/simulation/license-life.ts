/** From issue to the end of a license's last clock. */
import { renewedUntil } from '../domain/license-terms.js';
import { instantOf, millisOf } from '../domain/ids.js';
import { done, sendReport } from './hands.js';
import { DAY_MS } from './random.js';
import { report } from './reports.js';
import type { Base, Device, DeviceRole, License } from './things.js';
import { monthsLater, TIME_ZONE, type World } from './world.js';

/** So long before the end of the simulated time a license that is to lapse has lapsed. */
const LAPSED_FOR_MS = 20 * DAY_MS;

export function licenseFor(world: World, base: Base, role: DeviceRole): License {
  const { random } = world;
  const cloud = base.kind === 'CLOUD';
  const demo = role === 'DEMO_LICENSE';
  const special = role !== 'ORDINARY';
  const months = demo ? 1 : !cloud || special || random.chance(0.85) ? 12 : random.chance(0.8) ? 3 : 1;
  return world.newLicense({
    kind: cloud ? 'CLOUD' : 'MAIN',
    product: base.product,
    months,
    demo,
    lapses: demo || role === 'LAPSES' || role === 'BUYS_ANEW' || base.policy === 'FROZEN',
    buysAnew: role === 'BUYS_ANEW',
  });
}

export function issue(world: World, licenses: readonly License[]): void {
  if (licenses.length === 0) return;
  world.do((hands) => hands.issue(licenses));
}

/** The device says that it runs on the license, or a person activates it in the cabinet: only where the rules let a person. */
export function activate(world: World, device: Device, license: License, how: 'REPORT' | 'ANYHOW' = 'ANYHOW'): void {
  const { base } = device;
  const samePlace = license.lastBase === null || license.lastBase === base;
  const allowed = samePlace && license.product === base.product && base.open && device.connected;
  const byPerson = how === 'ANYHOW' && allowed && world.random.chance(0.2);
  const { code } = device;
  if (byPerson) {
    world.do((hands) =>
      done(hands.service.activateLicense(hands.owner, { licenseId: hands.licenseId(license), deviceId: hands.deviceId(code) })),
    );
  } else {
    if (device.left.has(license)) reportNoLicense(world, device);
    const sent = { ...report(device), license };
    world.do((hands) => sendReport(hands, sent));
  }
  device.license = license;
  license.device = device;
  license.lastBase = base;
  if (license.end !== null) return;
  license.end = monthsLater(world.now, license.months);
  planRenewal(world, license);
}

export function reportNoLicense(world: World, device: Device): void {
  const sent = { ...report(device), license: null };
  device.left.clear();
  world.do((hands) => sendReport(hands, sent));
}

function planRenewal(world: World, license: License): void {
  const { random } = world;
  if (license.end === null) return;
  const end = license.end;
  const lastOne = license.demo || monthsLater(end, license.months) > world.end - LAPSED_FOR_MS;
  if (license.lapses && lastOne) {
    if (license.buysAnew) world.schedule(world.workTime(end, 8, 25), () => buyAnew(world, license));
    return;
  }
  const early = random.chance(0.8);
  const mostDaysEarly = Math.min(25, license.months * 6);
  const at = early ? world.workTime(end - mostDaysEarly * DAY_MS, 0, mostDaysEarly - 2) : world.workTime(end, 1, 40);
  world.schedule(at, () => renew(world, license));
}

function renew(world: World, license: License): void {
  if (license.over || license.end === null) return;
  world.do((hands) => hands.renew(license));
  license.end = millisOf(renewedUntil(instantOf(license.end), license.months, instantOf(world.now), TIME_ZONE));
  planRenewal(world, license);
}

/** A new license for the device instead of a renewal: the ended one counts as gone from its slot (domain.md, section 2, fact 7). */
function buyAnew(world: World, ended: License): void {
  const { device } = ended;
  if (!device || device.license !== ended) return;
  const license = licenseFor(world, device.base, 'ORDINARY');
  issue(world, [license]);
  world.schedule(world.minutesLater(20, 300), () => {
    activate(world, device, license, 'REPORT');
  });
}
