/**
 * Ids are keyed hashes (domain.md, section 3, Identity): a first append with expected revision "none" is then the uniqueness check, on
 * every store, without a read model.
 */
import type { ActivationCode } from '../domain/activation-code.js';
import { millisOf, type AccountId, type DatabaseId, type DeviceId, type Instant, type LicenseId } from '../domain/ids.js';
import type { CommandKeys } from './deps.js';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 128 bits as 26 letters, lower case. */
export function idText(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes.subarray(0, 16)) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
  }
  return text + ALPHABET.charAt((buffer << (5 - bits)) & 31);
}

export const licenseIdOf = (keys: CommandKeys, code: ActivationCode): LicenseId =>
  `lic_${idText(keys.lookUp.hash('license', code))}` as LicenseId;

/** The same device code in two accounts is two things. */
export const deviceIdOf = (keys: CommandKeys, account: AccountId, deviceCode: string): DeviceId =>
  `dev_${idText(keys.lookUp.hash('device', account, deviceCode))}` as DeviceId;

export const databaseIdOf = (keys: CommandKeys, account: AccountId, guid: string): DatabaseId =>
  `db_${idText(keys.lookUp.hash('database', account, guid))}` as DatabaseId;

/** UUIDv8: 48 bits of time, then the hash (RFC 9562, section 5.8). */
export function uuidV8(instant: Instant, hash: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(millisOf(instant), 0, 6);
  Buffer.from(hash).copy(bytes, 6, 0, 10);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The instant in the first 48 bits of an id of ours. */
export const millisOfUuid = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
