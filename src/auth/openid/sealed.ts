/**
 * What a browser keeps for this installation and can neither read, nor change, nor make: AES-256-GCM under a key that all nodes share, so
 * that any node opens what another one sealed. The purpose is sealed in: what was made for one is nothing for another.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed<Value> {
  /** ASCII that needs no quoting in a cookie. */
  seal(value: Value): string;
  /** Undefined for what was not sealed here, under this key, for this purpose. */
  open(text: string): Value | undefined;
}

/** @param key 32 bytes. */
export function sealedAs<Value extends object>(key: Uint8Array, purpose: string): Sealed<Value> {
  const additional = Buffer.from(purpose, 'utf8');
  const options = { authTagLength: TAG_BYTES };
  return {
    seal(value) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, options).setAAD(additional);
      const text = [cipher.update(JSON.stringify(value), 'utf8'), cipher.final()];
      return Buffer.concat([nonce, ...text, cipher.getAuthTag()]).toString('base64url');
    },
    open(text) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), options).setAAD(additional);
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const opened = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
        // Whoever could seal another shape has the key.
        return JSON.parse(Buffer.concat(opened).toString('utf8')) as Value;
      } catch {
        return undefined;
      }
    },
  };
}
