import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeFile } from './build-file.js';

/**
 * Puts the built file in the place of the served one, which stays beside it as `…previous`. Both are closed, so neither has a write-ahead
 * log of its own. At every moment one whole file has the name.
 */
export function switchFiles(built: string, served: string): void {
  syncPath(built);
  const previous = `${served}.previous`;
  removeFile(previous);
  if (existsSync(served)) linkSync(served, previous);
  // Left by a process that was killed; it belongs to the file that goes.
  for (const suffix of ['-wal', '-shm']) rmSync(served + suffix, { force: true });
  renameSync(built, served);
  syncPath(dirname(served));
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
