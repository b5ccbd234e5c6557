/** The log against itself while it grows, a tile of 256 events at a time, round after round: a round compares what a start does that looks at the whole log. */
import type { Checkpoint } from './checkpoint.js';
import type { CheckpointStore } from './checkpoint-store.js';
import { countProblem, eventsProblem, rootProblem, tileProblem } from './comparisons.js';
import type { SealedEvent } from './envelope.js';
import { TILE_WIDTH, type TreeHashes } from './tiles.js';

interface PlacedEvent extends SealedEvent {
  readonly position: number;
}

export interface ContinuousCheckDeps {
  readonly tree: TreeHashes;
  readonly store: Pick<CheckpointStore, 'last'>;
  /** The latest that this process has signed or believed: from its memory, which nobody changes with the file. */
  readonly checkpoint: () => Pick<Checkpoint, 'size' | 'rootHash'>;
  /** The next events behind a position, at least one where there are any. */
  readonly pageAfter: (position: number) => Promise<readonly PlacedEvent[]>;
}

export interface CheckedStretch {
  /** Events that were compared. */
  readonly events: number;
  /** What does not agree; undefined: so far everything does. */
  readonly problem: string | undefined;
}

export class ContinuousCheck {
  readonly #deps: ContinuousCheckDeps;
  /** Log index of the next event, and the position of the one before it: positions may have gaps. */
  #index = 0;
  #position = 0;
  #read: readonly PlacedEvent[] = [];

  constructor(deps: ContinuousCheckDeps) {
    this.#deps = deps;
  }

  /** Compares the next tile of events; at the end of the log the next round begins. Throws what the log throws where it cannot be read. */
  async next(): Promise<CheckedStretch> {
    const { tree } = this.#deps;
    const signed = this.#signedProblem();
    if (signed !== undefined) return { events: 0, problem: signed };
    // Before the events: what is appended meanwhile has no leaf to be compared with yet.
    const size = tree.size();
    if (this.#read.length === 0) this.#read = await this.#deps.pageAfter(this.#position);
    const events = this.#read.slice(0, Math.min(TILE_WIDTH - (this.#index % TILE_WIDTH), size - this.#index));
    const last = events.at(-1);
    if (last === undefined) return this.#nextRound(size);
    const problem = eventsProblem(tree, this.#index, events);
    if (problem !== undefined) return { events: events.length, problem };
    this.#read = this.#read.slice(events.length);
    this.#position = last.position;
    this.#index += events.length;
    return { events: events.length, problem: this.#tilesProblem() };
  }

  #nextRound(size: number): CheckedStretch {
    const problem = countProblem(size, this.#index);
    [this.#index, this.#position, this.#read] = [0, 0, []];
    return { events: 0, problem };
  }

  #signedProblem(): string | undefined {
    const { tree, store, checkpoint } = this.#deps;
    const signed = checkpoint();
    if ((store.last()?.size ?? -1) < signed.size)
      return `the checkpoint over ${String(signed.size)} events, which was signed, is no longer there`;
    return rootProblem(tree, signed);
  }

  /** Of the tiles that end here, one a level. */
  #tilesProblem(): string | undefined {
    const { tree } = this.#deps;
    for (let level = 0; this.#index % TILE_WIDTH ** (level + 1) === 0; level += 1) {
      const problem = tileProblem(tree, level, this.#index / TILE_WIDTH ** (level + 1) - 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
}
