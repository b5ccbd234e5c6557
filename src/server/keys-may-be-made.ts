import type { Config } from '../config/config.js';
import { keyMarkOfServer } from '../event-store/kurrentdb/kurrentdb-event-store.js';
import { holdsEvents, keyMarkOf } from '../event-store/sqlite/key-mark.js';

export interface KeysMayBeMade {
  readonly mayCreate: boolean;
  readonly mayCreateSubjectKeys: boolean;
}

/** Only for a log that was never written with any: with new keys for an old log every id in it would be lost. */
export async function keysMayBeMade({ eventStore, dataDir }: Config): Promise<KeysMayBeMade> {
  if (eventStore.kind === 'kurrentdb') {
    const isNew = (await keyMarkOfServer(eventStore.connectionString)) === undefined;
    return { mayCreate: isNew, mayCreateSubjectKeys: isNew };
  }
  return {
    mayCreate: !holdsEvents(dataDir) && keyMarkOf(dataDir) === undefined,
    mayCreateSubjectKeys: keyMarkOf(dataDir) === undefined,
  };
}
