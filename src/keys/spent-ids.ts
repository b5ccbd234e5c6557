/**
 * Ids that are good no more, before their time is over: sessions that were ended, codes that were used. A file each in the keys folder, which all nodes
 * of a log share, so that all of them know; removed when the time is over anyway.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyFile } from './key-files.js';

const FOLDER = 'spent';

/** An id of random letters, and when it would have ended by itself, in seconds since 1970. */
export interface Expiring {
  readonly id: string;
  readonly endsAt: number;
}

export interface SpentIds {
  isSpent(id: Expiring): boolean;
  /** On disk when it returns. True for the first who spends it, on whatever node. Throws what the disk says. */
  spend(id: Expiring): boolean;
}

export function spentIds(keysDir: string, now: () => number = Date.now): SpentIds {
  const folder = join(keysDir, FOLDER);
  const fileOf = ({ id, endsAt }: Expiring): string => join(folder, `${String(endsAt)}-${id}`);
  const removeEnded = (): void => {
    for (const name of readdirSync(folder)) {
      const [, endsAt] = /^(\d+)-/.exec(name) ?? [];
      if (endsAt !== undefined && Number(endsAt) * 1_000 < now()) rmSync(join(folder, name), { force: true });
    }
  };
  return {
    isSpent: (id) => existsSync(fileOf(id)),
    spend(id) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      removeEnded();
      const mine = randomUUID();
      return createKeyFile(fileOf(id), mine) === mine;
    },
  };
}
