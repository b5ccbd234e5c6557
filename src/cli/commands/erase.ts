import { randomBytes } from 'node:crypto';
import { forgetReadModels } from '../../../projections/forget-files.js';
import { createClock } from '../../config/test-clock.js';
import { instantOf } from '../../domain/ids.js';
import { KeysInUse } from '../../keys/errors.js';
import { eraseSubject } from '../../processes/erasure.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, hasLog, keysOf, ownLog, requireEmbeddedStore } from '../installation.js';
import type { Terminal } from '../terminal.js';

export interface EraseOptions {
  readonly subject: string;
}

/** Of a stopped server alone: a running one holds names in memory and in its read model. */
export async function erase(terminal: Terminal, { subject }: EraseOptions): Promise<ExitCode> {
  const { erase: texts } = terminal.texts;
  const config = configuration(terminal);
  requireEmbeddedStore(config, terminal);
  if (!hasLog(config)) throw new UsageError(terminal.texts.noLog(config.dataDir));
  const keys = keysOf(config, { mayCreate: false });
  try {
    const store = ownLog(config, terminal);
    try {
      await store.useKeys(keys);
      // Before the log says that it is done: whoever has the keys open would go on reading the name.
      keys.personal.claim();
      const clock = createClock(config.testClockFile);
      const deps = { store, keys, now: () => instantOf(clock()), randomBytes: () => randomBytes(16) };
      if (!(await eraseSubject(deps, keys.personal, subject))) throw new UsageError(texts.unknown(subject));
      // What they show was made from the texts. The next start builds the lists from the log.
      forgetReadModels(config.dataDir);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof KeysInUse ? new Error(texts.inUse(error.pids), { cause: error }) : error;
  } finally {
    keys.personal.close();
  }
  terminal.say(texts.done(subject));
  return EXIT.ok;
}
