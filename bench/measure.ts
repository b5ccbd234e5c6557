/** Times of single calls, and what a process and its files take. */
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { quantile } from './report.js';

export interface Times {
  readonly count: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

export const timesOf = (millis: readonly number[]): Times => ({
  count: millis.length,
  median: quantile(millis, 0.5),
  p99: quantile(millis, 0.99),
});

/** One call after the other, each timed. */
export async function timed(calls: Iterable<() => unknown>): Promise<readonly number[]> {
  const millis: number[] = [];
  for (const call of calls) {
    const start = performance.now();
    await call();
    millis.push(performance.now() - start);
  }
  return millis;
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3));

export const line = (name: string, text: string): void => {
  process.stdout.write(`  ${name.padEnd(60)} ${text}\n`);
};

export const timesLine = (name: string, { count, median, p99 }: Times): void =>
  line(name, `median ${shown(median).padStart(7)} ms, p99 ${shown(p99).padStart(7)} ms  (${String(count)} calls)`);

/** What else the machine does stands beside every group of figures. */
export function title(text: string): void {
  const [load = 0] = loadavg();
  process.stdout.write(`\n${text} (load ${load.toFixed(1)})\n`);
}

export const megabytes = (path: string): string => `${(statSync(path).size / 1e6).toFixed(0)} MB`;

/** Most memory that this process held so far, in MB. */
export const peakMemory = (): string => `${(process.resourceUsage().maxRSS / 1_000).toFixed(0)} MB`;

/** Seconds of the clock and of the processor since it was called. */
export function stopwatch(): () => { readonly seconds: number; readonly cpuSeconds: number } {
  const start = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - start) / 1_000, cpuSeconds: (user + system) / 1e6 };
  };
}
