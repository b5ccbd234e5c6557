/** The log of this node and its transparency log, which agree, or nothing is opened. */
import { join } from 'node:path';
import { openTransparencyLog, type TransparencyLog } from '../audit/transparency-log.js';
import type { Config } from '../config/config.js';
import {
  openSqliteEventStore,
  type EventStoreObserver,
  type Sealing,
  type SqliteEventStore,
} from '../event-store/sqlite/sqlite-event-store.js';
import { openLogKeys } from '../keys/log-keys.js';
import { signedCheckpoints } from '../keys/signed-checkpoints.js';
import { forgetDisagreement, reachAtStart } from './log-guard.js';

export interface OpenLogOptions {
  readonly clock: () => number;
  readonly observer: EventStoreObserver;
  /** Told while an older log gets its leaf hashes. */
  readonly onSealing?: ((sealing: Sealing) => void) | undefined;
}

export interface OpenLog {
  readonly store: SqliteEventStore;
  readonly audit: TransparencyLog;
}

export const logKeyFileOf = ({ logKeyFile, keysDir }: Config): string => logKeyFile ?? join(keysDir, 'log-signing.pem');

/** @throws DataFolderInUse, KeyDamaged, EventLogDamaged, and LogDisagrees, which says what differs. */
export async function openLog(config: Config, { clock, observer, onSealing }: OpenLogOptions): Promise<OpenLog> {
  const keys = openLogKeys(logKeyFileOf(config));
  const store = openSqliteEventStore({ folder: config.dataDir, clock, observer, ...(onSealing && { onSealing }) });
  const { tree, checkpoints } = store;
  const memory = signedCheckpoints(config.keysDir);
  const eventsFrom = (index: number) => store.eventsFrom(index);
  try {
    const check = reachAtStart(config.dataDir, config.logCheck, tree.size());
    const audit = await openTransparencyLog({
      tree,
      store: checkpoints,
      eventsFrom,
      keys,
      clock,
      check,
      memory,
      accepted: memory.isAccepted(),
    });
    forgetDisagreement(config.dataDir);
    memory.forgetAcceptance();
    return { store, audit };
  } catch (error) {
    await store.close();
    throw error;
  }
}
