/** Files of the keys folder: for their owner alone, whole or not there, on disk before anybody uses them. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** By shape, not by class: an error of the file system may come from another realm. */
const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** The file's text, or undefined where there is none. */
export function readKeyFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Writes a new key and answers the text that lies there afterwards: of several processes that make the same key at once, one wins and
 * all use its key. A link, unlike a rename, never replaces a file.
 */
export function createKeyFile(path: string, text: string): string {
  const folder = dirname(path);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(dirname(folder));
  const draft = join(folder, `.${randomUUID()}.new`);
  try {
    writeAndSync(draft, text);
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(folder);
  return readFileSync(path, 'utf8');
}

/** In the place of what was there; never half of it. */
export function replaceKeyFile(path: string, text: string): void {
  const draft = join(dirname(path), `.${randomUUID()}.new`);
  try {
    writeAndSync(draft, text);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
}

function writeAndSync(path: string, text: string): void {
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts the names in a folder on disk. Windows has no such call, and keeps names in its own journal. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
