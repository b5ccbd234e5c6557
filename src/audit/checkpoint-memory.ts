/**
 * What was signed, remembered outside the log: whoever has the log's file alone can delete its checkpoints, or put an older file back, and the file
 * itself would not tell.
 */
import { parseCheckpoint, type Checkpoint } from './checkpoint.js';
import { rootProblem } from './comparisons.js';
import { parseNote } from './signed-note.js';
import type { TreeHashes } from './tiles.js';

export interface CheckpointMemory {
  /** The last note of each log that was signed here. */
  notes(): readonly string[];
  /** Throws what the disk says. */
  keep(origin: string, note: string): void;
  /** What was kept last is on disk when it returns. Throws what the disk says. */
  flush(): void;
}

export const NO_MEMORY: CheckpointMemory = { notes: () => [], keep: () => undefined, flush: () => undefined };

export interface RememberedLog {
  readonly tree: TreeHashes;
  /** The last one that the log holds. */
  readonly checkpoint: Checkpoint | undefined;
  /** Where the log has one beside its checkpoints. */
  readonly origin: string | undefined;
  /** Leaves that a start has compared, and signed. */
  readonly checkedSize: number;
}

/** How the log differs from what is remembered of it; undefined: not at all. A log without checkpoints that nobody remembers is a new one, or older than they are. */
export function memoryProblem(memory: CheckpointMemory, log: RememberedLog): string | undefined {
  const { tree, checkpoint, checkedSize } = log;
  const signed = checkpoint?.size ?? 0;
  if (Math.min(checkedSize, tree.size()) > signed)
    return `${String(checkedSize)} events were compared and signed, and the last checkpoint is over ${String(signed)}: later ones were deleted`;
  const remembered = memory.notes().map(checkpointOf);
  if (remembered.includes(undefined)) return 'a checkpoint that is remembered in the keys folder cannot be read';
  const origin = checkpoint?.origin ?? log.origin;
  const own = remembered.find((known) => known?.origin === origin);
  if (own) return rootProblem(tree, own);
  if (origin !== undefined || tree.size() === 0 || remembered.length === 0) return undefined;
  const known = remembered.map((other) => `${other?.origin ?? ''} with ${String(other?.size ?? 0)} events`).join(', ');
  return `it has ${String(tree.size())} events and no checkpoint, and the keys folder remembers that it has signed ${known}`;
}

function checkpointOf(note: string): Checkpoint | undefined {
  const read = parseNote(note);
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  return parsed.ok ? parsed.checkpoint : undefined;
}
