/** Tables as docs/scaling.md holds them. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => (cells[column] ?? '').length)));
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [row(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(row)].join('\n');
}

/** Two or three digits that count. */
export function count(value: number): string {
  if (value >= 1_000) return Number(value.toPrecision(3)).toLocaleString('en-US');
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(value >= 10 ? 3 : 2);
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(value: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  return `${count(value / 1_000 ** power)} ${UNITS[power] ?? ''}`;
}

export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${count(seconds * 1e6)} µs`;
  if (seconds < 1) return `${count(seconds * 1e3)} ms`;
  if (seconds < 120) return `${count(seconds)} s`;
  if (seconds < 7_200) return `${count(seconds / 60)} min`;
  return seconds < 48 * 3_600 ? `${count(seconds / 3_600)} h` : `${count(seconds / 86_400)} days`;
}
