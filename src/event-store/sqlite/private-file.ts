import { closeSync, mkdirSync, openSync } from 'node:fs';

/**
 * Makes a database's file for its owner alone before SQLite would make it for everybody; SQLite gives its `-wal`, `-shm` and `-journal` the
 * same mode. A file that is there is not even opened: closing it would drop the locks that SQLite holds on it.
 */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** Answers whether it had to be made. */
export const makePrivateFolder = (path: string): boolean => mkdirSync(path, { recursive: true, mode: 0o700 }) !== undefined;
