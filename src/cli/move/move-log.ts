/** Copies a log into another store, event by event in the order of the log, and shows by the transparency log that both are the same. */
import { countProblem, eventsProblem } from '../../audit/comparisons.js';
import { treeRoot } from '../../audit/merkle-tree.js';
import { subtreesIn, type TreeHashes } from '../../audit/tiles.js';
import { EventStoreUnavailable } from '../../event-store/errors.js';
import type { NodeEventStore } from '../../event-store/node-event-store.js';
import type { MoveProblem } from './move-problem.js';
import { pause } from '../../event-store/kurrentdb/time-limits.js';
import { runsOf } from './runs.js';

export interface MoveLogOptions {
  readonly source: Pick<NodeEventStore, 'tree' | 'eventsFrom' | 'head'>;
  readonly target: Pick<NodeEventStore, 'tree' | 'eventsFrom' | 'head' | 'append' | 'checkpoints'>;
  /**
   * True for a target that writes what is asked for together in one commit, in the order in which it was asked for. Otherwise an append is sent when the
   * one before it has been answered: a server promises no order of two that are under way.
   */
  readonly together: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Ends it after the append that is under way. */
  readonly stopped: AbortSignal;
  /** How long a server may be away, without one step forward. */
  readonly patienceMs?: number;
  readonly onCopied?: (copied: number, total: number) => void;
  readonly onChecked?: (checked: number, total: number) => void;
}

export type MoveOutcome =
  /** Both hold these events and no others, as the source stood then. `copied`: by this call. */
  | { readonly kind: 'equal'; readonly size: number; readonly root: Uint8Array; readonly copied: number }
  | { readonly kind: 'stopped'; readonly size: number }
  | { readonly kind: 'refused'; readonly problem: MoveProblem };

const PATIENCE_MS = 60_000;
const FIRST_BACK_OFF_MS = 100;
const MOST_BACK_OFF_MS = 5_000;

/** Goes on from wherever the target stands. Rejects with EventStoreUnavailable where one of both is away for too long. */
export const moveLog = (options: MoveLogOptions): Promise<MoveOutcome> => new LogMove(options).run();

class LogMove {
  readonly #options: MoveLogOptions;
  #next = 0;
  #copied = 0;
  /** Events of the target that were read again and compared. */
  #checked: number;
  #refusedAt = -1;

  constructor(options: MoveLogOptions) {
    this.#options = options;
    this.#checked = options.target.checkpoints.checkedSize();
  }

  async run(): Promise<MoveOutcome> {
    const { stopped, patienceMs = PATIENCE_MS } = this.#options;
    let backOff = FIRST_BACK_OFF_MS;
    let [stood, since] = [this.#steps(), Date.now()];
    for (;;) {
      try {
        return await this.#attempt();
      } catch (error) {
        if (!(error instanceof EventStoreUnavailable) || error.reason === 'access-denied') throw error;
        if (stopped.aborted) return { kind: 'stopped', size: this.#next };
        if (this.#steps() > stood) {
          [stood, since] = [this.#steps(), Date.now()];
          backOff = FIRST_BACK_OFF_MS;
        }
        if (Date.now() - since > patienceMs) throw error;
        await pause(backOff, stopped);
        backOff = Math.min(backOff * 2, MOST_BACK_OFF_MS);
      }
    }
  }

  #steps(): number {
    return this.#copied + this.#checked;
  }

  async #attempt(): Promise<MoveOutcome> {
    const { source, stopped } = this.#options;
    for (;;) {
      const problem = await this.#resume();
      if (problem) return { kind: 'refused', problem };
      const total = source.tree.size();
      if (this.#next === total) return this.#verify();
      const refused = await this.#copyUpTo(total);
      if (refused) return { kind: 'refused', problem: refused };
      if (stopped.aborted) return { kind: 'stopped', size: this.#next };
    }
  }

  /** Where the target stands says where to go on: also after an append of which nobody knows what became. */
  async #resume(): Promise<MoveProblem | undefined> {
    const { source, target } = this.#options;
    await source.head();
    await target.head();
    const size = target.tree.size();
    if (size > source.tree.size() || !sameRoot(source.tree, target.tree, size)) return { kind: 'another-log', size };
    this.#next = size;
    return undefined;
  }

  async #copyUpTo(total: number): Promise<MoveProblem | undefined> {
    const { source, stopped, together } = this.#options;
    for await (const page of source.eventsFrom(this.#next)) {
      const events = page.slice(0, total - this.#next);
      const detail = eventsProblem(source.tree, this.#next, events);
      if (detail !== undefined) return { kind: 'source', detail };
      const runs = [...runsOf(events)];
      for (const group of together ? [runs] : runs.map((run) => [run])) {
        if (stopped.aborted) return undefined;
        const results = await Promise.all(
          group.map(({ stream, expected, events: appended, recordedAt }) =>
            this.#options.target.append(stream, expected, appended, { recordedAt }),
          ),
        );
        if (!results.every(({ ok }) => ok)) return this.#refusedOnce();
        this.#count(
          group.reduce((sum, run) => sum + run.events.length, 0),
          total,
        );
      }
      if (this.#next >= total) return undefined;
    }
    const detail = countProblem(total, this.#next);
    return detail === undefined ? undefined : { kind: 'source', detail };
  }

  #count(events: number, total: number): void {
    this.#next += events;
    this.#copied += events;
    this.#options.onCopied?.(this.#next, total);
  }

  /** Something stands there: an append that was given up and has arrived all the same, which looking again shows, or another event. */
  #refusedOnce(): MoveProblem | undefined {
    if (this.#refusedAt === this.#next) return { kind: 'another-log', size: this.#next };
    this.#refusedAt = this.#next;
    return undefined;
  }

  /** What the target answers, against the hashes that it made of what was written; those are the source's. */
  async #verify(): Promise<MoveOutcome> {
    const { source, target, clock, stopped, onChecked } = this.#options;
    const size = this.#next;
    const refused = (detail: string): MoveOutcome => ({ kind: 'refused', problem: { kind: 'target', detail } });
    if (this.#checked < size) {
      for await (const page of target.eventsFrom(this.#checked)) {
        const events = page.slice(0, size - this.#checked);
        const detail = eventsProblem(target.tree, this.#checked, events);
        if (detail !== undefined) return refused(detail);
        this.#checked += events.length;
        onChecked?.(this.#checked, size);
        if (this.#checked >= size) break;
        if (stopped.aborted) return { kind: 'stopped', size };
      }
      const detail = countProblem(size, this.#checked);
      if (detail !== undefined) return refused(detail);
      target.checkpoints.addCheck(size, clock());
    }
    return { kind: 'equal', size, root: rootOf(source.tree, size), copied: this.#copied };
  }
}

/** Of the first events. */
const rootOf = (tree: TreeHashes, size: number): Uint8Array => treeRoot(size, subtreesIn(tree));

const sameRoot = (one: TreeHashes, other: TreeHashes, size: number): boolean =>
  Buffer.compare(rootOf(one, size), rootOf(other, size)) === 0;
