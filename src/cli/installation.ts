/** What the environment says this installation is: configuration, keys and log. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig, type Config } from '../config/config.js';
import { createClock } from '../config/test-clock.js';
import { logHasKeyMark } from '../event-store/sqlite/key-mark.js';
import { openSqliteEventStore, type SqliteEventStore } from '../event-store/sqlite/sqlite-event-store.js';
import { openKeys, type Keys } from '../keys/keys.js';
import { UsageError } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** @throws UsageError that names every variable that is wrong. */
export function configuration(terminal: Terminal): Config {
  const reading = readConfig(terminal.env);
  if (!reading.ok) throw new UsageError(reading.errors.map(({ variable, problem }) => `${variable}: ${problem}`).join('\n'));
  for (const warning of reading.warnings) terminal.say(`${terminal.texts.warning}: ${warning}`);
  return reading.config;
}

export const hasLog = ({ dataDir }: Config): boolean => existsSync(join(dataDir, 'events.db'));

/** As the folder's owner. @throws DataFolderInUse while a server runs. */
export const ownLog = (config: Config): SqliteEventStore =>
  openSqliteEventStore({ folder: config.dataDir, clock: createClock(config.testClockFile) });

/** Beside a server that may be running. @throws UsageError where there is no log. */
export function logToRead(config: Config, { texts }: Terminal): SqliteEventStore {
  if (!hasLog(config)) throw new UsageError(texts.noLog(config.dataDir));
  return openSqliteEventStore({ folder: config.dataDir, clock: Date.now, readOnly: true });
}

export const keysOf = (config: Config, { mayCreate }: { readonly mayCreate: boolean }): Keys =>
  openKeys(config.keysDir, { mayCreate, mayCreateSubjectKeys: !logHasKeyMark(config.dataDir) });
