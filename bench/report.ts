/** What a benchmark prints: medians of rounds that alternate, so that ratios of one run can be trusted on a busy machine. */
export interface Measured {
  readonly name: string;
  /** One a round, in `unit`. */
  readonly rounds: readonly number[];
  readonly unit: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3));

/** One line a measurement: median, spread, and the ratio to the first of the group. */
export function print(title: string, measured: readonly Measured[]): void {
  process.stdout.write(`\n${title}\n`);
  const reference = median(measured[0]?.rounds ?? []);
  for (const { name, rounds, unit } of measured) {
    const middle = median(rounds);
    const spread = `${shown(Math.min(...rounds))} … ${shown(Math.max(...rounds))}`;
    const ratio = (middle / reference).toFixed(2);
    process.stdout.write(`  ${name.padEnd(52)} ${shown(middle).padStart(9)} ${unit.padEnd(9)} (${spread}; ×${ratio})\n`);
  }
}
