/** Whether witnesses whose keys the reader has from elsewhere have cosigned what an export folder leads to, or from. */
import { parseCheckpoint, type Checkpoint } from '../checkpoint.js';
import { parseNote, verifyNote } from '../signed-note.js';
import type { VerifierKey } from '../verifier-key.js';
import type { ExportProblem } from './export-problem.js';

/** A witness's word: it had seen nothing that contradicts that checkpoint. */
export interface Witnessing {
  readonly name: string;
  /** Events that the cosigned checkpoint covers. */
  readonly size: number;
  /** Seconds since 1970, by the witness's clock. */
  readonly at: number;
}

export interface VerifyWitnessesOptions {
  readonly witnesses: readonly VerifierKey[];
  /** Those of the folder, as far as they can be read. */
  readonly checkpoints: readonly Checkpoint[];
  /** Theirs, and what the reader has kept: the cosignature stands under the copy that a witness was asked for. */
  readonly notes: readonly string[];
  readonly tell: (problem: ExportProblem) => void;
}

/** Of each witness the newest checkpoint that it has cosigned; one that has cosigned none, or wrongly, is told. */
export function verifyWitnesses({ witnesses, checkpoints, notes, tell }: VerifyWitnessesOptions): readonly Witnessing[] {
  return witnesses.flatMap((witness) => {
    const found = notes.flatMap((note) => cosignatureIn(note, witness, checkpoints) ?? []);
    const wrong = found.find((one) => 'problem' in one);
    const seen = found.flatMap((one) => ('problem' in one ? [] : [one])).sort((a, b) => b.size - a.size);
    if (wrong) tell({ kind: 'witness', name: witness.name, detail: wrong.problem });
    else if (seen.length === 0) tell({ kind: 'notWitnessed', name: witness.name, sizes: checkpoints.map(({ size }) => size) });
    return seen.slice(0, 1);
  });
}

/** Undefined where the witness has not signed the note, or it is of no checkpoint of the folder's. */
function cosignatureIn(
  note: string,
  witness: VerifierKey,
  checkpoints: readonly Checkpoint[],
): Witnessing | { readonly problem: string } | undefined {
  const read = parseNote(note);
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  if (!read.ok || !parsed.ok || !checkpoints.some((one) => isSame(one, parsed.checkpoint))) return undefined;
  const signatures = read.note.signatures.filter(({ name, keyId }) => name === witness.name && keyId === witness.keyId);
  if (signatures.length === 0) return undefined;
  const verified = verifyNote({ ...read.note, signatures }, [witness]);
  if (!verified.ok) return { problem: verified.problem };
  return { name: witness.name, size: parsed.checkpoint.size, at: verified.signatures[0].at ?? 0 };
}

const isSame = (one: Checkpoint, other: Checkpoint): boolean =>
  one.origin === other.origin && one.size === other.size && Buffer.compare(one.rootHash, other.rootHash) === 0;
