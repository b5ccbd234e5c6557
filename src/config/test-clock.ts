import { readFileSync } from 'node:fs';
import { millisOf, parseInstant } from '../domain/ids.js';

/** Milliseconds since 1970. */
export type Clock = () => number;

/** The file's instant, or what is wrong with it. */
export function readTestClock(
  path: string,
): { readonly ok: true; readonly millis: number } | { readonly ok: false; readonly problem: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    return { ok: false, problem: `the file ${path} cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
  const instant = parseInstant(text);
  if (instant) return { ok: true, millis: millisOf(instant) };
  return { ok: false, problem: `expected ${path} to hold an instant such as 2026-03-01T09:00:00Z` };
}

/**
 * "Now" for everything but tokens, timeouts and limits. With a test clock it stands where the file says; the file is read each time, for
 * two changes within one tick of the file system have the same modification time. While it is being rewritten, the last instant stands.
 */
export function createClock(testClockFile: string | null): Clock {
  if (testClockFile === null) return Date.now;
  let last: number | undefined;
  return () => {
    const reading = readTestClock(testClockFile);
    if (reading.ok) last = reading.millis;
    if (last === undefined) throw new Error(`KABINET_TEST_CLOCK: ${reading.ok ? '' : reading.problem}`);
    return last;
  };
}
