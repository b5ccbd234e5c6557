/** Signs how large the log is and what its root is, again and again; keeps every checkpoint that it has signed. */
import type { KeyObject } from 'node:crypto';
import { parseCheckpoint, printCheckpoint, type Checkpoint } from './checkpoint.js';
import type { CheckpointStore, StoredCheckpoint } from './checkpoint-store.js';
import { rootProblem } from './comparisons.js';
import { LogDisagrees } from './errors.js';
import { consistencyProof, isConsistent, treeRoot } from './merkle-tree.js';
import { believed } from './self-check.js';
import { bearsAll, parseNote, signNote, type NoteSigner } from './signed-note.js';
import { subtreesIn, type TreeHashes } from './tiles.js';
import { verifierKey } from './verifier-key.js';

export interface SignedCheckpoint extends Checkpoint {
  /** The signed note. */
  readonly note: string;
  /** Milliseconds since 1970. */
  readonly signedAt: number;
}

export interface CheckpointsDeps {
  readonly tree: TreeHashes;
  /** So many leaves are known to be the log's; left out: all of them. No more are signed. */
  readonly verified?: (() => number) | undefined;
  readonly store: Pick<CheckpointStore, 'last' | 'add'>;
  readonly origin: string;
  /** All of them sign every checkpoint: two while keys change. */
  readonly signers: readonly NoteSigner[];
  /** Public keys that may have signed what other nodes share. */
  readonly trusted: readonly KeyObject[];
  /** False: others do, and only a log that nobody has signed yet is signed here. */
  readonly signs: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** A checkpoint is due after so many events, whatever the clock says (issue 4). */
export const EVENTS_A_CHECKPOINT = 1_000;

export class Checkpoints {
  readonly #deps: CheckpointsDeps;
  readonly #keyIds: readonly string[];
  #latest: SignedCheckpoint;
  #appended = 0;

  /** Signs one at once where the last one is older than the log, or lacks a signature. Throws LogDisagrees. */
  constructor(deps: CheckpointsDeps) {
    this.#deps = deps;
    this.#keyIds = deps.signers.map(({ name, privateKey }) => verifierKey(name, 'ed25519', privateKey).keyId);
    const last = this.#last();
    this.#latest = last && (!deps.signs || this.#isCurrent(last)) ? last : this.#sign(last);
  }

  latest(): SignedCheckpoint {
    return this.#latest;
  }

  /** Of the log as it is now: the latest where nothing was appended since. Throws LogDisagrees, and what the disk says. */
  make(): SignedCheckpoint {
    this.#appended = 0;
    if (this.#deps.signs && !this.#isCurrent(this.#latest)) this.#latest = this.#sign(this.#latest);
    return this.#latest;
  }

  /** Of another node. One that covers less than the latest, or more than this node has yet, is left for later. Throws LogDisagrees. */
  adopt(shared: StoredCheckpoint): void {
    const { tree, store, trusted } = this.#deps;
    if (shared.size <= this.#latest.size || shared.size > tree.size()) return;
    const read = believed(shared, trusted);
    const problem = read.ok ? rootProblem(tree, read.checkpoint) : read.problem;
    if (problem !== undefined) throw new LogDisagrees(`what another node has signed is not this log: ${problem}`);
    store.add(shared);
    this.#latest = this.#last() ?? this.#latest;
  }

  /** So many events have been added: makes a checkpoint where one is due. Throws as `make` does. */
  appended(events: number): void {
    this.#appended += events;
    if (this.#appended >= EVENTS_A_CHECKPOINT) this.make();
  }

  #last(): SignedCheckpoint | undefined {
    const stored = this.#deps.store.last();
    const read = stored && parseNote(stored.note);
    const parsed = read?.ok === true ? parseCheckpoint(read.note.text) : undefined;
    return stored && parsed?.ok === true ? { ...parsed.checkpoint, note: stored.note, signedAt: stored.signedAt } : undefined;
  }

  #isCurrent({ size, note }: SignedCheckpoint): boolean {
    return size === this.#signable(size) && bearsAll(note, this.#keyIds);
  }

  /** What was signed stays signed, whatever has been compared since. */
  #signable(signed: number): number {
    const { tree, verified } = this.#deps;
    const size = tree.size();
    return verified ? Math.min(size, Math.max(verified(), signed)) : size;
  }

  /** Never anything that does not follow from what was signed before. */
  #sign(before: SignedCheckpoint | undefined): SignedCheckpoint {
    const { tree, store, origin, signers, clock } = this.#deps;
    const read = subtreesIn(tree);
    const size = this.#signable(before?.size ?? 0);
    const rootHash = treeRoot(size, read);
    if (before && !follows(before, { size, rootHash }, read)) {
      throw new LogDisagrees(`its ${String(size)} leaf hashes do not follow from the ${String(before.size)} that were signed`);
    }
    const checkpoint: Checkpoint = { origin, size, rootHash, extensions: [] };
    const signed = { ...checkpoint, note: signNote(printCheckpoint(checkpoint), signers), signedAt: clock() };
    store.add(signed);
    return signed;
  }
}

function follows(
  before: Checkpoint,
  { size, rootHash }: Pick<Checkpoint, 'size' | 'rootHash'>,
  read: ReturnType<typeof subtreesIn>,
): boolean {
  if (before.size > size) return false;
  const [from, to] = [
    { size: before.size, root: before.rootHash },
    { size, root: rootHash },
  ];
  return isConsistent({ from, to, proof: consistencyProof(before.size, size, read) });
}
