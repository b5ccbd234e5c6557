/** The code keys of a keys folder: `code-0001-9f3a61c2.key`, ordered by their number; the last one seals. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeKey } from './code-keys.js';
import { KeyDamaged } from './errors.js';
import { createKeyFile, readKeyFile } from './key-files.js';
import { newSecretText, secretOf } from './secret.js';

const FILE_NAME = /^(code-(\d{4})-([0-9a-f]{8}))\.key$/;

/** Part of the key's name, so that two folders that each got a key of the same number still tell them apart. */
const fingerprint = (secret: Uint8Array): string =>
  createHash('sha256').update('kabinet code key').update(secret).digest('hex').slice(0, 8);

/** Oldest first; none where the folder has none. */
export function readCodeKeys(folder: string): readonly CodeKey[] {
  return names(folder).flatMap((name) => {
    const [, id, , expected] = FILE_NAME.exec(name) ?? [];
    const path = join(folder, name);
    const text = readKeyFile(path);
    if (id === undefined || text === undefined) return [];
    const secret = secretOf(text, path);
    if (fingerprint(secret) !== expected) throw new KeyDamaged(`${path} holds another key than its name says`);
    return [{ id, secret }];
  });
}

/**
 * Adds a code key that seals from now on; what older keys sealed stays readable. The folder goes to every node before any of them is
 * started again, or one could not open what another sealed.
 */
export function addCodeKey(folder: string): CodeKey {
  const text = newSecretText();
  const last = names(folder).at(-1) ?? '';
  const number = Number(FILE_NAME.exec(last)?.[2] ?? 0) + 1;
  const secret = secretOf(text, folder);
  const id = `code-${String(number).padStart(4, '0')}-${fingerprint(secret)}`;
  createKeyFile(join(folder, `${id}.key`), text);
  return { id, secret };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => FILE_NAME.test(name))
      .sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
