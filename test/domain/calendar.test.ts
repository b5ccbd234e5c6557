import fc from 'fast-check';
import { addMonths, isTimeZone } from '../../src/domain/calendar.js';
import { instantOf, millisOf, type Instant } from '../../src/domain/ids.js';

const add = (start: string, months: number, timeZone = 'UTC'): string => addMonths(start as Instant, months, timeZone);

/** The local date and time of an instant, as that zone's clocks show it. */
const clock = (instant: string, timeZone: string): string =>
  new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });

describe('calendar months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-01-30', 1, '2026-02-28'],
    ['2026-01-28', 1, '2026-02-28'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-12-01', 1, '2027-01-01'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-15', 12, '2027-01-15'],
    ['2026-01-31', 13, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-01-31', 0, '2026-01-31'],
  ])('from %s, %i later, end on %s', (start, months, end) => {
    expect(add(`${start}T10:30:00.000Z`, months)).toBe(`${end}T10:30:00.000Z`);
  });

  it('keep the milliseconds', () => {
    expect(add('2026-01-31T10:30:15.678Z', 1)).toBe('2026-02-28T10:30:15.678Z');
  });
});

describe('calendar months in the account’s time zone', () => {
  it('are kept to the month’s last day as Moscow counts days', () => {
    // 22:00 in UTC on 30 January is 01:00 on the 31st in Moscow; 28 February 01:00 there is 27 February 22:00 in UTC.
    expect(add('2026-01-30T22:00:00.000Z', 1, 'Europe/Moscow')).toBe('2026-02-27T22:00:00.000Z');
  });

  it('end a year later in Moscow at the same minute, for there the clocks stand', () => {
    expect(add('2026-02-28T21:00:00.000Z', 12, 'Europe/Moscow')).toBe('2027-02-28T21:00:00.000Z');
  });

  it('cross the year’s end where the zone has it', () => {
    expect(clock(add('2026-12-31T21:30:00.000Z', 1, 'Europe/Moscow'), 'Europe/Moscow')).toBe('2027-02-01 00:30:00');
    expect(clock(add('2026-11-30T20:30:00.000Z', 1, 'Europe/Moscow'), 'Europe/Moscow')).toBe('2026-12-30 23:30:00');
  });

  it.each([
    ['Europe/Berlin', 'into summer time', '2026-02-28T11:00:00.000Z', 1, '2026-03-28T11:00:00.000Z', '12:00:00'],
    ['Europe/Berlin', 'over the change to summer time', '2026-03-15T11:00:00.000Z', 1, '2026-04-15T10:00:00.000Z', '12:00:00'],
    ['Europe/Berlin', 'over the change to winter time', '2026-10-15T10:00:00.000Z', 1, '2026-11-15T11:00:00.000Z', '12:00:00'],
    ['America/New_York', 'over the change to summer time', '2026-02-15T17:00:00.000Z', 1, '2026-03-15T16:00:00.000Z', '12:00:00'],
    [
      'Australia/Lord_Howe',
      'over a change by half an hour',
      '2026-03-15T01:00:00.000Z',
      1,
      '2026-04-15T01:30:00.000Z',
      '12:00:00',
    ],
    ['Asia/Kathmandu', 'with an offset of 5:45', '2026-01-31T06:15:00.000Z', 1, '2026-02-28T06:15:00.000Z', '12:00:00'],
  ])('keep the local time of day: %s, %s', (timeZone, _, start, months, end, time) => {
    expect(add(start, months, timeZone)).toBe(end);
    expect(clock(end, timeZone).slice(11)).toBe(time);
  });

  it.each([
    ['Europe/Berlin', '2026-09-25T00:30:00.000Z', '2026-10-25T00:30:00.000Z'],
    ['America/New_York', '2026-10-01T05:30:00.000Z', '2026-11-01T05:30:00.000Z'],
    ['Australia/Sydney', '2026-03-04T15:30:00.000Z', '2026-04-04T15:30:00.000Z'],
  ])('end at the earlier of two instants that a clock shows twice: %s', (timeZone, start, end) => {
    expect(add(start, 1, timeZone)).toBe(end);
    const anHourLater = instantOf(millisOf(end as Instant) + 3_600_000);
    expect(clock(anHourLater, timeZone)).toBe(clock(end, timeZone));
  });

  it.each([
    ['Europe/Berlin', '2026-02-28T01:30:00.000Z', '2026-03-28 02:30:00'],
    ['Europe/Berlin', '2027-02-28T01:30:00.000Z', '2027-03-28 03:30:00'],
    ['America/New_York', '2026-02-08T07:30:00.000Z', '2026-03-08 03:30:00'],
  ])('end as if the clocks had not jumped, where they skip that time: %s', (timeZone, start, shown) => {
    expect(clock(add(start, 1, timeZone), timeZone)).toBe(shown);
  });

  it('fall in the wanted month, on the same day or its last, at the same time of day, in zones whose clocks do not jump', () => {
    const zones = fc.constantFrom(
      'Europe/Moscow',
      'Asia/Vladivostok',
      'Asia/Kathmandu',
      'Pacific/Auckland',
      'America/Sao_Paulo',
      'UTC',
    );
    const starts = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(zones, starts, fc.integer({ min: 1, max: 36 }), (timeZone, start, months) => {
        const from = clock(instantOf(start), timeZone);
        const to = clock(addMonths(instantOf(start), months, timeZone), timeZone);
        const [year, month, dayOfMonth] = from.slice(0, 10).split('-').map(Number) as [number, number, number];
        const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
        const expected = new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last.getUTCDate())));
        expect(to.slice(0, 10)).toBe(expected.toISOString().slice(0, 10));
        expect(to.slice(11)).toBe(from.slice(11));
      }),
    );
  });
});

describe('a time zone', () => {
  it.each(['Europe/Moscow', 'Asia/Yekaterinburg', 'UTC'])('%s is one', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['Europe/Atlantis', 'Moscow', ''])('"%s" is none', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
