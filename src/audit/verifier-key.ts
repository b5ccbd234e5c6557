/** Keys that notes are verified with, as C2SP signed-note writes them: `<name>+<key id>+<base64 of type and key>`. Ed25519 alone. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { fromBase64 } from './strict-text.js';

/** `ed25519` signs the text of a note; `cosignature/v1` is a witness's, with a time (c2sp.org/tlog-cosignature). */
export type SignatureType = 'ed25519' | 'cosignature/v1';

const TYPE_BYTES: Readonly<Record<SignatureType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 };

export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** Eight hexadecimal digits. With the name they say which key signed; they prove nothing. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

export type VerifierKeyReading =
  { readonly ok: true; readonly key: VerifierKey } | { readonly ok: false; readonly problem: string };

/** Neither space nor plus. U+0085 is a space to Go, and not to a regular expression. */
const KEY_NAME = /^[^\s\u0085+\p{Cc}\p{Surrogate}]+$/u;
export const isKeyName = (name: string): boolean => KEY_NAME.test(name);

const KEY_BYTES = 32;
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

const rawKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' }).subarray(-KEY_BYTES);

const typedKey = (type: SignatureType, key: KeyObject): Buffer => Buffer.concat([Buffer.from([TYPE_BYTES[type]]), rawKey(key)]);

/** Of an Ed25519 key, private or public. Throws for a name that no note can hold. */
export function verifierKey(name: string, type: SignatureType, key: KeyObject): VerifierKey {
  if (!isKeyName(name)) throw new TypeError(`a key's name has neither spaces nor plus: ${JSON.stringify(name)}`);
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('notes are signed with Ed25519 keys');
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const keyId = createHash('sha256').update(`${name}\n`).update(typedKey(type, publicKey)).digest('hex').slice(0, 8);
  return { name, type, keyId, publicKey };
}

export const printVerifierKey = ({ name, type, keyId, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${typedKey(type, publicKey).toString('base64')}`;

export function parseVerifierKey(text: string): VerifierKeyReading {
  // Base 64 may hold a plus, the name and the id do not.
  const [, name, keyId, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) return wrong('not <name>+<key id>+<base64>');
  const bytes = fromBase64(encoded);
  const type = bytes && typeOf(bytes);
  if (bytes === undefined || type === undefined) return wrong('no Ed25519 key of a log (type 1) or of a witness (type 4)');
  const publicKey = createPublicKey({ key: Buffer.concat([DER_HEAD, bytes.subarray(1)]), format: 'der', type: 'spki' });
  const key = verifierKey(name, type, publicKey);
  return key.keyId === keyId ? { ok: true, key } : wrong(`the key id is ${key.keyId} and not ${String(keyId)}`);
}

function typeOf(bytes: Uint8Array): SignatureType | undefined {
  if (bytes.length !== 1 + KEY_BYTES) return undefined;
  if (bytes[0] === TYPE_BYTES.ed25519) return 'ed25519';
  return bytes[0] === TYPE_BYTES['cosignature/v1'] ? 'cosignature/v1' : undefined;
}

const wrong = (problem: string): VerifierKeyReading => ({ ok: false, problem });
