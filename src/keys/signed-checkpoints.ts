/** The last signed checkpoint of each log, a file each in the keys folder: outside the data folder, where the log itself lies. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceKeyFile } from './key-files.js';

const SUFFIX = '.checkpoint';
/** An operator makes it who means what a start has refused; it holds for one start. */
const ACCEPT = 'accept-log';
/** Of a busy log a checkpoint is signed every few milliseconds: what is lost with one is seen again with the next. */
const EVERY_MS = 10_000;

export interface SignedCheckpoints {
  notes(): readonly string[];
  keep(origin: string, note: string): void;
  flush(): void;
  /** Whatever is remembered, the log is to be believed as it is now. */
  isAccepted(): boolean;
  forgetAcceptance(): void;
}

export function signedCheckpoints(folder: string, clock: () => number = Date.now): SignedCheckpoints {
  const kept = new Map<string, { readonly note: string; readonly at: number }>();
  const waiting = new Map<string, string>();
  const fileOf = (origin: string): string => join(folder, `${origin.replaceAll(/[^0-9A-Za-z]+/g, '-')}${SUFFIX}`);
  const flush = (): void => {
    for (const [origin, note] of waiting) {
      replaceKeyFile(fileOf(origin), note);
      kept.set(origin, { note, at: clock() });
    }
    waiting.clear();
  };
  return {
    flush,
    notes() {
      if (!existsSync(folder)) return [];
      return readdirSync(folder)
        .filter((name) => name.endsWith(SUFFIX))
        .map((name) => readFileSync(join(folder, name), 'utf8'));
    },
    keep(origin, note) {
      const before = kept.get(origin);
      if (before?.note === note) return;
      waiting.set(origin, note);
      if (!before || clock() - before.at >= EVERY_MS) flush();
    },
    isAccepted: () => existsSync(join(folder, ACCEPT)),
    forgetAcceptance: () => {
      rmSync(join(folder, ACCEPT), { force: true });
    },
  };
}
