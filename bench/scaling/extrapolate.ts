/** From what was measured to 1, 10 and 100 million licenses. */
import { LONGEST_BUILD_HOURS, PEAK_FACTOR, SECONDS_A_YEAR, YEARS } from './assumptions.js';
import { atSize, powerLaw, type PowerLaw } from './fit.js';
import type { SizeFigures } from './measure-size.js';

export interface Fitted {
  readonly eventsALicense: number;
  readonly logBytesAnEvent: number;
  readonly keyBytesALicense: number;
  readonly modelBytesAnEvent: number;
  /** Of events, in seconds of the processor: a build is one thread's work, and the clock also tells what else the machine did. */
  readonly build: PowerLaw;
}

/** Costs of an event at the largest size, since the smallest hold what every log has; the build as a curve through all sizes. */
export function fitted(sizes: readonly SizeFigures[]): Fitted {
  const largest = sizes.at(-1);
  if (!largest) throw new Error('nothing was measured');
  const { licenses, events, logBytes, keyBytes, modelBytes } = largest;
  return {
    eventsALicense: events / licenses,
    logBytesAnEvent: logBytes / events,
    keyBytesALicense: keyBytes / licenses,
    modelBytesAnEvent: modelBytes / events,
    build: powerLaw(sizes.map((size) => [size.events, size.buildCpuSeconds])),
  };
}

export interface Extrapolated {
  readonly licenses: number;
  readonly events: number;
  readonly eventsAYear: number;
  readonly eventsASecond: number;
  readonly peakEventsASecond: number;
  readonly logBytes: number;
  readonly logBytesAYear: number;
  readonly keyBytes: number;
  readonly modelBytes: number;
  readonly buildHours: number;
  /** Groups of accounts, each with its own nodes, so that no build takes longer than LONGEST_BUILD_HOURS. */
  readonly groups: number;
}

export function extrapolated(fit: Fitted, licenses: number): Extrapolated {
  const events = licenses * fit.eventsALicense;
  const eventsAYear = events / YEARS;
  const buildHours = atSize(fit.build, events) / 3_600;
  return {
    licenses,
    events,
    eventsAYear,
    eventsASecond: eventsAYear / SECONDS_A_YEAR,
    peakEventsASecond: (eventsAYear / SECONDS_A_YEAR) * PEAK_FACTOR,
    logBytes: events * fit.logBytesAnEvent,
    logBytesAYear: eventsAYear * fit.logBytesAnEvent,
    keyBytes: licenses * fit.keyBytesALicense,
    modelBytes: events * fit.modelBytesAnEvent,
    buildHours,
    groups: Math.ceil((buildHours / LONGEST_BUILD_HOURS) ** (1 / fit.build.exponent)),
  };
}
