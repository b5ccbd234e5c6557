/** Signed notes (c2sp.org/signed-note): a text, a blank line, and a line a signature. */
import { sign, verify, type KeyObject } from 'node:crypto';
import { fromBase64, toBase64 } from './strict-text.js';
import { isKeyName, verifierKey, type VerifierKey } from './verifier-key.js';

export interface Note {
  /** With the line break at its end. Means nothing until a signature of a known key has been verified. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface NoteSigner {
  readonly name: string;
  readonly privateKey: KeyObject;
}

export type NoteReading = { readonly ok: true; readonly note: Note } | { readonly ok: false; readonly problem: string };

/** Who has signed. `at` in seconds since 1970 is a witness's word for when; null for a log's own signature. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  readonly at: number | null;
}

export type NoteVerification =
  | { readonly ok: true; readonly signatures: readonly [VerifiedSignature, ...VerifiedSignature[]] }
  | { readonly ok: false; readonly problem: string };

/** As many as Go's reader takes. */
const MOST_SIGNATURES = 100;
const MOST_LENGTH = 1_000_000;

const NOT_IN_A_NOTE = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u;

const isText = (text: string): boolean => text.endsWith('\n') && !NOT_IN_A_NOTE.test(text);

/** Ed25519 over the text. Several signers: a key that goes and the one that follows it. Throws for what cannot be a note. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isText(text)) throw new TypeError('the text of a note ends with a line break and has no other control characters');
  const lines = signers.map(({ name, privateKey }) => {
    const { keyId } = verifierKey(name, 'ed25519', privateKey);
    return signatureLine({ name, keyId, signature: sign(null, Buffer.from(text), privateKey) });
  });
  return `${text}\n${lines.join('')}`;
}

/** A witness's line, to be put behind the others (c2sp.org/tlog-cosignature). `at` in seconds since 1970. */
export function cosignatureLine(text: string, { name, privateKey }: NoteSigner, at: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(at));
  const signature = Buffer.concat([time, sign(null, cosigned(text, at), privateKey)]);
  return signatureLine({ name, keyId: verifierKey(name, 'cosignature/v1', privateKey).keyId, signature });
}

const cosigned = (text: string, at: number | bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${String(at)}\n${text}`);

const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `\u2014 ${name} ${toBase64(Buffer.concat([Buffer.from(keyId, 'hex'), signature]))}\n`;

/** Reads and checks nothing but the form. */
export function parseNote(note: string): NoteReading {
  if (note.length > MOST_LENGTH) return { ok: false, problem: 'the note is too long' };
  const blank = note.lastIndexOf('\n\n');
  const [text, tail] = [note.slice(0, blank + 1), note.slice(blank + 2)];
  if (blank < 0 || !isText(note) || tail === '') return { ok: false, problem: 'no note: text, blank line, signatures' };
  const lines = tail.slice(0, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return { ok: false, problem: 'the note has too many signatures' };
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === undefined) return { ok: false, problem: `no signature: ${line}` };
    signatures.push(signature);
  }
  return { ok: true, note: { text, signatures } };
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) };
}

/** Signatures of other keys are passed over; one of a known key that does not verify refuses the note. Each key is answered once. */
export function verifyNote({ text, signatures }: Note, keys: readonly VerifierKey[]): NoteVerification {
  const verified = new Map<VerifierKey, VerifiedSignature>();
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((known) => known.name === name && known.keyId === keyId);
    if (key === undefined) continue;
    const at = verifiedAt(text, key, signature);
    if (at === undefined) return { ok: false, problem: `the signature of ${name} (${keyId}) is wrong` };
    if (!verified.has(key)) verified.set(key, { key, at });
  }
  const [first, ...more] = verified.values();
  return first ? { ok: true, signatures: [first, ...more] } : { ok: false, problem: 'no signature of a known key' };
}

/** Undefined where the signature is wrong. */
function verifiedAt(text: string, { type, publicKey }: VerifierKey, signature: Uint8Array): number | null | undefined {
  if (type === 'ed25519') return verify(null, Buffer.from(text), publicKey, signature) ? null : undefined;
  if (signature.length !== 8 + 64) return undefined;
  const at = Buffer.from(signature).readBigUInt64BE();
  if (at > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  return verify(null, cosigned(text, at), publicKey, signature.subarray(8)) ? Number(at) : undefined;
}

/** While keys change, whoever has one of them alone must be able to believe a note: whether all of them have signed it. False for what is no note. */
export function bearsAll(note: string, keyIds: readonly string[]): boolean {
  const read = parseNote(note);
  return read.ok && keyIds.every((keyId) => read.note.signatures.some((signature) => signature.keyId === keyId));
}
