import { closeSync, fsyncSync, openSync } from 'node:fs';

/**
 * Puts a file's content on disk. Never for the main file of a database that this process has open: closing any descriptor of it would drop
 * SQLite's locks.
 */
export function syncFile(path: string): void {
  sync(path, 'r+');
}

/** Puts the names in a folder on disk. Windows has no such call, and keeps names in its own journal. */
export function syncFolder(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r');
}

function sync(path: string, flags: string): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
