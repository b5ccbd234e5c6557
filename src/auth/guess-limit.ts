/**
 * Limits guessing of activation codes (domain.md, section 6: "tries are limited per viewer"). Only a well-formed code that turns out unknown
 * or claimed elsewhere counts: typing one's own codes, or mistyping them, never does. In memory: a restart forgets, which gives a
 * guesser 60 tries more against 100 bits.
 */
export const MISSES_AN_HOUR = 60;
const HOUR_MS = 3_600_000;

export interface GuessLimit {
  /** How many misses the viewer has left; 0: do not even look the code up. */
  remaining(viewerId: string): number;
  /** Counts one miss. */
  recordMiss(viewerId: string): void;
  /** Whole seconds until one more try is allowed; 0 where one is allowed now. */
  retryAfterSeconds(viewerId: string): number;
}

interface Level {
  /** Misses not yet forgiven. */
  readonly misses: number;
  /** Milliseconds of the clock. */
  readonly at: number;
}

/** Misses are forgiven evenly over time, so that there is no moment at which a whole hour's tries come back at once. */
export function createGuessLimit(clock: () => number, missesAnHour: number = MISSES_AN_HOUR): GuessLimit {
  const levels = new Map<string, Level>();
  const forgivenAMs = missesAnHour / HOUR_MS;
  let sizeAtNextSweep = 1_000;

  const missesNow = (viewerId: string): number => {
    const level = levels.get(viewerId);
    return level ? Math.max(0, level.misses - Math.max(0, clock() - level.at) * forgivenAMs) : 0;
  };
  const sweep = (): void => {
    for (const viewerId of levels.keys()) if (missesNow(viewerId) === 0) levels.delete(viewerId);
    sizeAtNextSweep = Math.max(1_000, levels.size * 2);
  };

  return {
    remaining: (viewerId) => Math.max(0, Math.floor(missesAnHour - missesNow(viewerId))),
    recordMiss(viewerId) {
      levels.set(viewerId, { misses: Math.min(missesAnHour, missesNow(viewerId) + 1), at: clock() });
      if (levels.size >= sizeAtNextSweep) sweep();
    },
    retryAfterSeconds: (viewerId) => Math.max(0, Math.ceil((missesNow(viewerId) + 1 - missesAnHour) / forgivenAMs / 1_000)),
  };
}
