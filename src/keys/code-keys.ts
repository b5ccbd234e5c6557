/**
 * Sealing of activation codes for the log: AES-256-GCM under a named key, the key's id as additional data.
 *
 * Deterministic, because a retried issue must append the same bytes: the nonce is a keyed hash of the code. Equal codes give equal
 * ciphertexts under one key, which tells nothing new, for the license's id is a keyed hash of the code already. Of 10,000,000 codes two
 * share a nonce with a probability of 2^-50.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import type { ActivationCode } from '../domain/activation-code.js';
import { KeyDamaged, KeyMissing } from './errors.js';

export interface SealedText {
  readonly keyId: string;
  /** Base64 of nonce, ciphertext and tag. */
  readonly sealed: string;
}

export interface CodeKeys {
  /** Under the newest key. The same code under the same key gives the same text. */
  seal(code: ActivationCode): SealedText;
  /** @throws KeyMissing where no key has that id, KeyDamaged where the text was not sealed under it. */
  open(sealed: SealedText): ActivationCode;
}

export interface CodeKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface DerivedKey {
  readonly id: string;
  readonly encryption: Uint8Array;
  readonly nonces: Uint8Array;
}

const derive = ({ id, secret }: CodeKey): DerivedKey => ({
  id,
  encryption: new Uint8Array(hkdfSync('sha256', secret, '', 'kabinet activation code encryption', 32)),
  nonces: new Uint8Array(hkdfSync('sha256', secret, '', 'kabinet activation code nonces', 32)),
});

/** The last of the keys is the newest. */
export function codeKeys(keys: readonly [CodeKey, ...CodeKey[]]): CodeKeys {
  const derived = keys.map(derive);
  const byId = new Map(derived.map((key) => [key.id, key]));
  const newest = derived.at(-1) ?? derive(keys[0]);
  return {
    seal(code) {
      const nonce = createHmac('sha256', newest.nonces).update(code, 'utf8').digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, newest.encryption, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(newest.id, 'utf8'));
      const text = Buffer.concat([nonce, cipher.update(code, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return { keyId: newest.id, sealed: text.toString('base64') };
    },
    open({ keyId, sealed }) {
      const key = byId.get(keyId);
      if (!key) throw new KeyMissing(`the code key ${keyId} is not in the keys folder: restore it from its backup`);
      return openWith(key, Buffer.from(sealed, 'base64'));
    },
  };
}

function openWith(key: DerivedKey, text: Buffer): ActivationCode {
  if (text.length <= NONCE_BYTES + TAG_BYTES) throw new KeyDamaged(`a code sealed under ${key.id} is too short`);
  const decipher = createDecipheriv(CIPHER, key.encryption, text.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(key.id, 'utf8'));
  decipher.setAuthTag(text.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(text.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    ) as ActivationCode;
  } catch (cause) {
    throw new KeyDamaged(`a code that claims to be sealed under ${key.id} was not`, { cause });
  }
}
