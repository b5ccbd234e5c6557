/** What a base lives through: it opens, gets its devices, is updated, renamed, stopped, and may be deleted. */
import { instantOf } from '../domain/ids.js';
import { done, sendReport } from './hands.js';
import { delivery, moveTo, transfer } from './device-life.js';
import { DAY_MS } from './random.js';
import { releaseAt, type Release } from './releases.js';
import { report } from './reports.js';
import { uploadLicenses } from './upload-life.js';
import type { Base, Device } from './things.js';
import type { World } from './world.js';

/** A year and device (domain.md, section 7). */
const TRANSFERS_A_YEAR = 0.3;

export function planBase(world: World, base: Base, devices: readonly Device[]): void {
  world.schedule(base.opensAt, () => {
    open(world, base);
    world.bases.push(base);
    base.devices.push(...devices);
    const firstDelivery = devices.filter(({ joinsAt }) => joinsAt <= base.opensAt + 15 * DAY_MS);
    world.schedule(world.minutesLater(30, 200), () => delivery(world, base, firstDelivery));
    for (const device of devices.filter((one) => !firstDelivery.includes(one)))
      world.schedule(device.joinsAt, () => delivery(world, device.base, [device]));
    if (base.uploads) planUploads(world, base);
    for (const release of world.releases) planUpdate(world, base, release);
    planTransfer(world, base);
    planStops(world, base);
  });
}

function open(world: World, base: Base): void {
  base.open = true;
  base.release = releaseAt(world.releases, world.now);
  const { guid, name, kind, product, release } = base;
  world.do((hands) =>
    done(
      hands.service.registerDatabase(hands.owner, {
        accountId: hands.simulated.accountId,
        databaseId: guid,
        name,
        kind,
        productName: product.name,
        level: product.level,
        configuration: product.configuration,
        ...(release ? { serverVersion: release.version, serverVersionReleasedAt: instantOf(release.releasedAt) } : {}),
      }),
    ),
  );
}

/** Whoever adds the main licenses does so once the first devices work, and again for those that came later. */
function planUploads(world: World, base: Base): void {
  for (const from of [base.opensAt + 16 * DAY_MS, base.opensAt + 300 * DAY_MS, base.opensAt + 700 * DAY_MS]) {
    world.schedule(world.workTime(from, 0, 8), () => {
      const licenses = base.devices.flatMap(({ license }) =>
        license && !license.uploaded && !license.over && license.kind === 'MAIN' ? [license] : [],
      );
      uploadLicenses(world, licenses, base.uploads ?? 'CODE');
    });
  }
}

function planUpdate(world: World, base: Base, release: Release): void {
  if (release.releasedAt <= world.now || base.policy === 'FROZEN') return;
  if (base.policy === 'RENEWS' && base.number > 5 && world.random.chance(0.3)) return;
  world.schedule(world.workTime(release.releasedAt, 2, 45), () => {
    if (!base.open || (base.release && base.release.releasedAt >= release.releasedAt)) return;
    base.release = release;
    const { guid } = base;
    const tellsDate = world.random.chance(0.9);
    world.do((hands) => {
      const databaseId = hands.databaseId(guid);
      const date = tellsDate ? { serverVersionReleasedAt: instantOf(release.releasedAt) } : {};
      const input = { databaseId, serverVersion: release.version, ...date };
      return done(hands.service.reportDatabase(hands.gateway(databaseId), input));
    });
    for (const device of base.devices) planClientUpdate(world, device, release);
  });
}

/** Clients of another minor version are refused by the server (domain.md, section 4): they have to follow. */
function planClientUpdate(world: World, device: Device, release: Release): void {
  if (device.role === 'OLD_CLIENT' || device.client?.majorMinor === release.majorMinor) return;
  world.schedule(world.workTime(world.now, 0, 12), () => {
    if (!device.joined || device.client?.majorMinor === release.majorMinor) return;
    device.client = release;
    const sent = report(device);
    world.do((hands) => sendReport(hands, sent));
  });
}

function planTransfer(world: World, base: Base): void {
  const timesAYear = Math.max(1, base.devices.length) * TRANSFERS_A_YEAR;
  world.schedule(world.workTime(world.now + world.random.untilNext(timesAYear), 0, 1), () => {
    if (base.open) transfer(world, base);
    planTransfer(world, base);
  });
}

function planStops(world: World, base: Base): void {
  const { random } = world;
  const sometime = (): number => world.workTime(random.between(base.opensAt + 60 * DAY_MS, world.end), 0, 1);
  if (random.chance(0.15)) {
    const name = `${base.name}, новое оборудование`;
    world.schedule(sometime(), () => {
      if (base.open) change(world, base, { name });
    });
  }
  if (base.kind === 'CLOUD' && random.chance(0.1)) {
    world.schedule(sometime(), () => {
      if (!base.open) return;
      base.open = false;
      change(world, base, { lifecycle: 'STOPPED' });
      world.schedule(world.workTime(world.now, 2, 15), () => {
        base.open = true;
        change(world, base, { lifecycle: 'ACTIVE' });
      });
    });
  }
  if (base.kind === 'LOCAL' && base.number > 5 && random.chance(0.05)) {
    world.schedule(sometime(), () => {
      base.kind = 'INTERNET_EXCHANGE';
      change(world, base, { kind: 'INTERNET_EXCHANGE' });
    });
  }
}

/** Its devices go to another base of the same kind, and then it is deleted. */
export function planClosing(world: World, base: Base, at: number): void {
  world.schedule(world.workTime(at, 0, 1), () => {
    const target = world.bases.find((other) => other !== base && other.open && other.kind === base.kind);
    if (!target || !base.open) return;
    base.open = false;
    for (const device of [...base.devices]) {
      world.schedule(world.workTime(world.now, 0, 3), () => {
        if (device.joined && device.base === base) moveTo(world, device, target);
      });
    }
    world.schedule(world.workTime(world.now, 7, 9), () => change(world, base, { lifecycle: 'DELETED' }));
  });
}

type BaseChange =
  { readonly name: string } | { readonly kind: 'INTERNET_EXCHANGE' } | { readonly lifecycle: 'STOPPED' | 'ACTIVE' | 'DELETED' };

function change(world: World, base: Base, to: BaseChange): void {
  const { guid } = base;
  world.do((hands) => {
    const { service, owner } = hands;
    const databaseId = hands.databaseId(guid);
    if ('name' in to) return done(service.renameDatabase(owner, { databaseId, name: to.name }));
    if ('kind' in to) return done(service.changeDatabaseExchange(owner, { databaseId, kind: to.kind }));
    if (to.lifecycle === 'STOPPED') return done(service.stopDatabase(owner, { databaseId }));
    if (to.lifecycle === 'ACTIVE') return done(service.startDatabase(owner, { databaseId }));
    return done(service.deleteDatabase(owner, { databaseId }));
  });
}
