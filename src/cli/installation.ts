/** What the environment says this installation is: configuration, keys and log. */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { readConfig, type Config } from '../config/config.js';
import { describeConfigError } from '../config/problems.js';
import { createClock } from '../config/test-clock.js';
import { makePrivateFolder } from '../event-store/sqlite/private-file.js';
import { accountStream, parseAccountId, type AccountId } from '../domain/ids.js';
import { LogOfAnotherKey } from '../event-store/errors.js';
import { fileOfOtherKind, isOfKind, type KindOfLog } from '../event-store/kind-of-log.js';
import { holdsEvents, keyMarkOf } from '../event-store/sqlite/key-mark.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-store/sqlite/sqlite-event-store.js';
import { syncFolder } from '../event-store/sqlite/sync-to-disk.js';
import type { EventStore } from '../event-store/port.js';
import { openKeys, type Keys } from '../keys/keys.js';
import { UsageError } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** @throws UsageError that names every variable that is wrong, or tells that the data folder is one of the other kind of log. */
export function configuration(terminal: Terminal): Config {
  const config = settings(terminal);
  requireKindOfLog(config.dataDir, config.eventStore.kind, terminal);
  return config;
}

/** For a command that looks at the data folder itself. @throws UsageError that names every variable that is wrong. */
export function settings(terminal: Terminal): Config {
  const reading = readConfig(terminal.env);
  for (const warning of reading.warnings) terminal.say(`${terminal.texts.warning}: ${warning}`);
  if (!reading.ok) throw new UsageError(reading.errors.map(describeConfigError).join('\n'));
  return reading.config;
}

/** @throws UsageError for a folder of the other kind: a second log would begin in it. */
export function requireKindOfLog(folder: string, kind: KindOfLog, { texts }: Terminal): void {
  const file = fileOfOtherKind(folder, kind);
  if (file !== undefined) throw new UsageError(texts.otherKindOfLog[kind](folder, file));
}

/** A log on servers of its own is there, or is made by the first node: its keys are never made by a command. */
export const hasLog = ({ eventStore, dataDir }: Config): boolean =>
  eventStore.kind === 'kurrentdb' || isOfKind(dataDir, 'sqlite');

/** Keys are made for a log without events alone. */
export const mayMakeKeys = ({ eventStore, dataDir }: Config): boolean =>
  eventStore.kind === 'sqlite' && !holdsEvents(dataDir) && keyMarkOf(dataDir) === undefined;

/** @throws UsageError over KurrentDB, whose log a command reads after `kabinet move` has brought it into a folder. */
export function requireEmbeddedStore({ eventStore }: Config, { texts }: Terminal): void {
  if (eventStore.kind !== 'sqlite') throw new UsageError(texts.embeddedStoreOnly);
}

/** Makes the data folder where it is missing. @throws UsageError that names its variable where that cannot be, or nobody may write there. */
export function requireDataFolder({ dataDir }: Config, { texts }: Terminal): void {
  try {
    if (makePrivateFolder(dataDir)) syncFolder(dirname(dataDir));
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(texts.dataFolderUnusable(dataDir, error instanceof Error ? error.message : String(error)));
  }
}

/** As the folder's owner. @throws DataFolderInUse while a server runs, UsageError for a folder that cannot be used. */
export function ownLog(config: Config, terminal: Terminal): SqliteEventStore {
  requireEmbeddedStore(config, terminal);
  requireDataFolder(config, terminal);
  return openSqliteEventStore({ folder: config.dataDir, clock: createClock(config.testClockFile) });
}

/** Beside a server that may be running. @throws UsageError where there is no log. */
export function logToRead(config: Config, terminal: Terminal): SqliteEventStore {
  requireEmbeddedStore(config, terminal);
  if (!hasLog(config)) throw new UsageError(terminal.texts.noLog(config.dataDir));
  return openSqliteEventStore({ folder: config.dataDir, clock: Date.now, readOnly: true });
}

export async function hasAccount(store: EventStore, account: AccountId): Promise<boolean> {
  for await (const event of store.readStream(accountStream(account), { limit: 1 })) return event.revision === 0;
  return false;
}

/** Those of the accounts that the log does not have; none where there is no log yet. */
export async function accountsUnknown(
  config: Config,
  accounts: readonly string[],
  terminal: Terminal,
): Promise<readonly string[]> {
  if (accounts.length === 0 || config.eventStore.kind !== 'sqlite' || !hasLog(config)) return [];
  const store = logToRead(config, terminal);
  try {
    const unknown: string[] = [];
    for (const text of accounts) {
      const account = parseAccountId(text);
      if (account && !(await hasAccount(store, account))) unknown.push(account);
    }
    return unknown;
  } finally {
    await store.close();
  }
}

/** @throws LogOfAnotherKey where there is a log that was written with another look-up key. */
export function keysOf(config: Config, { mayCreate }: { readonly mayCreate: boolean }): Keys {
  const mark = keyMarkOf(config.dataDir);
  const keys = openKeys(config.keysDir, {
    mayCreate,
    mayCreateSubjectKeys: config.eventStore.kind === 'sqlite' && mark === undefined,
  });
  if (mark && !mark.equals(keys.lookUp.mark)) throw new LogOfAnotherKey(config.dataDir);
  return keys;
}
