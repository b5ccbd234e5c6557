import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, logToRead } from '../installation.js';
import { assertAsHashed, logAsSigned } from '../log-as-signed.js';
import type { Terminal } from '../terminal.js';

/** @throws LogDisagrees, and leaves no file, where an event is not the one that was appended. */
export async function backup(terminal: Terminal, options: { readonly to: string }): Promise<ExitCode> {
  const { texts } = terminal;
  const config = configuration(terminal);
  const target = resolve(options.to);
  if (existsSync(target)) throw new UsageError(texts.backup.exists(target));
  if (!existsSync(dirname(target))) throw new UsageError(texts.backup.noFolder(dirname(target)));
  const store = logToRead(config, terminal);
  const isSealed = store.hasLeafHashes();
  try {
    // The copy is what is to be believed one day. Without hashes there is nothing to compare it with, which is said.
    if (isSealed) await logAsSigned(config, store);
    await store.backupTo(target, async (copy) => {
      if (isSealed) await assertAsHashed(config, copy, 'whole');
    });
  } finally {
    await store.close();
  }
  if (!isSealed) terminal.say(`${texts.warning}: ${texts.backup.notCompared}`);
  terminal.say(texts.backup.done(target, config.keysDir));
  return isSealed ? EXIT.ok : EXIT.someFailed;
}
