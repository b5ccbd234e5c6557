import { openReadModel } from '../../../projections/open-read-model.js';
import { createClock } from '../../config/test-clock.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, hasLog, keysOf, ownLog, requireEmbeddedStore } from '../installation.js';
import { logAsSigned } from '../log-as-signed.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export async function rebuild(terminal: Terminal): Promise<ExitCode> {
  const { rebuild: texts } = terminal.texts;
  const config = configuration(terminal);
  requireEmbeddedStore(config, terminal);
  if (!hasLog(config)) throw new UsageError(terminal.texts.noLog(config.dataDir));
  const keys = keysOf(config, { mayCreate: false });
  const store = ownLog(config, terminal);
  const progress = openProgress(terminal, texts.title);
  const onProgress = ({ processed, total }: { readonly processed: number; readonly total: number }): void =>
    progress.show(processed, total);
  try {
    await store.useKeys(keys);
    const clock = createClock(config.testClockFile);
    const log = await logAsSigned(config, store);
    const readModel = await openReadModel({ folder: config.dataDir, store: log, clock, onProgress });
    try {
      const { builtAtStart } = readModel;
      let differences = builtAtStart?.differences;
      if (!differences) {
        // What a server left behind is compared at the end of the log: it has to get there first.
        await readModel.catchUp();
        differences = (await readModel.rebuild(onProgress)).differences;
      }
      progress.end();
      for (const { table, onlyOld, onlyNew, changed, examples } of differences)
        await terminal.write(`${texts.difference(table, onlyOld, onlyNew, changed, examples.join(', '))}\n`);
      const parked = new Set(readModel.parkedStreams().map(({ stream }) => stream)).size;
      if (parked > 0) terminal.say(texts.parked(parked));
      terminal.say(texts.done((await readModel.status()).position));
      if (differences.length > 0) return EXIT.differencesFound;
      terminal.say(builtAtStart?.reason === 'missing' ? texts.firstBuilt : texts.none);
      return parked > 0 ? EXIT.someFailed : EXIT.ok;
    } finally {
      await readModel.close();
    }
  } finally {
    progress.end();
    await store.close();
  }
}
