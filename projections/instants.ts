import { instantOf, type Instant } from '../src/domain/ids.js';

const LIMIT = 10_000;
const known = new Map<number, Instant>();

/** `instantOf`, remembered: a fleet's licenses end at few different times, and writing one out costs a tenth of a list (measured). */
export function instantAt(time: number): Instant {
  let instant = known.get(time);
  if (instant !== undefined) return instant;
  if (known.size >= LIMIT) known.clear();
  instant = instantOf(time);
  known.set(time, instant);
  return instant;
}

export const instantOrNull = (time: number | null): Instant | null => (time === null ? null : instantAt(time));
