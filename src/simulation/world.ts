/** The simulated time: what is to come, and what people and devices do as it passes. */
import { addMonths } from '../domain/calendar.js';
import { instantOf, millisOf } from '../domain/ids.js';
import { Agenda } from './agenda.js';
import type { Hands } from './hands.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, Random } from './random.js';
import { releasesBetween, type Release } from './releases.js';
import type { Base, Device, License } from './things.js';

export const TIME_ZONE = 'Europe/Moscow';

/** Something that is done in the cabinet, at one moment of the simulated time. */
export interface Deed {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Counted from 1: its request's id comes from it. */
  readonly number: number;
  readonly run: (hands: Hands) => Promise<unknown>;
}

export class World {
  readonly random: Random;
  readonly releases: readonly Release[];
  readonly bases: Base[] = [];
  readonly #agenda = new Agenda();
  #deeds: Deed[] = [];
  #deedCount = 0;
  #licenseCount = 0;

  /** Milliseconds since 1970. */
  now: number;

  constructor(
    readonly seed: string,
    readonly start: number,
    readonly end: number,
  ) {
    this.random = new Random(seed);
    this.now = start;
    this.releases = releasesBetween(this.random, start, end);
  }

  /** Nothing comes of what lies after the end; what lies in the past comes at once. */
  schedule(at: number, happen: () => void): void {
    if (at <= this.end) this.#agenda.add(Math.max(at, this.now), happen);
  }

  /** From that moment on, some days later, at a time of day when people work. */
  workTime(from: number, leastDays: number, mostDays: number): number {
    const day = Math.floor((from + this.random.between(leastDays, mostDays) * DAY_MS) / DAY_MS) * DAY_MS;
    const weekday = new Date(day).getUTCDay() === 0 ? day + DAY_MS : day;
    const at = weekday + this.random.between(6, 15) * HOUR_MS;
    return Math.floor(at > from ? at : from + this.random.between(5, 40) * MINUTE_MS);
  }

  minutesLater(least: number, most: number): number {
    return Math.floor(this.now + this.random.between(least, most) * MINUTE_MS);
  }

  do(run: Deed['run']): void {
    this.#deedCount += 1;
    this.#deeds.push({ at: this.now, number: this.#deedCount, run });
  }

  /** All deeds, in the order of time. */
  *deeds(): Generator<Deed, void> {
    while (this.#agenda.nextAt <= this.end) {
      const next = this.#agenda.takeNext();
      if (!next) return;
      this.now = next.at;
      next.happen();
      if (this.#deeds.length === 0) continue;
      yield* this.#deeds;
      this.#deeds = [];
    }
  }

  newLicense(
    license: Pick<License, 'kind' | 'product' | 'months'> & Partial<Pick<License, 'demo' | 'lapses' | 'buysAnew'>>,
  ): License {
    this.#licenseCount += 1;
    return {
      demo: false,
      lapses: false,
      buysAnew: false,
      ...license,
      number: this.#licenseCount,
      end: null,
      device: null,
      lastBase: null,
      uploaded: false,
      over: false,
    };
  }

  /** Whether its clock runs on for a while: it can be unlinked, and activated elsewhere. */
  isTransferable(license: License | null): license is License {
    return license !== null && !license.over && license.end !== null && license.end > this.now + 4 * DAY_MS;
  }
}

export const monthsLater = (at: number, months: number): number => millisOf(addMonths(instantOf(at), months, TIME_ZONE));

/** Licensed at the base it is on now, with nothing in its past that others rely on. */
export const isOrdinary = (device: Device): boolean => device.joined && (device.role === 'ORDINARY' || device.role === 'SPARE');
