import type { Extrapolated, Fitted } from './extrapolate.js';
import { bytes, count, duration, markdownTable } from './markdown.js';
import type { FanOut } from './measure-fan-out.js';
import type { FollowingFigures } from './measure-following.js';
import type { AccountFigures, SizeFigures } from './measure-size.js';

const whole = (value: number): string => value.toLocaleString('en-US');

export const sizeTable = (sizes: readonly SizeFigures[]): string =>
  markdownTable(
    [
      'licenses',
      'events',
      'log',
      'read model',
      'build',
      'of CPU',
      'events/s',
      'peak memory',
      'one event',
      'visible after',
      'wake-up',
    ],
    sizes.map((size) => [
      whole(size.licenses),
      whole(size.events),
      bytes(size.logBytes),
      bytes(size.modelBytes),
      duration(size.buildSeconds),
      duration(size.buildCpuSeconds),
      count(size.events / size.buildSeconds),
      bytes(size.peakBytes),
      duration(size.singleSeconds),
      duration(size.visibleSeconds),
      duration(size.wakeSeconds),
    ]),
  );

/** Of the largest estate. */
export const accountTable = (sizes: readonly SizeFigures[]): string =>
  markdownTable(
    ['licenses of the account', 'page of 50', 'summary'],
    [...(sizes.at(-1)?.accounts ?? [])]
      .sort((one, other) => one.licenses - other.licenses)
      .map(({ licenses, page, summary }: AccountFigures) => [whole(licenses), duration(page / 1e3), duration(summary / 1e3)]),
  );

export const fitTable = (fit: Fitted, following: FollowingFigures, { ownSeconds, otherSeconds }: FanOut): string =>
  markdownTable(
    ['what', 'fitted'],
    [
      ['events a license in three years', count(fit.eventsALicense)],
      ['log, an event', bytes(fit.logBytesAnEvent)],
      ['read model, an event', bytes(fit.modelBytesAnEvent)],
      ['subject keys, a license', bytes(fit.keyBytesALicense)],
      ['build of n events, of CPU', `${fit.build.factor.toExponential(2)} s × n^${fit.build.exponent.toFixed(3)}`],
      ['following: an event of a full batch', duration(following.eventSeconds)],
      ['following: events of a full batch', count(following.mostEventsABatch)],
      ['an open subscription, each change of its list', `${duration(ownSeconds)} of CPU`],
      ["an open subscription, each change of another account's list", `${duration(otherSeconds)} of CPU`],
      ['appending and following in one process', `${count(following.eventsASecond)} events/s`],
    ],
  );

export function estateTable(estates: readonly Extrapolated[]): string {
  const row = (name: string, cell: (estate: Extrapolated) => string): readonly string[] => [name, ...estates.map(cell)];
  return markdownTable(
    ['licenses', ...estates.map(({ licenses }) => whole(licenses))],
    [
      row('events in three years', ({ events }) => count(events)),
      row('events a year', ({ eventsAYear }) => count(eventsAYear)),
      row('events a second, mean', ({ eventsASecond }) => count(eventsASecond)),
      row('events a second, busiest hour', ({ peakEventsASecond }) => count(peakEventsASecond)),
      row('log after three years', ({ logBytes }) => bytes(logBytes)),
      row('log, growth a year', ({ logBytesAYear }) => bytes(logBytesAYear)),
      row('subject keys', ({ keyBytes }) => bytes(keyBytes)),
      row('read model of a node', ({ modelBytes }) => bytes(modelBytes)),
      row('build of a node', ({ buildHours }) => duration(buildHours * 3_600)),
      row('groups of accounts, for builds of a night', ({ groups }) => whole(groups)),
    ],
  );
}
