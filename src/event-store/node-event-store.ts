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
  /** Adds it, whatever was there: it is the newest now. */
  replace(checkpoint: StoredCheckpoint): Promise<void>;
}

export type IndexComparison =
  /** Its first `size` events are the log's, all of them that were indexed when it began. */
  | { readonly kind: 'agrees'; readonly size: number }
  /** It lacked an event, or held another one: from that size on it is made of the log again. */
  | { readonly kind: 'cut'; readonly size: number }
  /** An event that nobody has signed yet is not the one that was indexed. */
  | { readonly kind: 'changed'; readonly problem: string };

/** What a node keeps of a log that lies elsewhere, and may keep wrongly. */
export interface NodeIndex {
  /** The next events behind a position that are indexed, as the log has them now; at least one where there are any. */
  pageAfter(position: number): Promise<readonly StoredEvent[]>;
  /** So many events are known to be the log's first ones: no more are signed. */
  verified(): number;
  /** So many were signed by others, and this node's hashes are the same. */
  trust(size: number): void;
  /** With the log, read anew from that event on; left out: from the first that is not verified. Rejects with EventStoreUnavailable. */
  compare(from?: number): Promise<IndexComparison>;
  /** Resolves once everything is indexed that the log held at the call. Rejects where the server is away. */
  catchUp(): Promise<void>;
  /** What was signed is not believed any more: an operator says so, or what has replaced it. */
  forgetCheckpoints(): void;
}

/** What a node asks of its store beyond the port. */
export interface NodeEventStore extends EventStore {
  /** The transparency log's hashes: of every event that has been answered as appended. */
  readonly tree: TreeHashes;

  /** Adding to them is the owner's of the data folder. */
  readonly checkpoints: CheckpointStore;

  /** Undefined where the log itself lies on this node. */
  readonly index: NodeIndex | undefined;

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
