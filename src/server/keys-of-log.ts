/** The keys that a log was written with, compared before anything else of the log is looked at: with another installation's keys all of it seems forged. */
import type { Config } from '../config/config.js';
import { LogOfAnotherKey } from '../event-store/errors.js';
import { nameOf } from '../event-store/kurrentdb/connection.js';
import { keyMarkOfServer } from '../event-store/kurrentdb/kurrentdb-event-store.js';
import { holdsEvents, keyMarkOf } from '../event-store/sqlite/key-mark.js';
import { openKeys, type Keys } from '../keys/keys.js';

/** Keys are made only for a log that was never written with any. @throws KeyMissing, LogOfAnotherKey, EventStoreUnavailable. */
export async function keysOfLog(config: Config): Promise<Keys> {
  const { mark, mayCreate, name } = await lookAtLog(config);
  const keys = openKeys(config.keysDir, { mayCreate, mayCreateSubjectKeys: mark === undefined });
  if (mark === undefined || mark.equals(keys.lookUp.mark)) return keys;
  keys.personal.close();
  throw new LogOfAnotherKey(name);
}

interface Looked {
  /** Of the look-up key; undefined where none was used yet. */
  readonly mark: Buffer | undefined;
  readonly mayCreate: boolean;
  readonly name: string;
}

async function lookAtLog({ eventStore, dataDir }: Config): Promise<Looked> {
  if (eventStore.kind === 'kurrentdb') {
    const { connectionString } = eventStore;
    const mark = await keyMarkOfServer(connectionString);
    return { mark, mayCreate: mark === undefined, name: nameOf(connectionString) };
  }
  const mark = keyMarkOf(dataDir);
  return { mark, mayCreate: mark === undefined && !holdsEvents(dataDir), name: dataDir };
}
