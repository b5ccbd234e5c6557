import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CommandDeps } from '../../commands/deps.js';
import type { Config } from '../../config/config.js';
import { createClock } from '../../config/test-clock.js';
import { instantOf, type Instant } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import { rememberedStreams } from '../../event-store/remembered-streams.js';
import type { SqliteEventStore } from '../../event-store/sqlite/sqlite-event-store.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { importLines } from '../import/import-lines.js';
import { readLines } from '../import/lines.js';
import { configuration, keysOf, mayMakeKeys, ownLog } from '../installation.js';
import { logAsHashed } from '../log-as-signed.js';
import { problemText } from '../problem-text.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export async function importFile(terminal: Terminal, file: string, options: { readonly name?: string }): Promise<ExitCode> {
  const config = configuration(terminal);
  if (file !== '-') return importFrom(terminal, config, file, options.name);
  // Read twice, for its hash and for its lines; and a resumed import needs the whole of it.
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-import-'));
  try {
    const path = join(folder, 'lines');
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    return await importFrom(terminal, config, path, options.name);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFrom(terminal: Terminal, config: Config, path: string, givenName: string | undefined): Promise<ExitCode> {
  const { texts } = terminal;
  const size = await sizeOf(path);
  if (size === undefined) throw new UsageError(texts.noFile(path));
  const mayCreateKeys = mayMakeKeys(config);
  const own = ownLog(config, terminal);
  const progress = openProgress(terminal, texts.import.title);
  try {
    // Facts are decided on what is there.
    const store = rememberedStreams(await logAsHashed(config, own));
    const name = givenName ?? (await hashOf(path));
    const summary = await importLines(readLines(createReadStream(path)), {
      store,
      now: nowOf(config),
      name,
      factDeps: once(() => depsFor(config, own, store, mayCreateKeys)),
      onProblem: (number, problem) => {
        progress.end();
        terminal.say(texts.line.at(number, problemText(problem, terminal)));
      },
      onLine: ({ bytesRead }) => progress.show(bytesRead, size),
    });
    progress.end();
    terminal.say(texts.import.summary(summary.lines, summary.added, summary.known, summary.failed));
    await terminal.write(`${JSON.stringify(summary)}\n`);
    return summary.failed > 0 ? EXIT.someFailed : EXIT.ok;
  } finally {
    progress.end();
    await own.close();
  }
}

function nowOf(config: Config): () => Instant {
  const clock = createClock(config.testClockFile);
  return () => instantOf(clock());
}

/** Keys are made for a new log only: for one that was brought here, they have to be brought too. */
async function depsFor(config: Config, own: SqliteEventStore, store: EventStore, mayCreate: boolean): Promise<CommandDeps> {
  const keys = keysOf(config, { mayCreate });
  await own.useKeys(keys);
  return { store, keys, now: nowOf(config), randomBytes: () => randomBytes(16) };
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
