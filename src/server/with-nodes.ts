/** What a node does for a log that other nodes have too; of a log with one node there is nothing to do. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { NodeEventStore } from '../event-store/node-event-store.js';
import type { ShutdownStep } from '../http/shutdown.js';
import { keepIndex, type KeepIndexOptions } from './keep-index.js';
import { shareCheckpoints } from './share-checkpoints.js';

export interface WithNodesOptions extends Omit<KeepIndexOptions, 'index' | 'exchange' | 'tree' | 'signs' | 'everyMs'> {
  readonly store: NodeEventStore;
  readonly adopt: TransparencyLog['adopt'];
  readonly worker: boolean;
}

export interface WithNodes {
  /** In the order in which they end. */
  readonly steps: readonly ShutdownStep[];
  readonly beforeSigning: () => Promise<void>;
}

export function startWithNodes({ store, adopt, worker, ...options }: WithNodesOptions): WithNodes {
  const { index, exchange, tree } = store;
  if (!index || !exchange) return { steps: [], beforeSigning: () => Promise.resolve() };
  const { audit, guard, log } = options;
  const kept = keepIndex({ ...options, index, exchange, tree, signs: worker });
  const shared = shareCheckpoints({
    exchange,
    tree,
    index,
    guard,
    audit: { checkpoint: () => audit.checkpoint(), adopt },
    failed: (error) => {
      log.error({ err: error }, 'checkpoints could not be shared with the other nodes: it is tried again');
    },
  });
  return { steps: [shared, kept], beforeSigning: () => kept.compareNow() };
}
