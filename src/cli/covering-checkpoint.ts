/** A checkpoint that covers the log as it is now and that every key of now has signed: signed here where nobody owns the log, else the running server is waited for. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KeyObject } from 'node:crypto';
import { parseCheckpoint } from '../audit/checkpoint.js';
import type { StoredCheckpoint } from '../audit/checkpoint-store.js';
import { bearsAll, parseNote } from '../audit/signed-note.js';
import { verifierKey } from '../audit/verifier-key.js';
import type { Config } from '../config/config.js';
import { createClock } from '../config/test-clock.js';
import { DataFolderInUse, EventStoreUnavailable } from '../event-store/errors.js';
import type { SqliteEventStore } from '../event-store/sqlite/sqlite-event-store.js';
import { openLogKeys } from '../keys/log-keys.js';
import { logKeyFileOf, openLog } from '../server/open-log.js';
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
  const keys = openLogKeys(logKeyFileOf(config)).signing;
  const covering = (): StoredCheckpoint | undefined => lastOver(store, position, keys);
  const signed = covering() ?? ((await isSignedHere(config)) ? covering() : undefined);
  if (signed) return signed;
  terminal.say(terminal.texts.export.waiting);
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await delay(LOOK_EVERY_MS);
    const found = covering();
    if (found) return found;
  }
  throw new Error(terminal.texts.export.noCheckpoint);
}

/** Undefined also for a log of an older version, which has none. */
function lastOver(
  { tree, checkpoints }: SqliteEventStore,
  position: number,
  keys: readonly KeyObject[],
): StoredCheckpoint | undefined {
  try {
    const last = checkpoints.last();
    const index = tree.indexOf(position);
    const covers = last && (position === 0 || (index !== undefined && index < last.size));
    return covers && isSignedByAll(last.note, keys) ? last : undefined;
  } catch (error) {
    if (error instanceof EventStoreUnavailable) return undefined;
    throw error;
  }
}

function isSignedByAll(note: string, keys: readonly KeyObject[]): boolean {
  const read = parseNote(note);
  const parsed = read.ok ? parseCheckpoint(read.note.text) : read;
  if (!parsed.ok) return false;
  const { origin } = parsed.checkpoint;
  return bearsAll(
    note,
    keys.map((key) => verifierKey(origin, 'ed25519', key).keyId),
  );
}

/** False while a server owns the log. */
async function isSignedHere(config: Config): Promise<boolean> {
  try {
    const owned = await openLog(config, { clock: createClock(config.testClockFile), observer: { onCommit: () => undefined } });
    await owned.store.close();
  } catch (error) {
    if (error instanceof DataFolderInUse) return false;
    throw error;
  }
  return true;
}
