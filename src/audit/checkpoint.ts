/** Checkpoints (c2sp.org/tlog-checkpoint): how large the log is and what its root is, as the text of a signed note. */
import { HASH_BYTES } from './merkle-tree.js';
import { parseNote, verifyNote, type VerifiedSignature } from './signed-note.js';
import { fromBase64, fromDecimal, toBase64 } from './strict-text.js';
import type { VerifierKey } from './verifier-key.js';

export interface Checkpoint {
  /** Names the log, whoever keeps it. */
  readonly origin: string;
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** Lines that the log adds. We add none. */
  readonly extensions: readonly string[];
}

export type CheckpointReading =
  { readonly ok: true; readonly checkpoint: Checkpoint } | { readonly ok: false; readonly problem: string };

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly signatures: readonly VerifiedSignature[] }
  | { readonly ok: false; readonly problem: string };

export const printCheckpoint = ({ origin, size, rootHash, extensions }: Checkpoint): string =>
  [origin, String(size), toBase64(rootHash), ...extensions].map((line) => `${line}\n`).join('');

/** The text of a note, whoever has signed it. */
export function parseCheckpoint(text: string): CheckpointReading {
  if (!text.endsWith('\n')) return wrong('its last line does not end');
  const lines = text.slice(0, -1).split('\n');
  const [origin, size, rootHash, ...extensions] = lines;
  if (origin === undefined || size === undefined || rootHash === undefined || lines.includes('')) {
    return wrong('not origin, size and root hash, a line each');
  }
  const [leaves, root] = [fromDecimal(size), fromBase64(rootHash)];
  if (leaves === undefined) return wrong(`${size} is no size`);
  if (root?.length !== HASH_BYTES) return wrong(`${rootHash} is no root hash`);
  return { ok: true, checkpoint: { origin, size: leaves, rootHash: root, extensions } };
}

const wrong = (problem: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem: `no checkpoint: ${problem}`,
});

/** Reads a signed checkpoint, and believes it only by a signature of a log's key (a witness's alone is not enough) over this log's name. */
export function openCheckpoint(note: string, keys: readonly VerifierKey[], origin: string): OpenedCheckpoint {
  const read = parseNote(note);
  if (!read.ok) return read;
  const verified = verifyNote(read.note, keys);
  if (!verified.ok) return verified;
  if (!verified.signatures.some(({ key }) => key.type === 'ed25519')) return wrong('the log itself has not signed it');
  const parsed = parseCheckpoint(read.note.text);
  if (!parsed.ok) return parsed;
  if (parsed.checkpoint.origin !== origin) {
    return { ok: false, problem: `the checkpoint is of the log ${parsed.checkpoint.origin}, not of ${origin}` };
  }
  return { ok: true, checkpoint: parsed.checkpoint, signatures: verified.signatures };
}
