/** The two ends of a move: the log of the data folder, and the one of a KurrentDB. */
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { isConnectionString, readConnectionString } from '../../config/connection-string.js';
import { createClock } from '../../config/test-clock.js';
import { DataFolderInUse } from '../../event-store/errors.js';
import { isOfKind } from '../../event-store/kind-of-log.js';
import { keyMarkOfServer, openKurrentEventStore } from '../../event-store/kurrentdb/kurrentdb-event-store.js';
import type { NodeEventStore } from '../../event-store/node-event-store.js';
import { keyMarkOf } from '../../event-store/sqlite/key-mark.js';
import { openSqliteEventStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { UsageError } from '../exit-codes.js';
import { requireDataFolder } from '../installation.js';
import type { Terminal } from '../terminal.js';
import { textOfFile } from '../verifier-key-option.js';

export type End =
  | { readonly kind: 'sqlite' }
  /** Holds a password where the server asks for one: never printed. */
  | { readonly kind: 'kurrentdb'; readonly connectionString: string };

export interface OpenEnd {
  readonly store: NodeEventStore;
  /** Of the look-up key that the log was written with; undefined where none was used yet. */
  readonly keyMark: Uint8Array | undefined;
  /** Nobody else can append meanwhile. Of a server nobody can know that. */
  readonly isOurs: boolean;
}

/** `sqlite`, a connection string, or `@` and a file with one, which no list of processes shows. @throws UsageError that does not show what was given. */
export function endOf(option: '--from' | '--to', text: string, terminal: Terminal): End {
  if (text === 'sqlite') return { kind: 'sqlite' };
  const connectionString = text.startsWith('@') ? textOfFile(text.slice(1), terminal).trim() : text;
  if (!isConnectionString(connectionString)) throw new UsageError(terminal.texts.move.noStore(option));
  const reading = readConnectionString(connectionString);
  if (!reading.ok) throw new UsageError(terminal.texts.move.wrongConnectionString(option, reading.problem));
  return { kind: 'kurrentdb', connectionString };
}

/** As the owner of the folder, or beside the server that owns it. */
export function openSource(end: End, config: Config, terminal: Terminal): Promise<OpenEnd> {
  if (end.kind === 'kurrentdb') return openServer(end.connectionString, config, terminal);
  // Whatever store the environment names: a log that is not there is never begun by moving it.
  if (!isOfKind(config.dataDir, 'sqlite')) throw new UsageError(terminal.texts.noLog(config.dataDir));
  try {
    return openFolder(config);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    const store = openSqliteEventStore({ folder: config.dataDir, clock: Date.now, readOnly: true });
    return Promise.resolve({ store, keyMark: keyMarkOf(config.dataDir), isOurs: false });
  }
}

/** @throws DataFolderInUse */
export function openTarget(end: End, config: Config, terminal: Terminal): Promise<OpenEnd> {
  if (end.kind === 'kurrentdb') return openServer(end.connectionString, config, terminal);
  requireDataFolder(config, terminal);
  return openFolder(config);
}

function openFolder({ dataDir, testClockFile }: Config): Promise<OpenEnd> {
  const store = openSqliteEventStore({ folder: dataDir, clock: createClock(testClockFile) });
  return Promise.resolve({ store, keyMark: keyMarkOf(dataDir), isOurs: true });
}

/** With an index in a folder of its own, for the data folder may have an owner. */
async function openServer(connectionString: string, config: Config, terminal: Terminal): Promise<OpenEnd> {
  requireDataFolder(config, terminal);
  const keyMark = await keyMarkOfServer(connectionString);
  const folder = join(config.dataDir, 'move');
  const store = await openKurrentEventStore({ connectionString, folder, clock: createClock(config.testClockFile) });
  return { store, keyMark, isOurs: false };
}
