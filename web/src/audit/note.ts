/** Signed notes, verifier keys and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), verified by the browser's own Ed25519. */
import { concat, fromBase64, fromDecimal, hexOf, utf8, type Bytes } from './bytes.ts';
import { HASH_BYTES, sha256, type Tree } from './merkle.ts';

export interface VerifierKey {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly id: string;
  readonly bytes: Bytes;
}

export interface Checkpoint extends Tree {
  readonly origin: string;
  /** What was signed. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: string; readonly bytes: Bytes }[];
}

/** The type of a log's own Ed25519 key; a witness's is another. */
const ED25519 = 1;
const MOST_SIGNATURES = 100;

/** Undefined for what is no verifier key of a log: `<name>+<key id>+<base64>`, whose id is a hash of the rest. */
export async function parseVerifierKey(text: string): Promise<VerifierKey | undefined> {
  // Base 64 may hold a plus, name and id do not.
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? [];
  const typed = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || id === undefined || typed?.length !== 1 + HASH_BYTES || typed[0] !== ED25519) return undefined;
  const hash = await sha256(concat(utf8(`${name}\n`), typed));
  return hexOf(hash.subarray(0, 4)) === id ? { name, id, bytes: typed.slice(1) } : undefined;
}

/** Reads and believes nothing. Undefined for what is no signed checkpoint. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const blank = note.lastIndexOf('\n\n');
  const [text, tail] = [note.slice(0, blank + 1), note.slice(blank + 2)];
  const lines = tail.endsWith('\n') ? tail.slice(0, -1).split('\n') : [];
  const [origin, size, root, ...others] = text.slice(0, -1).split('\n');
  const hash = fromBase64(root ?? '');
  const leaves = fromDecimal(size ?? '');
  if (blank < 0 || lines.length === 0 || lines.length > MOST_SIGNATURES) return undefined;
  if (!origin || leaves === undefined || hash?.length !== HASH_BYTES || others.includes('')) return undefined;
  const signatures = lines.map(signatureIn);
  return signatures.every((signature) => signature !== undefined)
    ? { origin, size: leaves, root: hash, text, signatures }
    : undefined;
}

function signatureIn(line: string): Checkpoint['signatures'][number] | undefined {
  const [, name, encoded] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (name === undefined || bytes === undefined || bytes.length < 5) return undefined;
  return { name, id: hexOf(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

/** `unsupported`: this browser has no Ed25519. */
export type SignatureCheck = 'right' | 'wrong' | 'not-signed' | 'unsupported';

/** Signatures of other keys are passed over; a wrong one of a given key is never made good by another. */
export async function checkSignature(checkpoint: Checkpoint, keys: readonly VerifierKey[]): Promise<SignatureCheck> {
  let found: SignatureCheck = 'not-signed';
  for (const { name, id, bytes } of checkpoint.signatures) {
    const key = keys.find((known) => known.name === name && known.id === id);
    if (!key) continue;
    try {
      const imported = await crypto.subtle.importKey('raw', key.bytes, { name: 'Ed25519' }, false, ['verify']);
      if (!(await crypto.subtle.verify({ name: 'Ed25519' }, imported, bytes, utf8(checkpoint.text)))) return 'wrong';
      found = 'right';
    } catch (error) {
      // A browser without Ed25519 says so; whatever else it cannot take is no signature.
      return error instanceof DOMException && error.name === 'NotSupportedError' ? 'unsupported' : 'wrong';
    }
  }
  return found;
}
