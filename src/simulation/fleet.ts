/** Which bases and devices there are: sizes, kinds, and who has which past. */
import { planBase, planClosing } from './base-life.js';
import { baseName, deviceName, DEVICE_MODELS, pickProduct, type SimulatedProduct } from './names.js';
import { DAY_MS, Random } from './random.js';
import { planSpecialPast, planUnused } from './special-life.js';
import { done } from './hands.js';
import type { Base, Device, DeviceRole } from './things.js';
import { TIME_ZONE, type World } from './world.js';

/** From so many devices on, every status and device mode is there. */
export const FLEET_WITH_EVERYTHING = 24;
const DEVICES_A_BASE = 25;

type Setup = Pick<Base, 'kind' | 'policy' | 'uploads'> & { readonly roles: readonly DeviceRole[] };

const FIRST_BASES: readonly Setup[] = [
  {
    kind: 'CLOUD',
    policy: 'RENEWS',
    uploads: null,
    roles: ['ORDINARY', 'ORDINARY', 'LAPSES', 'LEFT_UNLINKED', 'TRANSITION', 'BUYS_ANEW', 'OLD_CLIENT', 'NO_LICENSE', 'SPARE'],
  },
  {
    kind: 'LOCAL',
    policy: 'RENEWS',
    uploads: 'CODE',
    roles: ['ORDINARY', 'WITHDRAWN', 'OFF_THE_LIST', 'OFF_AND_ON_THE_LIST', 'DEMO_LICENSE', 'SPARE'],
  },
  { kind: 'INTERNET_EXCHANGE', policy: 'RENEWS', uploads: 'FILE', roles: ['ORDINARY', 'LAPSES', 'SAME_CODE'] },
  { kind: 'LOCAL', policy: 'FROZEN', uploads: 'FILE', roles: ['ORDINARY', 'ORDINARY', 'ORDINARY'] },
  { kind: 'LOCAL', policy: 'CARELESS', uploads: 'CODE', roles: ['LAPSES', 'ORDINARY', 'ORDINARY'] },
];

export function planFleet(world: World, devices: number): void {
  world.schedule(world.start, () => {
    world.do((hands) => {
      const { accountId, accountName: name } = hands.simulated;
      return done(hands.service.openAccount(hands.vendor, { accountId, name, locale: 'ru', timeZone: TIME_ZONE }));
    });
  });
  const withEverything = devices >= FLEET_WITH_EVERYTHING;
  const sizes = baseSizes(world, devices, withEverything);
  // A customer buys few products, most for one of its lines of work.
  const [most, some] = [pickProduct(world.random), pickProduct(world.random)];
  const bases = sizes.map((size, index) =>
    planOneBase(world, { index, size, withEverything, product: world.random.chance(0.7) ? most : some }),
  );
  const [cloud, local] = bases;
  if (!withEverything || !cloud || !local) return;
  planUnused(world, local, 'FILE');
  planUnused(world, cloud, 'CODE');
  const last = bases.at(-1);
  if (bases.length > FIRST_BASES.length && last?.kind === 'CLOUD')
    planClosing(world, last, world.start + 0.8 * (world.end - world.start));
}

/** All together so many devices; the first bases are just large enough for their roles. */
function baseSizes(world: World, devices: number, withEverything: boolean): readonly number[] {
  if (!withEverything) return Array.from({ length: Math.min(3, devices) }, (_, index) => Math.ceil((devices - index) / 3));
  const first = FIRST_BASES.map(({ roles }) => roles.length);
  const rest = devices - first.reduce((sum, size) => sum + size, 0);
  const count = Math.round(rest / DEVICES_A_BASE);
  if (count === 0) return first.map((size, index) => (index === 0 ? size + rest : size));
  const weights = Array.from({ length: count }, () => world.random.between(0.3, 1.7));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let [shared, sum] = [0, 0];
  const others = weights.map((weight) => {
    sum += weight;
    const size = Math.round((sum / whole) * rest) - shared;
    shared += size;
    return size;
  });
  return [...first, ...others];
}

interface BasePlan {
  readonly index: number;
  readonly size: number;
  readonly withEverything: boolean;
  readonly product: SimulatedProduct;
}

function planOneBase(world: World, { index, size, withEverything, product }: BasePlan): Base {
  const { random } = world;
  const setup = FIRST_BASES[index] ?? furtherSetup(world);
  const length = world.end - world.start;
  const opensIn =
    index < FIRST_BASES.length
      ? index * DAY_MS
      : random.chance(0.7)
        ? random.between(5, 90) * DAY_MS
        : random.between(0.1, 0.7) * length;
  const base: Base = {
    number: index + 1,
    guid: simulatedGuid(world.seed, index + 1),
    name: baseName(random, product, index + 1),
    kind: setup.kind,
    product,
    policy: withEverything ? setup.policy : 'RENEWS',
    uploads: setup.uploads,
    opensAt: world.workTime(world.start + opensIn, 0, 1),
    open: false,
    release: undefined,
    devices: [],
  };
  const devices = Array.from({ length: size }, (_, number): Device => {
    const role = withEverything ? (setup.roles[number] ?? furtherRole(world, base)) : 'ORDINARY';
    const late = index >= FIRST_BASES.length && random.chance(0.1);
    const joinsAt = late
      ? world.workTime(random.between(base.opensAt + 30 * DAY_MS, world.end), 0, 1)
      : world.workTime(base.opensAt, 0.5, 9);
    const model = random.pick(DEVICE_MODELS);
    return {
      code: random.hex(12).toUpperCase(),
      name: deviceName(random, index + 1, number + 1),
      role,
      model,
      serialNumber: `${model.serialPrefix}${String(random.whole(10_000_000, 99_999_999))}`,
      joinsAt,
      base,
      client: undefined,
      license: null,
      left: new Set(),
      joined: false,
      connected: true,
    };
  });
  planBase(world, base, devices);
  for (const device of devices) planSpecialPast(world, device);
  return base;
}

function furtherSetup({ random }: World): Setup {
  const kind = random.chance(0.55) ? 'CLOUD' : random.chance(0.65) ? 'LOCAL' : 'INTERNET_EXCHANGE';
  const policy = kind !== 'LOCAL' || random.chance(0.8) ? 'RENEWS' : random.chance(0.7) ? 'FROZEN' : 'CARELESS';
  const uploads = random.chance(0.35) ? null : random.chance(0.7) ? 'CODE' : 'FILE';
  return { kind, policy, uploads: kind === 'CLOUD' ? null : uploads, roles: [] };
}

/** In a local base of careful people one lapse would put all devices into demo: there it is the policy that decides. */
function furtherRole({ random }: World, base: Base): DeviceRole {
  if (random.chance(0.06)) return 'SPARE';
  if (random.chance(0.02)) return random.pick(['OLD_CLIENT', 'NO_LICENSE']);
  if (base.kind === 'CLOUD' && random.chance(0.07))
    return random.pick(['LAPSES', 'LAPSES', 'BUYS_ANEW', 'BUYS_ANEW', 'TRANSITION']);
  if (base.kind === 'INTERNET_EXCHANGE' && random.chance(0.03)) return 'LAPSES';
  if (base.policy === 'CARELESS' && random.chance(0.2)) return 'LAPSES';
  return random.chance(0.002) ? 'WITHDRAWN' : 'ORDINARY';
}

/** A version 4 UUID by its shape; the same base of the same simulation has the same, whatever else is made up. */
export function simulatedGuid(seed: string, baseNumber: number): string {
  const random = new Random(`${seed} base ${String(baseNumber)}`);
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-${variant}${random.hex(3)}-${random.hex(12)}`;
}
