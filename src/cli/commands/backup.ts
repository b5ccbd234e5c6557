import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, logToRead } from '../installation.js';
import type { Terminal } from '../terminal.js';

export async function backup(terminal: Terminal, options: { readonly to: string }): Promise<ExitCode> {
  const { texts } = terminal;
  const config = configuration(terminal);
  const target = resolve(options.to);
  if (existsSync(target)) throw new UsageError(texts.backup.exists(target));
  if (!existsSync(dirname(target))) throw new UsageError(texts.backup.noFolder(dirname(target)));
  const store = logToRead(config, terminal);
  try {
    await store.backupTo(target);
  } finally {
    await store.close();
  }
  terminal.say(texts.backup.done(target, config.keysDir));
  return EXIT.ok;
}
