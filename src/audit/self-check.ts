/** Whether the log is still what was signed: checkpoint against hashes, hashes against one another, events against hashes. */
import type { KeyObject } from 'node:crypto';
import { openCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.js';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.js';
import { countProblem, eventsProblem, rootProblem, tileProblem } from './comparisons.js';
import type { SealedEvent } from './envelope.js';
import { parseNote } from './signed-note.js';
import { hashesOf, type TreeHashes } from './tiles.js';
import { verifierKey } from './verifier-key.js';

export interface SelfCheckDeps {
  readonly tree: TreeHashes;
  readonly store: Pick<CheckpointStore, 'last' | 'checkedSize'>;
  /** Pages of events, from that leaf on. */
  readonly eventsFrom: (index: number) => AsyncIterable<readonly SealedEvent[]>;
  /** Public keys that may have signed the last checkpoint. */
  readonly trustedKeys: readonly KeyObject[];
}

/**
 * `hashes`: no events; `tail`: those that no earlier check has compared with their leaves; `whole`: all of them. The hashes are always looked at
 * as a whole.
 */
export type SelfCheckReach = 'hashes' | 'tail' | 'whole';

export type SelfCheck =
  /** `size`: leaves that now are known to be right. `checkpoint`: the last one, undefined before the first. */
  | { readonly ok: true; readonly size: number; readonly checkpoint: Checkpoint | undefined }
  | { readonly ok: false; readonly problem: string };

export async function checkLog(deps: SelfCheckDeps, reach: SelfCheckReach): Promise<SelfCheck> {
  const size = deps.tree.size();
  const last = deps.store.last();
  const signed = last && believed(last, deps.trustedKeys);
  if (signed?.ok === false) return signed;
  const checkpoint = signed?.checkpoint;
  const problem =
    tilesProblem(deps.tree) ?? (checkpoint && rootProblem(deps.tree, checkpoint)) ?? (await storedProblem(deps, size, reach));
  return problem === undefined ? { ok: true, size, checkpoint } : { ok: false, problem };
}

/** The origin is the checkpoint's own: the key alone says that it is ours. */
export function believed({ note }: StoredCheckpoint, trusted: readonly KeyObject[]): ReturnType<typeof openCheckpoint> {
  const read = parseNote(note);
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  if (!parsed.ok) return { ok: false, problem: `the last checkpoint cannot be read: ${parsed.problem}` };
  const { origin } = parsed.checkpoint;
  const opened = openCheckpoint(
    note,
    trusted.map((key) => verifierKey(origin, 'ed25519', key)),
    origin,
  );
  if (opened.ok) return opened;
  return {
    ok: false,
    problem:
      `the last checkpoint (${String(parsed.checkpoint.size)} events) is not signed by a key of this log: ${opened.problem}. ` +
      'If the key was changed, the file that KABINET_LOG_KEY names must hold the old one too, or its public key',
  };
}

/** Every hash above the leaves is what the ones below it make: with a root that is right, all leaves under it are. */
function tilesProblem(tree: TreeHashes): string | undefined {
  const size = tree.size();
  for (let level = 0; hashesOf(level + 1, size) > 0; level += 1) {
    for (let place = 0; place < hashesOf(level + 1, size); place += 1) {
      const problem = tileProblem(tree, level, place);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

async function storedProblem(
  { tree, store, eventsFrom }: SelfCheckDeps,
  size: number,
  reach: SelfCheckReach,
): Promise<string | undefined> {
  if (reach === 'hashes') return undefined;
  // What was only said to be checked, and never signed, is checked again.
  let index = reach === 'whole' ? 0 : Math.min(store.checkedSize(), store.last()?.size ?? 0);
  for await (const page of eventsFrom(index)) {
    const events = page.slice(0, size - index);
    const problem = eventsProblem(tree, index, events);
    if (problem !== undefined) return problem;
    index += events.length;
    if (index === size) return undefined;
  }
  return countProblem(size, index);
}
