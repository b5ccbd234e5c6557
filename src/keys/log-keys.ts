/** Keys of the transparency log: a file of PEM blocks. While keys change, it holds the old one and the new one. */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KeyDamaged } from './errors.js';
import { createKeyFile, readKeyFile } from './key-files.js';
import { newPrivateKeyText } from './signing-key.js';

export interface LogKeys {
  /** Private keys: each signs every checkpoint. */
  readonly signing: readonly KeyObject[];
  /** Public keys of those, and the ones that stand in the file by themselves: they are believed for what they have signed. */
  readonly trusted: readonly KeyObject[];
}

const BLOCK = /-----BEGIN (PRIVATE|PUBLIC) KEY-----[^-]+-----END \1 KEY-----\n?/g;

/** Reads the keys, or makes one where there is no file: a log that was signed with another one says so when it is opened. */
export function openLogKeys(path: string): LogKeys {
  const text = readKeyFile(path) ?? createKeyFile(path, newPrivateKeyText());
  const blocks = [...text.matchAll(BLOCK)];
  if (text.replaceAll(BLOCK, '').trim() !== '')
    throw new KeyDamaged(`${path} holds something else than PRIVATE KEY and PUBLIC KEY blocks`);
  const keys = blocks.map(([block, kind]) => keyOf(block, kind === 'PRIVATE' ? createPrivateKey : createPublicKey, path));
  const signing = keys.filter(({ type }) => type === 'private');
  if (signing.length === 0) throw new KeyDamaged(`${path} holds no private key to sign checkpoints with`);
  return { signing, trusted: keys.map((key) => (key.type === 'private' ? createPublicKey(key) : key)) };
}

function keyOf(block: string, read: (pem: string) => KeyObject, path: string): KeyObject {
  try {
    const key = read(block);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new KeyDamaged(`${path} holds a key that cannot be read`, { cause });
  }
  throw new KeyDamaged(`${path} holds a key that is not an Ed25519 one`);
}
