/** Standard output for machines, standard error for people. */
import { once } from 'node:events';
import type { Language, Texts } from './texts.js';
import { TEXTS } from './texts.js';

export interface Terminal {
  readonly texts: Texts;
  readonly language: Language;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for a person. */
  say(line: string): void;
  /** For a machine, as it stands; resolves once more may be written. */
  write(text: string): Promise<void>;
}

export function openTerminal(language: Language, env: Terminal['env']): Terminal {
  // Whoever reads our output may stop, as `head` does: that is no failure.
  process.stdout.on('error', (error: Error) => {
    if ('code' in error && error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    texts: TEXTS[language],
    language,
    env,
    say: (line) => void process.stderr.write(`${line}\n`),
    write: async (text) => {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
  };
}
