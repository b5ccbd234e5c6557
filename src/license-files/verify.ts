/** The first pass over a spooled file: is it sound XML of a known format, and signed by a key we trust? */
import { verify, type KeyObject } from 'node:crypto';
import type { Instant } from '../domain/ids.js';
import type { FileSignature, FileSummary } from './adapter.js';
import { xmlFailure } from './file-refused.js';
import type { LicenseFileKeys } from './keys.js';
import type { FileFailure } from './license-in-file.js';
import { DEFAULT_LIMITS, type LicenseFileLimits } from './limits.js';
import { readFile, type FileChunks } from './reading.js';

export type LicenseFileVerification =
  | {
      readonly ok: true;
      readonly keyName: string;
      readonly issuedAt: Instant;
      /** How many items the second pass will give. */
      readonly licenses: number;
    }
  | ({ readonly ok: false } & FileFailure);

/**
 * `openSource` is called twice: for the XML, and for the signed bytes, which Ed25519 needs in one piece (at most `limits.fileBytes`).
 * FILE_SIGNATURE_WRONG with rule `key`: that key is not among ours; with problem `signatureMismatch`: it is, and did not sign these bytes;
 * with `byteOrderMark`: it signed all of them but the mark before them.
 */
export async function verifyLicenseFile(
  openSource: () => FileChunks,
  keys: LicenseFileKeys,
  limits: LicenseFileLimits = DEFAULT_LIMITS,
): Promise<LicenseFileVerification> {
  const read = await readToTheEnd(openSource(), limits);
  if (!read.ok) return read;
  const { issuedAt, licenses, signature } = read.summary;
  const key = keys.get(signature.keyName);
  if (!key) return { ok: false, outcome: 'FILE_SIGNATURE_WRONG', detail: { rule: 'key', key: signature.keyName } };
  const signed = await firstBytes(openSource(), signature.signedBytes);
  return verify(null, signed, key, signature.value)
    ? { ok: true, keyName: signature.keyName, issuedAt, licenses }
    : mismatch(signature, signed, key);
}

/** Editors and clipboards add a byte order mark that nobody sees: where it is all that is wrong, it is named. */
function mismatch({ line, column, value }: FileSignature, signed: Buffer, key: KeyObject): LicenseFileVerification {
  const marked = signed.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const failure =
    marked && verify(null, signed.subarray(BYTE_ORDER_MARK.length), key, value)
      ? xmlFailure('FILE_SIGNATURE_WRONG', 'byteOrderMark', { line: 1, column: 1 })
      : xmlFailure('FILE_SIGNATURE_WRONG', 'signatureMismatch', { line, column });
  return { ok: false, ...failure };
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF', 'utf8');

async function readToTheEnd(
  chunks: FileChunks,
  limits: LicenseFileLimits,
): Promise<{ readonly ok: true; readonly summary: FileSummary } | ({ readonly ok: false } & FileFailure)> {
  for await (const step of readFile(chunks, limits)) {
    if (step.kind === 'end') return { ok: true, summary: step.summary };
    if (step.kind === 'failed') return { ok: false, ...step.failure };
  }
  throw new Error('a file was read without an end');
}

/** Fewer where the file has shrunk since: its signature is then wrong. */
async function firstBytes(chunks: FileChunks, count: number): Promise<Buffer> {
  const bytes = Buffer.alloc(count);
  let filled = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk.subarray(0, count - filled), filled);
    filled = Math.min(count, filled + chunk.length);
    if (filled === count) break;
  }
  return bytes.subarray(0, filled);
}
