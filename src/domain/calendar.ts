import { instantOf, millisOf, type Instant } from './ids.js';

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function localTime(millis: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(millis)
      .map((part) => [part.type, Number(part.value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

const asUtc = (t: LocalTime): number => Date.UTC(t.year, t.month - 1, t.day, t.hour, t.minute, t.second);

const DAY_MS = 24 * 3600 * 1000;

/** The instant at which clocks in the zone show that local time; of two, the earlier; in a gap, the time as if there were none. */
function fromLocal(local: LocalTime, timeZone: string): number {
  const wanted = asUtc(local);
  const offsetAt = (millis: number): number => asUtc(localTime(millis, timeZone)) - millis;
  // No offset is as large as a day: these are the offsets before and after a change of clocks near that time, if there is one.
  const withOffsetBefore = wanted - offsetAt(wanted - DAY_MS);
  const withOffsetAfter = wanted - offsetAt(wanted + DAY_MS);
  const shown = (millis: number): boolean => millis + offsetAt(millis) === wanted;
  return !shown(withOffsetBefore) && shown(withOffsetAfter) ? withOffsetAfter : withOffsetBefore;
}

/** True for an IANA name that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Calendar months later at the same local time of day, kept to the month's last day: 31 January + 1 month = 28 or 29 February
 * (domain.md, section 4).
 */
export function addMonths(start: Instant, months: number, timeZone: string): Instant {
  const millis = millisOf(start);
  const local = localTime(millis, timeZone);
  const monthIndex = local.month - 1 + months;
  const year = local.year + Math.floor(monthIndex / 12);
  const month = (((monthIndex % 12) + 12) % 12) + 1;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const belowSecond = ((millis % 1000) + 1000) % 1000;
  return instantOf(fromLocal({ ...local, year, month, day: Math.min(local.day, lastDay) }, timeZone) + belowSecond);
}
