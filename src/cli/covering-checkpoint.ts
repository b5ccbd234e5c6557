/** A checkpoint that covers the log as it is now: signed here where nobody owns the log, else the running server is waited for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import type { Config } from '../config/config.js';
import { createClock } from '../config/test-clock.js';
import { DataFolderInUse, EventStoreUnavailable } from '../event-store/errors.js';
import type { SqliteEventStore } from '../event-store/sqlite/sqlite-event-store.js';
import { openLog } from '../server/open-log.js';
import type { Terminal } from './terminal.js';

/** A server signs every ten seconds. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** @throws LogDisagrees, and an error that says so where a running server signs nothing. */
export async function coveringCheckpoint(
  config: Config,
  store: SqliteEventStore,
  position: number,
  terminal: Terminal,
): Promise<StoredCheckpoint> {
  const signed = covering(store, position) ?? (await signedHere(config, store, position));
  if (signed) return signed;
  terminal.say(terminal.texts.export.waiting);
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await delay(LOOK_EVERY_MS);
    const found = covering(store, position);
    if (found) return found;
  }
  throw new Error(terminal.texts.export.noCheckpoint);
}

/** Undefined also for a log of an older version, which has none. */
function covering({ tree, checkpoints }: SqliteEventStore, position: number): StoredCheckpoint | undefined {
  try {
    const last = checkpoints.last();
    const index = tree.indexOf(position);
    return last && (position === 0 || (index !== undefined && index < last.size)) ? last : undefined;
  } catch (error) {
    if (error instanceof EventStoreUnavailable) return undefined;
    throw error;
  }
}

/** Undefined while a server owns the log. */
async function signedHere(config: Config, store: SqliteEventStore, position: number): Promise<StoredCheckpoint | undefined> {
  try {
    const owned = await openLog(config, { clock: createClock(config.testClockFile), observer: { onCommit: () => undefined } });
    await owned.store.close();
  } catch (error) {
    if (error instanceof DataFolderInUse) return undefined;
    throw error;
  }
  return covering(store, position);
}
