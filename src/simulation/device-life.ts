/** What a device lives through: it joins a base, is seen, is renamed, moves, is reset, and hands its license on. */
import { done, sendReport, type Report } from './hands.js';
import { activate, issue, licenseFor, reportNoLicense } from './license-life.js';
import { DAY_MS } from './random.js';
import { report } from './reports.js';
import type { Base, Device, License } from './things.js';
import { isOrdinary, type World } from './world.js';

/** Times a year and device. */
const OFTEN = { moved: 0.06, reset: 0.03, renamed: 0.05, disconnected: 0.03 } as const;

/** The devices of one delivery join a base over some days, on licenses that were issued together. */
export function delivery(world: World, base: Base, devices: readonly Device[]): void {
  const licensed = devices.flatMap((device): readonly { readonly device: Device; readonly license: License }[] => {
    if (device.role === 'SPARE' || device.role === 'NO_LICENSE' || device.role === 'SAME_CODE') return [];
    return [{ device, license: licenseFor(world, base, device.role) }];
  });
  issue(
    world,
    licensed.map(({ license }) => license),
  );
  for (const device of devices) {
    const license = licensed.find((pair) => pair.device === device)?.license;
    world.schedule(Math.max(device.joinsAt, world.minutesLater(30, 60)), () => join(world, device, license));
  }
}

function join(world: World, device: Device, license: License | undefined): void {
  const { base } = device;
  device.client = base.release;
  device.joined = true;
  tell(world, device);
  if (license) {
    world.schedule(world.minutesLater(4, 150), () => {
      if (device.license === null) activate(world, device, license); // Else somebody was in a hurry, and it stays unused.
    });
  }
  planNextSighting(world, device);
  if (device.role === 'ORDINARY') planHappenings(world, device);
}

const tell = (world: World, device: Device, more: Pick<Report, 'connected' | 'clockOffByMs'> = {}): void => {
  const sent = { ...report(device), ...more };
  world.do((hands) => sendReport(hands, sent));
};

/** Devices report more often; what changes nothing leaves no event but one in 30 days. */
function planNextSighting(world: World, device: Device): void {
  world.schedule(world.workTime(world.now, 80, 150), () => {
    if (world.random.chance(0.01)) return; // Lost, or in a drawer: it is not seen again.
    if (device.role === 'ORDINARY' && device.base.release && world.random.chance(0.5)) device.client = device.base.release;
    const clockIsOff = world.random.chance(0.004);
    tell(world, device, clockIsOff ? { clockOffByMs: world.random.whole(20, 600) * 60_000 } : {});
    planNextSighting(world, device);
  });
}

function planHappenings(world: World, device: Device): void {
  const plan = (timesAYear: number, happen: () => void): void => {
    world.schedule(world.workTime(world.now + 20 * DAY_MS + world.random.untilNext(timesAYear), 0, 1), happen);
  };
  plan(OFTEN.moved, () => move(world, device));
  plan(OFTEN.reset, () => reset(world, device));
  plan(OFTEN.renamed, () => rename(world, device));
  plan(OFTEN.disconnected, () => disconnect(world, device));
}

function rename(world: World, device: Device): void {
  const name = `${device.name.replace(/ \(.*\)$/, '')} (${world.random.pick(['новый', 'запасной', 'смена 2', 'резерв'])})`;
  const { code } = device;
  world.do((hands) => done(hands.service.renameDevice(hands.member, { deviceId: hands.deviceId(code), name })));
}

function disconnect(world: World, device: Device): void {
  const { base } = device;
  device.connected = false;
  tell(world, device, { connected: false });
  world.schedule(world.workTime(world.now, 2, 20), () => {
    device.connected = true;
    if (device.base === base) tell(world, device);
  });
}

function move(world: World, device: Device): void {
  const { kind, product } = device.base;
  const alike = (base: Base): boolean => base !== device.base && base.open && base.kind === kind && base.product === product;
  const target = world.random.pickAny(world.bases.filter(alike));
  if (target && isOrdinary(device) && device.base.policy === 'RENEWS') moveTo(world, device, target);
}

/** Its license goes with it: it is bound to the device. */
export function moveTo(world: World, device: Device, target: Base): void {
  device.base.devices.splice(device.base.devices.indexOf(device), 1);
  target.devices.push(device);
  device.base = target;
  if (target.release && (!device.client || device.client.releasedAt < target.release.releasedAt)) device.client = target.release;
  tell(world, device);
}

/** A reset gives the device another code: another thing, to which the license has to be brought over. */
function reset(world: World, device: Device): void {
  const { license, code, base } = device;
  if (!isOrdinary(device) || !world.isTransferable(license) || !base.open || !device.connected) return;
  device.code = world.random.hex(12).toUpperCase();
  device.license = null;
  device.left.clear();
  tell(world, device);
  const stillTransferable = (): boolean => world.isTransferable(license) && license.device === device && device.base === base;
  world.schedule(world.minutesLater(20, 2_000), () => {
    if (!stillTransferable()) return;
    unlink(world, license);
    world.do((hands) =>
      done(
        hands.service.unlinkDeviceFromDatabase(hands.owner, {
          deviceId: hands.deviceId(code),
          databaseId: hands.databaseId(base.guid),
        }),
      ),
    );
    world.schedule(world.minutesLater(10, 300), () => {
      if (device.license === null && !license.over) activate(world, device, license);
    });
  });
}

export function unlink(world: World, license: License): void {
  license.device = null;
  world.do((hands) =>
    done(hands.service.unlinkLicense(hands.owner, { licenseId: hands.licenseId(license), confirmWorkFinished: true })),
  );
}

/** One device goes to repair, and a spare one of the same base takes over its license. */
export function transfer(world: World, base: Base): void {
  if (!spareOf(world, base)) return;
  const from = world.random.pickAny(base.devices.filter((device) => isOrdinary(device) && world.isTransferable(device.license)));
  const license = from?.license;
  if (!from || !license) return;
  from.license = null;
  from.left.add(license);
  unlink(world, license);
  world.schedule(world.minutesLater(15, 1_500), () => {
    if (license.over || license.device) return;
    const to = spareOf(world, base) ?? from;
    if (to.license === null) activate(world, to, license);
  });
  world.schedule(world.workTime(world.now, 2, 5), () => {
    if (from.license === null) reportNoLicense(world, from);
  });
}

const spareOf = (world: World, base: Base): Device | undefined =>
  world.random.pickAny(base.devices.filter((device) => isOrdinary(device) && device.license === null));
