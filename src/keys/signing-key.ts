/** Ed25519 key pairs of this installation, as PKCS #8 in PEM. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeyDamaged } from './errors.js';
import { createKeyFile, readKeyFile } from './key-files.js';

export interface SigningKeyPair {
  /** Names the pair in tokens and license files; derived from the public key. */
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Reads the pair, or makes it: nothing in the log depends on one, a new one only ends what the old one signed. */
export function openSigningKeyPair(path: string, idPrefix: string): SigningKeyPair {
  const text = readKeyFile(path) ?? createKeyFile(path, newPrivateKeyText());
  const privateKey = privateKeyOf(text, path);
  const publicKey = createPublicKey(privateKey);
  const hash = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  return { keyId: `${idPrefix}-${hash.slice(0, 16)}`, privateKey, publicKey };
}

export const newPrivateKeyText = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

function privateKeyOf(text: string, path: string): KeyObject {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new KeyDamaged(`${path} does not hold a private key`, { cause });
  }
  throw new KeyDamaged(`${path} does not hold an Ed25519 private key`);
}
