/** Which kind of log a data folder is of: an embedded log itself, or a node's index of a log on servers. One folder is never of both. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type KindOfLog = 'sqlite' | 'kurrentdb';

const FILES = { sqlite: 'events.db', kurrentdb: 'log-index.db' } as const satisfies Readonly<Record<KindOfLog, string>>;

export const isOfKind = (folder: string, kind: KindOfLog): boolean => existsSync(join(folder, FILES[kind]));

/** The file that makes a data folder one of the other kind; undefined where nothing does. */
export function fileOfOtherKind(folder: string, kind: KindOfLog): string | undefined {
  const other = kind === 'sqlite' ? 'kurrentdb' : 'sqlite';
  return isOfKind(folder, other) ? FILES[other] : undefined;
}
