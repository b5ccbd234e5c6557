import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DataFolderInUse } from '../errors.js';
import { createPrivately, makePrivateFolder } from './private-file.js';
import { ourError, sqliteCode } from './sql-errors.js';

export interface DataFolderLock {
  /** Gives the folder up; idempotent. */
  release(): void;
}

/**
 * Makes this process the one owner of a data folder, until release or its death: the operating system drops the lock of a process that was
 * killed, so nothing has to be cleaned up by hand. The folder is created, for its owner alone, where it does not exist.
 *
 * The lock is SQLite's own on a file without content (`owner.lock`): POSIX record locks, so the folder must lie on a local disk.
 * `owner.pid` only serves the message and may be out of date.
 *
 * @throws DataFolderInUse, also where this same process owns the folder already.
 */
export function acquireDataFolder(folder: string): DataFolderLock {
  makePrivateFolder(folder);
  const pidFile = join(folder, 'owner.pid');
  const lockFile = join(folder, 'owner.lock');
  createPrivately(lockFile);
  const lock = new Database(lockFile, { timeout: 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) throw new DataFolderInUse(folder, ownerPid(pidFile));
    throw ourError(error);
  }
  writeFileSync(pidFile, `${String(process.pid)}\n`, { mode: 0o600 });
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      rmSync(pidFile, { force: true });
      lock.close();
    },
  };
}

function ownerPid(pidFile: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
