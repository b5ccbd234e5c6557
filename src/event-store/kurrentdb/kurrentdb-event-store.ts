import { LogIndex } from './log-index.js';
import { connect } from './connection.js';
import type { CheckpointExchange, NodeEventStore, NodeIndex } from '../node-event-store.js';
import type { EventStoreObserver } from '../observer.js';
import { acquireDataFolder } from '../sqlite/data-folder-lock.js';
import { identityOf, keyMarkOf } from './log-identity.js';
import { OpenStore } from './open-store.js';
import { TIME_LIMITS, type TimeLimits } from './time-limits.js';

export interface KurrentEventStoreOptions {
  /** `esdb://…` or `kurrentdb://…`, as the client reads it. */
  readonly connectionString: string;
  /** The data folder of this node, which holds its index of the log; created for its owner alone where it does not exist. */
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly observer?: EventStoreObserver;
  readonly limits?: TimeLimits;
  /** The log cannot be followed: it is tried again. */
  readonly onLost?: (error: Error) => void;
  /** Told while the index catches up, which is before the store is open. */
  readonly onIndexing?: (indexed: number) => void;
}

export interface KurrentEventStore extends NodeEventStore {
  readonly exchange: CheckpointExchange;
  readonly origin: string;
  readonly index: NodeIndex;
}

/**
 * The distributed store (architecture.md, The distributed store). Answers once this node has indexed the whole log.
 *
 * @throws DataFolderInUse, EventStoreUnavailable where the server cannot be reached, EventLogDamaged where it holds less than this node has indexed.
 */
export async function openKurrentEventStore(options: KurrentEventStoreOptions): Promise<KurrentEventStore> {
  const lock = acquireDataFolder(options.folder);
  const connection = connect(options.connectionString);
  let index: LogIndex | undefined;
  try {
    const limits = options.limits ?? TIME_LIMITS;
    const identity = await identityOf({ connection, limits });
    index = LogIndex.open(options.folder, identity.epoch);
    const store = new OpenStore(options, { lock, connection, identity, index, limits });
    await store.index.catchUp();
    return store;
  } catch (error) {
    index?.close();
    await connection.release();
    lock.release();
    throw error;
  }
}

/** Of the look-up key that the log was written with; undefined where none was used yet. Rejects with EventStoreUnavailable. */
export async function keyMarkOfServer(connectionString: string): Promise<Buffer | undefined> {
  const connection = connect(connectionString);
  try {
    return await keyMarkOf({ connection, limits: TIME_LIMITS });
  } finally {
    await connection.release();
  }
}
