/**
 * `npm run bench -- scaling`: the figures of docs/scaling.md. Measures estates of rising size, fits what a license and an event cost,
 * extrapolates to 1, 10 and 100 million licenses, and simulates a node that follows the log under that load. Some eight minutes by default.
 *
 *     KABINET_BENCH_LICENSES=3000,10000,30000,100000,300000 KABINET_BENCH_FOLDER=/data/bench npm run bench -- scaling
 *
 * KABINET_BENCH_LICENSES: sizes, rising. KABINET_BENCH_FOLDER: keeps the logs there; a read model that is there is removed and built anew.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf } from '../projections/prepare-file.js';
import { title } from './measure.js';
import { TARGETS } from './scaling/assumptions.js';
import { extrapolated, fitted } from './scaling/extrapolate.js';
import { followingInChild, sizeInChild, writeInChild } from './scaling/in-child.js';
import { measureFanOut } from './scaling/measure-fan-out.js';
import type { SizeFigures } from './scaling/measure-size.js';
import { nodeTable } from './scaling/node-table.js';
import { accountTable, estateTable, fitTable, sizeTable } from './scaling/tables.js';

const SIZES = '3000,10000,30000,100000';
const FOLLOWED = 10_000;
const LISTENED = 2_000;

export async function benchScaling(): Promise<void> {
  const kept = process.env['KABINET_BENCH_FOLDER'];
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  try {
    const following = await followingInChild(folder, FOLLOWED);
    const fanOut = await measureFanOut(await writeInChild(folder, LISTENED), LISTENED);
    const sizes: SizeFigures[] = [];
    for (const licenses of (process.env['KABINET_BENCH_LICENSES'] ?? SIZES).split(',').map(Number)) {
      const log = await writeInChild(folder, licenses);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${fileOf(log)}${suffix}`, { force: true });
      sizes.push(await sizeInChild(folder, licenses));
      if (kept === undefined) rmSync(log, { recursive: true });
    }
    const fit = fitted(sizes);
    const estates = TARGETS.map((licenses) => extrapolated(fit, licenses));
    title('Measured');
    print(sizeTable(sizes));
    print(accountTable(sizes));
    print(fitTable(fit, following, fanOut));
    title('Extrapolated');
    print(estateTable(estates));
    title('Simulated: one node that follows the log in the busiest hour');
    print(nodeTable({ sizes, following, wakeSeconds: fanOut.ownSeconds }, estates));
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const print = (table: string): void => {
  process.stdout.write(`\n${table}\n`);
};
