/** The text of a proof that an entry is in the log (c2sp.org/tlog-proof). */
import { fromBase64, fromDecimal } from './bytes.ts';
import { HASH_BYTES } from './merkle.ts';
import { parseCheckpoint, type Checkpoint } from './note.ts';

export interface LogProof {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  /** The checkpoint as it was signed. */
  readonly note: string;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** Of a tree of 2^63 leaves. */
const MOST_HASHES = 63;

/** Undefined for what is no such proof. */
export function parseProof(text: string): LogProof | undefined {
  const blank = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(blank, 0)).split('\n');
  const [place, ...encoded] = lines[0]?.startsWith('extra ') ? lines.slice(1) : lines;
  const index = place?.startsWith('index ') ? fromDecimal(place.slice('index '.length)) : undefined;
  const note = text.slice(blank + 2);
  const checkpoint = parseCheckpoint(note);
  if (first !== FIRST_LINE || index === undefined || checkpoint === undefined || encoded.length > MOST_HASHES) return undefined;
  const hashes = encoded.map(fromBase64);
  return hashes.every((hash) => hash?.length === HASH_BYTES)
    ? { index, hashes: hashes.filter((hash) => hash !== undefined), checkpoint, note }
    : undefined;
}
