/** What a node has signed is told to the others of its log, and what they have signed is taken over, once this node has compared it with its own log. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import type { TreeHashes } from '../audit/tiles.js';
import type { CheckpointExchange, NodeIndex } from '../event-store/node-event-store.js';
import type { ShutdownStep } from '../http/shutdown.js';
import type { LogGuard } from './log-guard.js';
import { repeat } from './repeat.js';

/** An event waits so much longer for its proof on a node that does not sign. */
const EVERY_MS = 2_000;

export interface ShareCheckpointsOptions {
  readonly exchange: CheckpointExchange;
  readonly audit: Pick<TransparencyLog, 'checkpoint' | 'adopt'>;
  readonly tree: Pick<TreeHashes, 'size'>;
  readonly index: Pick<NodeIndex, 'catchUp' | 'trust'>;
  /** While the log disagrees on this node, it neither judges nor tells. */
  readonly guard: Pick<LogGuard, 'agrees' | 'disagrees'>;
  /** Of a log that disagrees, and of a server that cannot be reached. */
  readonly failed: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Answers the step that ends it, after what is signed last. */
export function shareCheckpoints(options: ShareCheckpointsOptions): ShutdownStep {
  const { exchange, audit, tree, index, guard, failed, everyMs = EVERY_MS } = options;
  const adoptNow = (shared: StoredCheckpoint): void => {
    const before = audit.checkpoint().size;
    audit.adopt(shared);
    // Its root is that of this node's hashes.
    if (audit.checkpoint().size > before) index.trust(shared.size);
  };
  const adopt = async (shared: StoredCheckpoint): Promise<void> => {
    // Signed a moment ago: what it covers is there, and only has to arrive.
    if (shared.size > tree.size()) await index.catchUp();
    if (shared.size > tree.size())
      guard.disagrees(`another node has signed ${String(shared.size)} events, and this node's index has ${String(tree.size())}`);
    else adoptNow(shared);
  };
  const share = async (): Promise<void> => {
    if (!guard.agrees()) return;
    const shared = await exchange.last();
    if (shared) await adopt(shared);
    if (!guard.agrees()) return;
    const own = audit.checkpoint();
    if (own.size > (shared?.size ?? -1)) await exchange.publish({ size: own.size, signedAt: own.signedAt, note: own.note });
  };
  const repeated = repeat(share, everyMs, failed);
  return {
    name: 'shared checkpoints',
    async stop() {
      await repeated.stop();
      await share().catch(failed);
    },
  };
}
