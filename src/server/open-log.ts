/** The log of this node and its transparency log, which agree, or nothing is opened. */
import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { openTransparencyLog, type TransparencyLog } from '../audit/transparency-log.js';
import type { Config } from '../config/config.js';
import { openKurrentEventStore } from '../event-store/kurrentdb/kurrentdb-event-store.js';
import type { NodeEventStore } from '../event-store/node-event-store.js';
import type { EventStoreObserver } from '../event-store/observer.js';
import { openSqliteEventStore, type Sealing } from '../event-store/sqlite/sqlite-event-store.js';
import { openLogKeys } from '../keys/log-keys.js';
import { signedCheckpoints } from '../keys/signed-checkpoints.js';
import { settleWithNodes } from './open-log-of-nodes.js';
import { forgetDisagreement, reachAtStart } from './log-guard.js';

export interface OpenLogOptions {
  readonly clock: () => number;
  readonly observer: EventStoreObserver;
  /** Told while an older log gets its leaf hashes. */
  readonly onSealing?: ((sealing: Sealing) => void) | undefined;
  /** This node's index was not the log, and was cut to so many events. */
  readonly onCut?: (size: number) => void;
  /** A server of the log was lost: it is tried again. */
  readonly onLost?: (error: Error) => void;
}

export interface OpenLog {
  readonly store: NodeEventStore;
  readonly audit: TransparencyLog;
  /** Public keys that are believed for what they have signed. */
  readonly trusted: readonly KeyObject[];
}

export const logKeyFileOf = ({ logKeyFile, keysDir }: Config): string => logKeyFile ?? join(keysDir, 'log-signing.pem');

/** @throws DataFolderInUse, KeyDamaged, EventLogDamaged, EventStoreUnavailable, and LogDisagrees, which says what differs. */
export async function openLog(config: Config, options: OpenLogOptions): Promise<OpenLog> {
  const keys = openLogKeys(logKeyFileOf(config));
  const store = await openStore(config, options);
  const { tree, checkpoints, index, exchange, origin } = store;
  const memory = signedCheckpoints(config.keysDir);
  try {
    const accepted = memory.isAccepted();
    const reach = reachAtStart(config.dataDir, config.logCheck, tree.size());
    const { trusted } = keys;
    const { onCut = () => undefined } = options;
    const settled =
      index && exchange && (await settleWithNodes({ store, index, exchange, trusted, memory, accepted, reach, onCut }));
    const audit = await openTransparencyLog({
      tree,
      store: checkpoints,
      eventsFrom: (index) => store.eventsFrom(index),
      keys,
      clock: options.clock,
      // Of a log of several nodes the events have been compared by now.
      check: index ? 'hashes' : reach,
      verified: index && (() => index.verified()),
      origin,
      signs: config.worker || settled?.replaces === true,
      memory,
      accepted,
    });
    if (settled?.replaces === true) await exchange?.replace(audit.checkpoint());
    forgetDisagreement(config.dataDir);
    memory.forgetAcceptance();
    return { store, audit, trusted };
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function openStore(config: Config, { clock, observer, onSealing, onLost }: OpenLogOptions): Promise<NodeEventStore> {
  const { eventStore, dataDir } = config;
  if (eventStore.kind === 'sqlite')
    return openSqliteEventStore({ folder: dataDir, clock, observer, ...(onSealing && { onSealing }) });
  const { connectionString } = eventStore;
  return openKurrentEventStore({ connectionString, folder: dataDir, clock, observer, ...(onLost && { onLost }) });
}
