import type { CheckpointStore, StoredCheckpoint } from '../audit/checkpoint-store.js';
import type { TreeHashes } from '../audit/tiles.js';
import type { OpenPersonal } from '../domain/personal.js';
import type { EventStore, StoredEvent } from './port.js';

/** What a log needs of the keys (`src/keys`). */
export interface LogKeys {
  readonly lookUp: { readonly mark: Uint8Array };
  readonly personal: { readonly open: OpenPersonal };
}

/** Where the nodes of one log leave what they signed for one another. */
export interface CheckpointExchange {
  /** The newest; undefined before the first. */
  last(): Promise<StoredCheckpoint | undefined>;
  /** Adds it, unless one that covers as much is there. */
  publish(checkpoint: StoredCheckpoint): Promise<void>;
}

/** What a node asks of its store beyond the port. */
export interface NodeEventStore extends EventStore {
  /** The transparency log's hashes: of every event that has been answered as appended. */
  readonly tree: TreeHashes;

  /** Adding to them is the owner's of the data folder. */
  readonly checkpoints: CheckpointStore;

  /** Undefined where a log has one node. */
  readonly exchange: CheckpointExchange | undefined;

  /** The name under which its first checkpoint is signed; undefined where that is drawn then. */
  readonly origin: string | undefined;

  /** What an operator calls this log. No secret of its address is in it. */
  readonly name: string;

  /** Pages of events from that index of the transparency log on, up to the head. */
  eventsFrom(index: number): AsyncIterable<readonly StoredEvent[]>;

  /** Rejects with EventStoreUnavailable where nothing could be appended now. */
  checkWritable(): Promise<void>;

  /**
   * Personal texts are opened from now on; without keys they read as erased. The look-up key is compared with the one that the log was written with,
   * and the first is kept. Rejects with LogOfAnotherKey.
   */
  useKeys(keys: LogKeys): Promise<void>;
}
