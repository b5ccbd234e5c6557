/** The signed parts of an export folder: its checkpoint, the earlier one that leads to it, and the note over the manifest. */
import { openCheckpoint, parseCheckpoint, type Checkpoint } from '../checkpoint.js';
import { HASH_BYTES, isConsistent } from '../merkle-tree.js';
import { parseNote, verifyNote } from '../signed-note.js';
import { fromBase64 } from '../strict-text.js';
import type { VerifierKey } from '../verifier-key.js';
import type { ExportFiles } from './export-files.js';
import type { ExportProblem } from './export-problem.js';
import { FILES, MANIFEST_NOTE, manifestNoteText, type ExportFile, type Manifest } from './manifest.js';

export interface SignedParts {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly files: ExportFiles;
  readonly keys: readonly VerifierKey[];
  /** The log that the keys are of. */
  readonly origin: string;
  readonly tell: (problem: ExportProblem) => void;
}

export function verifyManifestNote({ manifest, manifestText, files, keys, origin, tell }: SignedParts): void {
  const text = files.text(MANIFEST_NOTE);
  if (text === undefined) return;
  const read = parseNote(text);
  const verified = read.ok ? verifyNote(read.note, keys) : read;
  if (!verified.ok) tell({ kind: 'manifestSignature', detail: verified.problem });
  else if (read.ok && read.note.text !== manifestNoteText(origin, manifestText, manifest.format))
    tell({ kind: 'manifestSignature', detail: 'it was signed over another manifest' });
}

/** What is said of the log. Also of a checkpoint that cannot be believed, which is told: the rest can still be compared with it. */
export function readSigned(
  { files, manifest, keys, origin, tell }: SignedParts,
  name: ExportFile,
  size: number,
): Checkpoint | undefined {
  const reader = files.lines(name);
  const note = files.text(name);
  if (!reader || note === undefined) return undefined;
  files.end(name, reader, manifest);
  const opened = openCheckpoint(note, keys, origin);
  if (!opened.ok) tell({ kind: 'checkpoint', file: name, detail: opened.problem });
  const read = parseNote(note);
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  if (!parsed.ok) return undefined;
  if (parsed.checkpoint.size !== size) tell({ kind: 'count', file: name, said: size, found: parsed.checkpoint.size });
  return parsed.checkpoint;
}

/** `kept`: what the auditor has from an earlier time. Answers the folder's earlier one. */
export function verifyEarlier(parts: SignedParts, checkpoint: Checkpoint, kept: string | undefined): Checkpoint | undefined {
  const { manifest, files, tell } = parts;
  const earlier = manifest.earlierSize === null ? undefined : readSigned(parts, FILES.earlier, manifest.earlierSize);
  if (manifest.earlierSize !== null) {
    const reader = files.lines(FILES.consistency);
    const text = files.text(FILES.consistency);
    if (reader) files.end(FILES.consistency, reader, manifest);
    if (earlier && text !== undefined && !leads(earlier, checkpoint, text)) tell({ kind: 'consistency' });
  }
  if (kept !== undefined) verifyKept(parts, kept, [checkpoint, ...(earlier ? [earlier] : [])]);
  return earlier;
}

function verifyKept({ keys, origin, tell }: SignedParts, kept: string, known: readonly Checkpoint[]): void {
  const opened = openCheckpoint(kept, keys, origin);
  if (!opened.ok) {
    tell({ kind: 'notTheEarlier', detail: opened.problem });
    return;
  }
  const { size, rootHash } = opened.checkpoint;
  if (!known.some((one) => one.size === size && Buffer.compare(one.rootHash, rootHash) === 0))
    tell({
      kind: 'notTheEarlier',
      detail: `it is of ${String(size)} events, the folder's of ${known.map((one) => one.size).join(', ')}`,
    });
}

function leads(from: Checkpoint, to: Checkpoint, text: string): boolean {
  const proof = hashesOf(text, from.size, to.size);
  return (
    proof !== undefined &&
    isConsistent({ from: { size: from.size, root: from.rootHash }, to: { size: to.size, root: to.rootHash }, proof })
  );
}

function hashesOf(text: string, from: number, to: number): readonly Uint8Array[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('hashes' in value) || !Array.isArray(value.hashes)) return undefined;
  if (!('from' in value) || value.from !== from || !('to' in value) || value.to !== to) return undefined;
  const hashes: Uint8Array[] = [];
  for (const one of value.hashes as unknown[]) {
    const hash = typeof one === 'string' ? fromBase64(one) : undefined;
    if (hash?.length !== HASH_BYTES) return undefined;
    hashes.push(hash);
  }
  return hashes;
}
