/** Made-up releases of the product's server part over the simulated years. */
import { DAY_MS, type Random } from './random.js';

export interface Release {
  readonly version: string;
  /** Of the clients that still work with it: the same or a later one. */
  readonly majorMinor: string;
  /** Milliseconds since 1970. */
  readonly releasedAt: number;
}

/** One in about a hundred days, every third with a new minor number; the first lies before the start. */
export function releasesBetween(random: Random, from: number, until: number): readonly Release[] {
  const releases: Release[] = [];
  let [minor, patch] = [1, random.whole(3, 9)];
  for (let at = from - 40 * DAY_MS; at < until; at += random.between(80, 120) * DAY_MS) {
    const majorMinor = `3.${String(minor)}`;
    releases.push({ version: `${majorMinor}.${String(patch)}`, majorMinor, releasedAt: Math.floor(at / DAY_MS) * DAY_MS });
    if (releases.length % 3 === 0) [minor, patch] = [minor + 1, 0];
    else patch += random.whole(1, 3);
  }
  return releases;
}

export const releaseAt = (releases: readonly Release[], at: number): Release | undefined =>
  releases.findLast(({ releasedAt }) => releasedAt <= at);
