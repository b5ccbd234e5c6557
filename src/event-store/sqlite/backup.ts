import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { markAsBackup } from './schema.js';
import { withOurErrors } from './sql-errors.js';
import { syncFile, syncFolder } from './sync-to-disk.js';

/**
 * Copies the log at this moment into a new file, readable by its owner alone, that appears under its name only when it is whole and on disk.
 * The copy has an epoch of its own, since what follows it is another history (architecture.md, Consistency).
 *
 * `check` is shown the copy before that, and rejects where it is not to be kept. Blocks this process while it copies. Rejects where the file exists
 * already.
 */
export async function backUpLog(log: string, target: string, check: (copy: string) => Promise<void>): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} exists already: a backup never replaces a file`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    closeSync(openSync(partial, 'wx', 0o600));
    withOurErrors(() => {
      copy(log, partial);
    });
    await check(partial);
    syncFile(partial);
    renameSync(partial, target);
    syncFolder(dirname(target));
  } finally {
    rmSync(partial, { force: true });
  }
}

function copy(log: string, target: string): void {
  const source = new Database(log, { readonly: true, fileMustExist: true });
  try {
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  const copied = new Database(target, { fileMustExist: true });
  try {
    // One file, without a write-ahead log beside it that could be left behind.
    copied.pragma('journal_mode = DELETE');
    markAsBackup(copied);
  } finally {
    copied.close();
  }
}
