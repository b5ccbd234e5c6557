import { closeSync, existsSync, mkdirSync, openSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';

const isThere = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';

/**
 * Makes a database's file for its owner alone before SQLite would make it for everybody; SQLite gives its `-wal`, `-shm` and `-journal` the
 * same mode. A file that is there is not even opened: closing it would drop the locks that SQLite holds on it.
 */
export function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!isThere(error)) throw error;
  }
}

/**
 * With the folders that lead to it; answers whether it had to be made. One at a time: asked to make all of them where none can be made, as
 * below /proc, Node never returns.
 */
export function makePrivateFolder(path: string): boolean {
  if (existsSync(path)) {
    readdirSync(path);
    return false;
  }
  const parent = dirname(path);
  if (parent !== path) makePrivateFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!isThere(error)) throw error;
  }
  return true;
}
