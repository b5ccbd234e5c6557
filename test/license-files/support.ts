/** Files and keys for the tests of src/license-files. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { codeFromFreeLetters, type ActivationCode } from '../../src/domain/activation-code.js';
import { parseInstant, type Instant } from '../../src/domain/ids.js';
import type { LicenseFileKeys } from '../../src/license-files/keys.js';
import type { LicenseFileItem, LicenseInFile } from '../../src/license-files/license-in-file.js';
import type { LicenseFileLimits } from '../../src/license-files/limits.js';
import { readLicenses } from '../../src/license-files/reader.js';
import type { FileChunks } from '../../src/license-files/reading.js';
import { verifyLicenseFile, type LicenseFileVerification } from '../../src/license-files/verify.js';
import { writeLicenseFile } from '../../src/license-files/writer.js';

export const KEY_NAME = 'vendor-2026';
const pair = generateKeyPairSync('ed25519');
export const signer: { readonly name: string; readonly privateKey: KeyObject } = { name: KEY_NAME, privateKey: pair.privateKey };
export const keys: LicenseFileKeys = new Map([[KEY_NAME, pair.publicKey]]);

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (!parsed) throw new Error(`${text} is no instant`);
  return parsed;
}

export const ISSUED_AT = instant('2026-03-01T09:00:00Z');

export const codeNumber = (number: number): ActivationCode =>
  codeFromFreeLetters(Array.from({ length: 20 }, (_, place) => Math.floor(number / 32 ** (19 - place)) % 32));

export const mainLicense = (number: number): LicenseInFile => ({
  code: codeNumber(number),
  kind: 'MAIN',
  product: { name: 'Магазин 15', level: 'Базовая', configuration: '1С:Розница 2.3', sku: 'MS-15-B' },
  demo: false,
  term: { perpetual: true },
  updates: { until: instant('2027-03-01T00:00:00Z') },
  deviceCode: `ТСД-${String(number)}`,
  databaseGuid: '13bee4fb-3a09-4dc4-a8a7-33f475627615',
});

export async function signedFile(licenses: Iterable<LicenseInFile>): Promise<Buffer> {
  let text = '';
  for await (const part of writeLicenseFile(licenses, { issuedAt: ISSUED_AT, sign: signer })) text += part;
  return Buffer.from(text);
}

/** Signs whatever stands before: for files that our own writer would not write. */
export function signatureOver(before: string | Buffer, name = KEY_NAME): string {
  const value = sign(null, Buffer.from(before), pair.privateKey).toString('base64');
  return `<signature algorithm="Ed25519" key="${name}">${value}</signature>`;
}

/** A whole signed file round the given content of the root. */
export function fileAround(content: string, root = '<licenseFile version="1" issuedAt="2026-03-01T09:00:00Z">'): string {
  const before = `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n${content}`;
  return `${before}${signatureOver(before)}\n</licenseFile>\n`;
}

/** Valid, in one line. */
export const LICENSE = `<license code="${codeNumber(77)}" kind="MAIN" product="Магазин 15"><term perpetual="true"/></license>`;

export async function* chunksOf(file: string | Uint8Array, size = 16 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

export async function* twoChunks(file: Uint8Array, at: number): AsyncGenerator<Uint8Array> {
  yield file.subarray(0, at);
  yield file.subarray(at);
}

export async function items(source: FileChunks, limits?: LicenseFileLimits): Promise<LicenseFileItem[]> {
  const found: LicenseFileItem[] = [];
  for await (const item of readLicenses(source, limits)) found.push(item);
  return found;
}

export const verification = (file: string | Uint8Array, limits?: LicenseFileLimits): Promise<LicenseFileVerification> =>
  verifyLicenseFile(() => chunksOf(file), keys, limits);

/** Outcome and problem of a refused file in one line: `FILE_DAMAGED xml:depth`. */
export async function refusalOf(file: string | Uint8Array, limits?: LicenseFileLimits): Promise<string> {
  const result = await verification(file, limits);
  if (result.ok) return 'accepted';
  const { outcome, detail } = result;
  if (detail?.rule === 'xml') return `${outcome} ${detail.problem}`;
  if (detail?.rule === 'field') return `${outcome} ${detail.field}`;
  if (detail?.rule === 'limit') return `${outcome} ${String(detail.limit)}`;
  if (detail?.rule === 'key') return `${outcome} ${detail.key}`;
  if (detail?.rule === 'version') return `${outcome} ${detail.version}`;
  return outcome;
}
