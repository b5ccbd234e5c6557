/** `KABINET_LICENSE_FILE_KEYS`: the public keys that may sign license files. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isKeyName } from './key-name.js';
import { isWeakKey } from './weak-key.js';

export type LicenseFileKeys = ReadonlyMap<string, KeyObject>;

export type LicenseFileKeysReading =
  | { readonly ok: true; readonly keys: LicenseFileKeys }
  /** A sentence in English that names what is wrong, for the message about the variable. */
  | { readonly ok: false; readonly problem: string };

const RAW_KEY_BYTES = 32;
const EXPECTED =
  'expected `name:base64` with commas between several, or the path of a file with one on each line; the base64 is that of the 32 bytes of an Ed25519 public key';

/**
 * Either `name:base64` pairs with commas between them, or the path of a file with one pair a line, where empty lines and lines that begin
 * with `#` do not count. The base64 is that of the raw 32-byte Ed25519 public key (RFC 8032). A text that names a file is a path.
 */
export function parseLicenseFileKeys(text: string): LicenseFileKeysReading {
  const value = text.trim();
  if (value === '') return { ok: false, problem: 'it is empty: give `name:base64` pairs, or the path of a file that holds them' };
  if (!isFile(value)) {
    const reading = keysOf(value.split(','), (number) => `entry ${String(number)}`);
    // Asked last: base64 may begin with a slash too.
    return reading.ok || !looksLikePath(value) ? reading : { ok: false, problem: `there is no file ${value}; ${EXPECTED}` };
  }
  try {
    return keysOf(readFileSync(value, 'utf8').split(/\r?\n/), (number) => `line ${String(number)} of ${value}`);
  } catch (error) {
    return { ok: false, problem: `the file ${value} cannot be read (${error instanceof Error ? error.message : String(error)})` };
  }
}

/** The pair as `parseLicenseFileKeys` reads it. @throws RangeError for a bad name, or a key that is no Ed25519 public key */
export function formatLicenseFileKey(name: string, publicKey: KeyObject): string {
  const { crv, x } = publicKey.type === 'public' ? publicKey.export({ format: 'jwk' }) : {};
  if (!isKeyName(name) || crv !== 'Ed25519' || x === undefined) {
    throw new RangeError(
      'a license file key is an Ed25519 public key with a name of letters, digits, dots, dashes and underscores',
    );
  }
  return `${name}:${Buffer.from(x, 'base64url').toString('base64')}`;
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Only words the message: a pair has a colon after its name, and lists have commas. */
const looksLikePath = (value: string): boolean => !value.includes(',') && !/^[^/\\:]+:(?![/\\])/.test(value);

function keysOf(entries: readonly string[], nameOf: (number: number) => string): LicenseFileKeysReading {
  const keys = new Map<string, KeyObject>();
  for (const [index, entry] of entries.entries()) {
    const text = entry.trim();
    if (text === '' || text.startsWith('#')) continue;
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(0, colon)).trim();
    const wrong = (why: string): LicenseFileKeysReading => ({ ok: false, problem: `${nameOf(index + 1)}${why}; ${EXPECTED}` });
    if (!isKeyName(name)) return wrong(' is not a pair `name:base64`');
    if (keys.has(name)) return wrong(` names the key ${name} a second time`);
    const key = publicKeyOf(text.slice(colon + 1).trim());
    if (typeof key === 'string') return wrong(` (${name}): ${key}`);
    keys.set(name, key);
  }
  return keys.size === 0 ? { ok: false, problem: `it names no key; ${EXPECTED}` } : { ok: true, keys };
}

/** The key, or what is wrong with it. */
function publicKeyOf(base64: string): KeyObject | string {
  const raw = Buffer.from(base64, 'base64');
  if (raw.toString('base64').replace(/=+$/, '') !== base64.replace(/=+$/, '')) return 'what follows the colon is not base64';
  if (raw.length !== RAW_KEY_BYTES) return `a public key has ${String(RAW_KEY_BYTES)} bytes, this one ${String(raw.length)}`;
  if (isWeakKey(raw)) return 'anybody can sign under this key: it is a placeholder, or of small order';
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}
