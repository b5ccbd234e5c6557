/** A 32-byte secret as its file holds it: 64 hexadecimal digits and a line's end. */
import { randomBytes } from 'node:crypto';
import { KeyDamaged } from './errors.js';

export const SECRET_BYTES = 32;

export const newSecretText = (): string => `${randomBytes(SECRET_BYTES).toString('hex')}\n`;

export function secretOf(text: string, path: string): Uint8Array {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new KeyDamaged(`${path} does not hold a key: expected 64 hexadecimal digits`);
  return Buffer.from(digits, 'hex');
}
