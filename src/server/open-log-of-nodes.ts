/**
 * A log that other nodes have as well: this node's index of it is compared with the log itself first, and then with what was signed. So an index that is
 * wrong is made anew, and only a log that is not what was signed is refused.
 */
import type { KeyObject } from 'node:crypto';
import { LogDisagrees } from '../audit/errors.js';
import type { CheckpointMemory } from '../audit/checkpoint-memory.js';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import { memoryProblem } from '../audit/checkpoint-memory.js';
import type { SelfCheckReach } from '../audit/self-check.js';
import type { CheckpointExchange, NodeEventStore, NodeIndex } from '../event-store/node-event-store.js';
import { signedProblem, WAY_OUT_OF_NODES } from './signed-by-nodes.js';

export interface SettleOptions {
  readonly store: NodeEventStore;
  readonly index: NodeIndex;
  readonly exchange: CheckpointExchange;
  readonly trusted: readonly KeyObject[];
  readonly memory: CheckpointMemory;
  /** An operator says that the log is to be believed as it is. */
  readonly accepted: boolean;
  readonly reach: SelfCheckReach;
  /** The index was cut to so many events. */
  readonly onCut: (size: number) => void;
}

export interface Settled {
  /** What the nodes have signed is not this log, and an operator has accepted it: it has to be signed anew, in place of that. */
  readonly replaces: boolean;
}

/** @throws LogDisagrees, which says what differs and what to do. */
export async function settleWithNodes(options: SettleOptions): Promise<Settled> {
  const { store, index, exchange, trusted, accepted } = options;
  const { tree, checkpoints } = store;
  const shared = await exchange.last();
  const own = checkpoints.last();
  const isOwnRight = own !== undefined && signedProblem(tree, own, trusted) === undefined;
  await indexTheLog(index, isOwnRight ? firstToCompare(options, own.size) : 0, options.onCut);
  // Signed a moment ago: what it covers is there, and only has to arrive.
  if (shared && shared.size > tree.size()) await indexTheLog(index, undefined, options.onCut);
  const problem = shared && signedProblem(tree, shared, trusted);
  if (problem !== undefined && !accepted)
    throw new LogDisagrees(`what the nodes have signed is not this log: ${problem}. ${WAY_OUT_OF_NODES}`);
  const ownProblem = own && signedProblem(tree, own, trusted);
  if (ownProblem !== undefined) {
    if (!accepted && !isReplaced(options, shared))
      throw new LogDisagrees(`what this node has signed, or taken over, is not this log: ${ownProblem}. ${WAY_OUT_OF_NODES}`);
    index.forgetCheckpoints();
  }
  if (shared && problem === undefined && shared.size > (checkpoints.last()?.size ?? -1)) checkpoints.add(shared);
  return { replaces: problem !== undefined };
}

/** Compared again and again until it is the log, as far as it goes. */
export async function indexTheLog(index: NodeIndex, from: number | undefined, onCut: (size: number) => void): Promise<void> {
  for (;;) {
    await index.catchUp();
    const found = await index.compare(from);
    if (found.kind === 'agrees') return;
    if (found.kind === 'changed') throw new LogDisagrees(found.problem);
    onCut(found.size);
  }
}

/** As far back as a self-check looks. */
function firstToCompare({ reach, store: { checkpoints }, index }: SettleOptions, signed: number): number {
  const from = reach === 'whole' ? 0 : reach === 'tail' ? Math.min(checkpoints.checkedSize(), signed) : signed;
  index.trust(from);
  return from;
}

/** What the nodes have signed last is this log, and so is what is remembered outside it: an operator has accepted that elsewhere. */
function isReplaced({ store, memory }: SettleOptions, shared: StoredCheckpoint | undefined): boolean {
  const { tree, origin } = store;
  if (!shared || origin === undefined || !memory.notes().some((note) => note.startsWith(`${origin}\n`))) return false;
  return memoryProblem(memory, { tree, checkpoint: undefined, origin, checkedSize: 0 }) === undefined;
}
