/**
 * Who is in a large log: accounts of 3, 300 and 10,000 devices and one with a fifth of all licenses, or one that has them all; their bases,
 * and in each base so many pairs of a device and the license that it gets. Everything follows from the number of licenses and the keys.
 */
import { createHash } from 'node:crypto';
import { databaseIdOf, deviceIdOf, licenseIdOf } from '../../src/commands/identity.js';
import { codeFromFreeLetters, type ActivationCode } from '../../src/domain/activation-code.js';
import type { DatabaseKind } from '../../src/domain/database.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import type { Keys } from '../../src/keys/keys.js';
import { baseName, pickProduct, type SimulatedProduct } from '../../src/simulation/names.js';
import { Random } from '../../src/simulation/random.js';

/** Sizes beside the large one, with their parts of all licenses; what is left over goes to the smallest accounts. */
const SIZES = [
  { devices: 10_000, part: 0.3 },
  { devices: 300, part: 0.3 },
] as const;
const SMALLEST = 3;
const LARGE_PART = 0.2;
/** Part of the log's time in which the bases of one account open. */
const OPENING = 0.25;
/** A year, where there is no other account: then every day of the year some clock ends. */
const OPENING_ALONE = 1 / 3;

export interface Account {
  readonly id: AccountId;
  readonly devices: number;
  /** Its first base, counted over all accounts. */
  readonly firstBase: number;
  readonly bases: number;
}

export interface Base {
  readonly account: Account;
  readonly isFirst: boolean;
  readonly id: DatabaseId;
  readonly guid: string;
  readonly name: string;
  readonly kind: DatabaseKind;
  readonly product: SimulatedProduct;
  readonly uploads: 'CODE' | 'FILE' | null;
  /** Its first pair, counted over all bases. */
  readonly firstPair: number;
  readonly pairs: number;
  /** Part of the log's time after which it opens. */
  readonly opensAfter: number;
}

/** The same number for the same things, evenly from 0 up to 1. */
export function chance(thing: number, salt: number): number {
  let bits = Math.imul(thing + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return ((bits ^ (bits >>> 15)) >>> 0) / 0x1_0000_0000;
}

export class Estate {
  readonly accounts: readonly Account[];
  readonly bases: readonly Base[];
  readonly #opening: number;
  readonly #baseOfPair: Uint32Array;
  readonly #licenses: (LicenseId | undefined)[];
  readonly #devices: (DeviceId | undefined)[];

  constructor(
    readonly pairs: number,
    readonly keys: Keys,
    sizes: readonly number[] = accountSizes(pairs),
  ) {
    this.#opening = sizes.length === 1 ? OPENING_ALONE : OPENING;
    // Filled in any order: of their whole length from the start, or they would become dictionaries.
    this.#licenses = Array<LicenseId | undefined>(pairs);
    this.#devices = Array<DeviceId | undefined>(pairs);
    const accounts: Account[] = [];
    const bases: Base[] = [];
    let firstPair = 0;
    for (const devices of sizes) {
      const sizes = baseSizes(devices, accounts.length === 0);
      const id = `acc_estate-${String(accounts.length)}` as AccountId;
      const account = { id, devices, firstBase: bases.length, bases: sizes.length };
      accounts.push(account);
      for (const size of sizes) {
        bases.push(this.#base(account, bases.length, firstPair, size));
        firstPair += size;
      }
    }
    this.accounts = accounts;
    this.bases = bases;
    this.#baseOfPair = new Uint32Array(pairs);
    bases.forEach((base, index) => this.#baseOfPair.fill(index, base.firstPair, base.firstPair + base.pairs));
  }

  base(index: number): Base {
    const base = this.bases[index];
    if (!base) throw new RangeError(`no base ${String(index)}`);
    return base;
  }

  baseOf(pair: number): Base {
    return this.base(this.#baseOfPair[pair] ?? -1);
  }

  code(pair: number): ActivationCode {
    const bytes = this.keys.lookUp.hash('bench code', String(pair));
    return codeFromFreeLetters([...bytes.subarray(0, 20)].map((byte) => byte & 31));
  }

  licenseId(pair: number): LicenseId {
    return (this.#licenses[pair] ??= licenseIdOf(this.keys, this.code(pair)));
  }

  deviceId(pair: number): DeviceId {
    return (this.#devices[pair] ??= deviceIdOf(this.keys, this.baseOf(pair).account.id, deviceCode(pair)));
  }

  #base(account: Account, index: number, firstPair: number, pairs: number): Base {
    const guid = guidOf(index);
    const random = new Random(`base ${String(index)}`);
    const product = pickProduct(random);
    const kind = random.chance(0.55) ? 'CLOUD' : random.chance(0.65) ? 'LOCAL' : 'INTERNET_EXCHANGE';
    const uploads = kind === 'CLOUD' || random.chance(0.1) ? null : random.chance(0.7) ? 'CODE' : 'FILE';
    const isFirst = index === account.firstBase;
    const accountOpens = chance(account.firstBase, 90) * 0.5;
    return {
      account,
      isFirst,
      id: databaseIdOf(this.keys, account.id, guid),
      guid,
      name: baseName(random, product, index - account.firstBase + 1),
      kind,
      product,
      uploads,
      firstPair,
      pairs,
      opensAfter: isFirst ? accountOpens : accountOpens + chance(index, 91) * this.#opening,
    };
  }
}

/** Of a device of 12 hexadecimal digits, as devices have them. */
export const deviceCode = (pair: number): string =>
  hexOf(`device ${String(pair)}`)
    .slice(0, 12)
    .toUpperCase();

const hexOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function guidOf(base: number): string {
  const hex = hexOf(`base ${String(base)}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function accountSizes(licenses: number): readonly number[] {
  const large = Math.ceil(licenses * LARGE_PART);
  const sizes = [large];
  let rest = licenses - large;
  for (const { devices, part } of SIZES) {
    const count = Math.floor((licenses * part) / devices);
    sizes.push(...Array<number>(count).fill(devices));
    rest -= count * devices;
  }
  for (; rest > 0; rest -= SMALLEST) sizes.push(Math.min(SMALLEST, rest));
  return sizes;
}

/** Large customers have large bases. */
function baseSizes(devices: number, isLarge: boolean): readonly number[] {
  const size = isLarge || devices >= 10_000 ? 100 : 25;
  const sizes: number[] = [];
  for (let rest = devices; rest > 0; rest -= size) sizes.push(Math.min(size, rest));
  return sizes;
}
