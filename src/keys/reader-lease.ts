/**
 * Who has the subject keys open. Every process that may hold keys or opened texts in memory holds a shared lock beside their file, until it
 * closes them or dies; who destroys a key takes it alone. The lock is SQLite's own (POSIX record locks: a local disk).
 */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { KeysInUse } from './errors.js';

/** While somebody destroys a key: that takes milliseconds. */
const PATIENCE_MS = 5_000;

export interface ReaderLease {
  /** Keeps all others out until `share` or `release`. @throws KeysInUse, which names them, and then only shares as before. */
  claim(): void;
  share(): void;
  release(): void;
}

/** `file`: that of the keys. @throws KeysInUse where somebody keeps it for themselves. */
export function leaseBeside(file: string): ReaderLease {
  const names = join(dirname(file), 'readers');
  mkdirSync(names, { recursive: true, mode: 0o700 });
  const lockFile = join(names, 'lock');
  closeSync(openSync(lockFile, 'a', 0o600));
  const lock = new BetterSqlite3(lockFile, { timeout: PATIENCE_MS });
  const own = join(names, `${String(process.pid)}-${randomBytes(4).toString('hex')}`);
  const share = (): void => {
    lock.exec('BEGIN');
    lock.prepare('SELECT count(*) FROM sqlite_master').get();
  };
  try {
    share();
  } catch (error) {
    lock.close();
    throw inUse(error, []);
  }
  closeSync(openSync(own, 'w', 0o600));
  return {
    claim() {
      lock.exec('COMMIT');
      lock.pragma('busy_timeout = 0');
      try {
        lock.exec('BEGIN EXCLUSIVE');
      } catch (error) {
        share();
        throw inUse(error, othersIn(names, own));
      } finally {
        lock.pragma(`busy_timeout = ${String(PATIENCE_MS)}`);
      }
    },
    share() {
      lock.exec('COMMIT');
      share();
    },
    release() {
      rmSync(own, { force: true });
      lock.close();
    },
  };
}

const isBusy = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

const inUse = (error: unknown, pids: readonly number[]): unknown => (isBusy(error) ? new KeysInUse(pids) : error);

/** Names of those that died stay behind, and tell nothing: the lock does. */
function othersIn(names: string, own: string): readonly number[] {
  const pids = readdirSync(names)
    .filter((name) => join(names, name) !== own)
    .map((name) => Number.parseInt(name, 10))
    .filter(Number.isSafeInteger);
  return [...new Set(pids)].filter(isAlive);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}
