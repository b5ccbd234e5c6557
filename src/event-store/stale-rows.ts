/** A mark in the data folder: the rows of the read model were built by an index that was not the log, and have to be built anew. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK = 'rows-stale';

export function markRowsStale(folder: string): void {
  writeFileSync(join(folder, MARK), '', { mode: 0o600 });
}

export const areRowsStale = (folder: string): boolean => existsSync(join(folder, MARK));

/** Once they have been built anew, or removed. */
export function forgetStaleRows(folder: string): void {
  rmSync(join(folder, MARK), { force: true });
}
