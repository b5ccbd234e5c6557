/** What is made in a new or empty folder is whole, or gone: the same command can be given again. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from './exit-codes.js';
import type { Terminal } from './terminal.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Takes away what stands in the folder where the work fails or a signal ends it, and says so. */
export async function wholeOrGone<T>(folder: string, terminal: Terminal, work: () => Promise<T>): Promise<T> {
  const empty = (): void => {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    terminal.say(terminal.texts.unfinished(folder));
  };
  const stop = (): never => {
    empty();
    process.exit(EXIT.failed);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    return await work();
  } catch (error) {
    empty();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  }
}
