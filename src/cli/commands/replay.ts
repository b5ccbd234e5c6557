import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { forgetReadModels } from '../../../projections/forget-files.js';
import { openReadModel, type ReadModel } from '../../../projections/open-read-model.js';
import { fileOf } from '../../../projections/prepare-file.js';
import type { Config } from '../../config/config.js';
import { createClock } from '../../config/test-clock.js';
import { parseInstant, millisOf, type Instant } from '../../domain/ids.js';
import { boundedLog } from '../../event-store/bounded-log.js';
import { createPrivately, makePrivateFolder } from '../../event-store/sqlite/private-file.js';
import type { EventStore } from '../../event-store/port.js';
import { stopOnSignals } from '../../http/shutdown.js';
import type { Keys } from '../../keys/keys.js';
import { startReplay } from '../../server/start-replay.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, keysOf, logToRead } from '../installation.js';
import { logAsSigned } from '../log-as-signed.js';
import { lastPositionOf } from '../moment.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { wholeOrGone } from '../unfinished-folder.js';

export interface ReplayOptions {
  /** A time, a position as the API writes it, or its number alone. */
  readonly to: string;
  readonly folder: string;
  readonly serve?: boolean;
}

/** Beside a server that may be running. Builds the lists of that moment into a folder of their own; `serve`: and answers from them. */
export async function replay(terminal: Terminal, { to, folder, serve = false }: ReplayOptions): Promise<ExitCode> {
  const { replay: texts } = terminal.texts;
  const config = configuration(terminal);
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new UsageError(terminal.texts.folderNotEmpty(folder));
  const time = parseInstant(to);
  if (time && millisOf(time) > createClock(config.testClockFile)()) throw new UsageError(texts.future(to));
  const store = logToRead(config, terminal);
  const keys = keysOf(config, { mayCreate: false });
  await store.useKeys(keys);
  const signed = await logAsSigned(config, store);
  const log = await boundedLog(signed, await lastPositionOf(signed, to, terminal));
  const { position, recordedAt } = await log.head();
  if (recordedAt === null) throw new UsageError(texts.before(to));
  const moment = time ?? recordedAt;
  makePrivateFolder(folder);
  const readModel = await wholeOrGone(folder, terminal, () => build(terminal, log, folder, moment));
  const parked = readModel.parkedStreams();
  for (const { view, stream, type, error } of parked) terminal.say(texts.parked(view, stream, type, error));
  await readModel.close();
  const file = join(folder, 'replay.db');
  const sha256 = await written(folder, file);
  terminal.say(texts.done(position, recordedAt, file));
  await terminal.write(`${JSON.stringify({ position, recordedAt, parked: parked.length, file, sha256 })}\n`);
  if (serve) {
    await answer(terminal, config, { log, keys, moment, folder });
  } else {
    forgetReadModels(folder);
    await store.close();
    keys.personal.close();
  }
  return parked.length > 0 ? EXIT.someFailed : EXIT.ok;
}

async function build(terminal: Terminal, log: EventStore, folder: string, moment: Instant): Promise<ReadModel> {
  const progress = openProgress(terminal, terminal.texts.replay.title);
  try {
    return await openReadModel({
      folder,
      store: log,
      // What is parked is parked at that moment: two replays are the same.
      clock: () => millisOf(moment),
      onProgress: ({ processed, total }) => progress.show(processed, total),
    });
  } finally {
    progress.end();
  }
}

/** The lists in one file of their own, in which the same rows are the same bytes. Answers its hash. */
async function written(folder: string, file: string): Promise<string> {
  const built = fileOf(folder);
  const database = new BetterSqlite3(built);
  try {
    // SQLite fills an empty file that is there, and leaves its mode: it holds names in clear.
    createPrivately(file);
    database.prepare('VACUUM INTO ?').run(file);
  } finally {
    database.close();
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

interface Built {
  readonly log: EventStore;
  readonly keys: Keys;
  readonly moment: Instant;
  readonly folder: string;
}

async function answer(terminal: Terminal, config: Config, { log, keys, moment, folder }: Built): Promise<void> {
  const readModel = await openReadModel({ folder, store: log, clock: () => millisOf(moment) });
  const server = await startReplay(config, { log, readModel, keys, moment });
  stopOnSignals(process, server.shutdown);
  terminal.say(terminal.texts.replay.listening(server.url, moment));
}
