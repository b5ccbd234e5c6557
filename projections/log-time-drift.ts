/** `log_time` belongs to no thing: it is compared with a stretch of the log itself, and put right where it says something else. */
import type { Database } from 'better-sqlite3';
import type { Instant } from '../src/domain/ids.js';
import { millisOf } from '../src/domain/ids.js';

export interface PlacedInTime {
  readonly position: number;
  readonly recordedAt: Instant;
}

export interface LogTimeStretch {
  /** With the last event before the stretch, where there is one. */
  readonly events: readonly PlacedInTime[];
  /** Nothing lies before the first of them. */
  readonly fromStart: boolean;
  /** Nothing that is projected lies behind the last of them. */
  readonly toEnd: boolean;
}

interface Span {
  readonly time: number;
  readonly first: number;
  readonly last: number;
}

/** A bound that lies beyond the stretch is at least as far out as what is seen of it: the stretch that it lies in knows it exactly. */
interface Expected extends Span {
  readonly firstIsExact: boolean;
  readonly lastIsExact: boolean;
}

/** Answers the first positions of the times whose rows were wrong. Nothing may be projected meanwhile; what is remembered of the rows is wrong then. */
export function repairLogTime(database: Database, stretch: LogTimeStretch): readonly number[] {
  const expected = spansOf(stretch);
  const [first, last] = [expected.at(0), expected.at(-1)];
  if (!first || !last) return [];
  const from = stretch.fromStart ? Number.MIN_SAFE_INTEGER : first.time;
  const to = stretch.toEnd ? Number.MAX_SAFE_INTEGER : last.time;
  const stored = new Map(rowsBetween(database, from, to).map((row) => [row.time, row]));
  const wrong = expected.filter((span) => !agrees(span, stored.get(span.time)));
  const times = new Set(expected.map(({ time }) => time));
  const extra = [...stored.values()].filter(({ time }) => !times.has(time));
  if (wrong.length === 0 && extra.length === 0) return [];
  database.transaction(() => {
    const remove = database.prepare<[number]>('DELETE FROM log_time WHERE recorded_at = ?');
    const put = database.prepare<[number, number, number]>('INSERT OR REPLACE INTO log_time VALUES (?, ?, ?)');
    for (const { time } of extra) remove.run(time);
    for (const span of wrong) {
      const { time, first: begin, last: end } = mended(span, stored.get(span.time));
      put.run(time, begin, end);
    }
  })();
  return [...wrong, ...extra].map((span) => span.first);
}

function rowsBetween(database: Database, from: number, to: number): readonly Span[] {
  return database
    .prepare<[number, number], Span>(
      `SELECT recorded_at AS time, first_position AS first, last_position AS last FROM log_time WHERE recorded_at BETWEEN ? AND ?`,
    )
    .all(from, to);
}

function spansOf({ events, fromStart, toEnd }: LogTimeStretch): readonly Expected[] {
  const spans: { time: number; first: number; last: number }[] = [];
  for (const { position, recordedAt } of events) {
    const [time, open] = [millisOf(recordedAt), spans.at(-1)];
    if (open?.time === time) open.last = position;
    else spans.push({ time, first: position, last: position });
  }
  return spans.map((span, index) => ({
    ...span,
    firstIsExact: index > 0 || fromStart,
    lastIsExact: index < spans.length - 1 || toEnd,
  }));
}

const agrees = (expected: Expected, stored: Span | undefined): boolean =>
  stored !== undefined &&
  (expected.firstIsExact ? stored.first === expected.first : stored.first <= expected.first) &&
  (expected.lastIsExact ? stored.last === expected.last : stored.last >= expected.last);

const mended = (expected: Expected, stored: Span = expected): Span => ({
  time: expected.time,
  first: expected.firstIsExact ? expected.first : Math.min(stored.first, expected.first),
  last: expected.lastIsExact ? expected.last : Math.max(stored.last, expected.last),
});
