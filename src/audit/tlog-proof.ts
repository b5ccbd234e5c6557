/** Proofs that an entry is in the log, to be checked offline (c2sp.org/tlog-proof). */
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { HASH_BYTES, isIncluded, leafHash } from './merkle-tree.js';
import { fromBase64, fromDecimal, toBase64 } from './strict-text.js';
import type { VerifierKey } from './verifier-key.js';

export interface LogProof {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, as it is. */
  readonly checkpoint: string;
  /** Of the application, and not authenticated. We give none. */
  readonly extra: Uint8Array | null;
}

export type LogProofReading = { readonly ok: true; readonly proof: LogProof } | { readonly ok: false; readonly problem: string };

export interface ProofQuestion {
  readonly proof: string;
  /** The entry's bytes: the envelope of an event. */
  readonly entry: Uint8Array | string;
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
}

export type ProofVerification =
  (Extract<OpenedCheckpoint, { ok: true }> & { readonly index: number }) | { readonly ok: false; readonly problem: string };

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** Of a tree of 2^63 leaves. */
const MOST_HASHES = 63;

export function printProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [
    FIRST_LINE,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${String(index)}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

export function parseProof(text: string): LogProofReading {
  const blank = text.indexOf('\n\n');
  const [first, ...rest] = text.slice(0, Math.max(blank, 0)).split('\n');
  if (first !== FIRST_LINE) return wrong(`it does not start with ${FIRST_LINE}`);
  const extra = rest[0]?.startsWith('extra ') === true ? fromBase64(rest[0].slice('extra '.length)) : null;
  if (extra === undefined) return wrong('its extra data is not base 64');
  const [place, ...encoded] = extra === null ? rest : rest.slice(1);
  const index = place?.startsWith('index ') === true ? fromDecimal(place.slice('index '.length)) : undefined;
  if (index === undefined) return wrong('it has no index');
  if (encoded.length > MOST_HASHES) return wrong('it has too many hashes');
  const hashes: Uint8Array[] = [];
  for (const line of encoded) {
    const hash = fromBase64(line);
    if (hash?.length !== HASH_BYTES) return wrong(`${line} is no hash`);
    hashes.push(hash);
  }
  return { ok: true, proof: { index, hashes, checkpoint: text.slice(blank + 2), extra } };
}

const wrong = (problem: string): LogProofReading => ({ ok: false, problem: `no proof: ${problem}` });

/** Whether this very entry is in this very log, by the word of a known key. */
export function verifyProof({ proof, entry, origin, keys }: ProofQuestion): ProofVerification {
  const read = parseProof(proof);
  if (!read.ok) return read;
  const { index, hashes, checkpoint: note } = read.proof;
  const opened = openCheckpoint(note, keys, origin);
  if (!opened.ok) return opened;
  const { size, rootHash } = opened.checkpoint;
  const included = isIncluded({ index, size, leaf: leafHash(entry), root: rootHash, proof: hashes });
  return included
    ? { ...opened, index }
    : { ok: false, problem: `the proof does not lead from the entry to the root of ${String(size)} entries` };
}
