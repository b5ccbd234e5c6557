/** Times of single calls, and what a process and its files take. */
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { quantile } from './report.js';

/** Milliseconds of one call: of the clock, and of the processor, which do not grow with what else the machine does. */
export interface Took {
  readonly clock: number;
  readonly cpu: number;
}

/** One call after the other, each timed. */
export async function timed(calls: Iterable<() => unknown>): Promise<readonly Took[]> {
  const took: Took[] = [];
  for (const call of calls) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await call();
    const clock = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    took.push({ clock, cpu: (user + system) / 1_000 });
  }
  return took;
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3));

export const line = (name: string, text: string): void => {
  process.stdout.write(`  ${name.padEnd(60)} ${text}\n`);
};

const medianAndP99 = (millis: readonly number[]): string =>
  `median ${shown(quantile(millis, 0.5)).padStart(7)} ms, p99 ${shown(quantile(millis, 0.99)).padStart(7)} ms`;

/** Of the clock. */
export const timesLine = (name: string, millis: readonly number[]): void =>
  line(name, `${medianAndP99(millis)}  (${String(millis.length)} calls)`);

export function tookLine(name: string, took: readonly Took[]): void {
  const cpu = medianAndP99(took.map((one) => one.cpu));
  line(name, `${medianAndP99(took.map(({ clock }) => clock))}; CPU ${cpu}  (${String(took.length)} calls)`);
}

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
