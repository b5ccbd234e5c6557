/** What a node has signed is told to the others of its log, and what they have signed is taken over, once this node has compared it with its own log. */
import type { TransparencyLog } from '../audit/transparency-log.js';
import type { CheckpointExchange } from '../event-store/node-event-store.js';
import type { ShutdownStep } from '../http/shutdown.js';
import { repeat } from './repeat.js';

/** An event waits so much longer for its proof on a node that does not sign. */
const EVERY_MS = 2_000;

export interface ShareCheckpointsOptions {
  readonly exchange: CheckpointExchange;
  readonly audit: Pick<TransparencyLog, 'checkpoint' | 'adopt'>;
  /** Of a log that disagrees, and of a server that cannot be reached. */
  readonly failed: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Answers the step that ends it, after what is signed last. */
export function shareCheckpoints({ exchange, audit, failed, everyMs = EVERY_MS }: ShareCheckpointsOptions): ShutdownStep {
  const share = async (): Promise<void> => {
    const shared = await exchange.last();
    if (shared) audit.adopt(shared);
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
