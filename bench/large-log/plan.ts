/** When what happens in a large log: three years, every step of every pair and base at its minute, in the order of time. */
import { chance, type Base, type Estate } from './estate.js';

export const PAIR_STEPS = [
  'ISSUE',
  'CONNECT',
  'ACTIVATE',
  'SEEN',
  'UPDATE',
  'RENAME',
  'UNLINK',
  'ACTIVATE_AGAIN',
  'RENEW',
  'EXPIRE',
  'REMOVE',
  'WITHDRAW',
  'DISCONNECT',
] as const;
export type PairStep = (typeof PAIR_STEPS)[number];

export const BASE_STEPS = ['OPEN', 'SERVER', 'RENAME_BASE', 'UPLOAD', 'ORDER', 'PAY', 'CANCEL', 'STOP', 'START'] as const;
export type BaseStep = (typeof BASE_STEPS)[number];

export type Step = { readonly minute: number } & (
  | { readonly of: 'PAIR'; readonly pair: number; readonly step: PairStep }
  | { readonly of: 'BASE'; readonly base: number; readonly step: BaseStep }
);

const HOUR = 60;
const DAY = 24 * HOUR;
/** Of the log's time. */
export const MINUTES = 3 * 365 * DAY;

/** A step as one number, so that ten million of them can be put in order: minute, then pair or base, then step. */
const THINGS = 2 ** 21;
const STEPS = 2 ** 4;

type Add<Name> = (minute: number, step: Name) => void;

export function planned(estate: Estate): Float64Array {
  if (estate.pairs + estate.bases.length > THINGS) throw new RangeError('a log of so many licenses is not foreseen');
  const keys: number[] = [];
  const add = (minute: number, thing: number, step: number): void => {
    const at = Math.floor(minute);
    if (at < MINUTES) keys.push((at * THINGS + thing) * STEPS + step);
  };
  estate.bases.forEach((base, index) => {
    planBase(base, index, (minute, step) => add(minute, estate.pairs + index, BASE_STEPS.indexOf(step)));
    for (let pair = base.firstPair; pair < base.firstPair + base.pairs; pair++)
      planPair(base, pair, (minute, step) => add(minute, pair, PAIR_STEPS.indexOf(step)));
  });
  return Float64Array.from(keys).sort();
}

export function stepOf(estate: Estate, key: number): Step {
  const number = key % STEPS;
  const rest = Math.floor(key / STEPS);
  const thing = rest % THINGS;
  const minute = Math.floor(rest / THINGS);
  if (thing >= estate.pairs) return { minute, of: 'BASE', base: thing - estate.pairs, step: BASE_STEPS[number] ?? 'OPEN' };
  return { minute, of: 'PAIR', pair: thing, step: PAIR_STEPS[number] ?? 'ISSUE' };
}

const opens = (base: Base): number => base.opensAfter * MINUTES;

function planBase(base: Base, index: number, add: Add<BaseStep>): void {
  const luck = (salt: number): number => chance(index, 100 + salt);
  const from = opens(base);
  add(from, 'OPEN');
  for (let at = from + (100 + 200 * luck(0)) * DAY; at < MINUTES; at += 250 * DAY) add(at, 'SERVER');
  if (luck(1) < 0.1) add(from + (50 + 300 * luck(2)) * DAY, 'RENAME_BASE');
  if (base.uploads) add(from + (16 + 5 * luck(3)) * DAY, 'UPLOAD');
  if (luck(4) < 0.2) {
    const ordered = from + (100 + 400 * luck(5)) * DAY;
    add(ordered, 'ORDER');
    if (luck(6) < 0.3) add(ordered + 2 * DAY, 'CANCEL');
    else if (luck(6) < 0.6) add(ordered + 2 * DAY, 'PAY');
  }
  if (luck(7) < 0.03) {
    const stopped = from + (200 + 300 * luck(8)) * DAY;
    add(stopped, 'STOP');
    if (luck(9) < 0.5) add(stopped + 10 * DAY, 'START');
  }
}

/** Minute of a pair's first activation. */
export const activatedAt = (base: Base, pair: number): number =>
  Math.floor(opens(base) + (0.1 + 12 * chance(pair, 1)) * DAY + (1 + 2 * chance(pair, 2)) * HOUR);

function planPair(base: Base, pair: number, add: Add<PairStep>): void {
  const luck = (salt: number): number => chance(pair, salt);
  const activated = activatedAt(base, pair);
  add(opens(base) + HOUR, 'ISSUE');
  add(activated - 0.5 * HOUR, 'CONNECT');
  const used = luck(3) >= 0.04;
  if (used) add(activated, 'ACTIVATE');
  const gone = luck(4) < 0.05 ? activated + (100 + 500 * luck(5)) * DAY : Number.POSITIVE_INFINITY;
  if (gone < MINUTES) add(gone, 'DISCONNECT');
  const until = Math.min(gone, MINUTES);
  for (let at = activated + (0.5 + luck(6)) * DAY, seen = 0; at < until; at += (350 + 100 * luck(40 + seen)) * DAY, seen++)
    add(at, 'SEEN');
  for (let at = activated + (90 + 150 * luck(7)) * DAY; at < until; at += 700 * DAY) add(at, 'UPDATE');
  if (luck(8) < 0.1 && activated + 40 * DAY < until) add(activated + 40 * DAY, 'RENAME');
  if (used) planLicense(base, pair, activated, gone, add);
}

/** What befalls a license after its first activation: one thing that ends its work, or none. */
function planLicense(base: Base, pair: number, activated: number, gone: number, add: Add<PairStep>): void {
  const luck = (salt: number): number => chance(pair, salt);
  if (luck(9) < 0.003) {
    add(activated + (40 + 200 * luck(10)) * DAY, 'WITHDRAW');
    return;
  }
  let careEnds = gone;
  if (luck(11) < 0.06) {
    const unlinked = activated + (45 + 50 * luck(12)) * DAY;
    add(unlinked, 'UNLINK');
    if (luck(13) < 0.6) add(unlinked + (0.1 + 3 * luck(14)) * DAY, 'ACTIVATE_AGAIN');
    else careEnds = unlinked;
  }
  for (let year = 1; activated + 366 * year * DAY < MINUTES; year++) {
    const due = activated + (365 * year - 3 - 20 * luck(20 + year)) * DAY;
    if (due < careEnds && luck(30 + year) < 0.85) {
      add(due, 'RENEW');
      continue;
    }
    if (base.kind !== 'CLOUD') return;
    // No calendar year is longer than 366 days.
    const expired = activated + 366 * year * DAY + HOUR;
    add(expired, 'EXPIRE');
    if (luck(15) < 0.1) add(expired + 30 * DAY, 'REMOVE');
    return;
  }
}
