import { createClock } from '../../config/test-clock.js';
import type { Config } from '../../config/config.js';
import { instantOf, type AccountId, type Instant } from '../../domain/ids.js';
import { formatLicenseFileKey } from '../../license-files/keys.js';
import { licensesToUpload, writeLicenseFileSet } from '../../simulation/license-file-set.js';
import { simulateFleet } from '../../simulation/simulate-fleet.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { configuration, hasLog, keysOf, logToRead, ownLog } from '../installation.js';
import { logAsHashed, logAsSigned } from '../log-as-signed.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export interface SimulateOptions {
  readonly devices?: number;
  readonly years: number;
  readonly seed: number;
  readonly account?: AccountId;
  readonly now?: Instant;
  readonly licenseFiles?: string;
  readonly files: number;
  readonly licenses: number;
  readonly bad: number;
  readonly known: number;
}

export function simulate(terminal: Terminal, options: SimulateOptions): Promise<ExitCode> {
  const { simulate: texts } = terminal.texts;
  const { devices, licenseFiles } = options;
  if (devices !== undefined && licenseFiles === undefined) return simulateLog(terminal, { ...options, devices });
  if (devices === undefined && licenseFiles !== undefined) return simulateFiles(terminal, { ...options, licenseFiles });
  throw new UsageError(texts.either);
}

const nowOf = (config: Config, now: Instant | undefined): Instant => now ?? instantOf(createClock(config.testClockFile)());

async function simulateLog(terminal: Terminal, options: SimulateOptions & { readonly devices: number }): Promise<ExitCode> {
  const { simulate: texts } = terminal.texts;
  const { devices, years, seed, account } = options;
  const config = configuration(terminal);
  const mayCreate = !hasLog(config);
  const own = ownLog(config, terminal);
  const progress = openProgress(terminal, texts.title);
  try {
    const keys = keysOf(config, { mayCreate });
    await own.useKeys(keys);
    const store = await logAsHashed(config, own);
    const now = nowOf(config, options.now);
    const { recordedAt } = await store.head();
    const result = await simulateFleet({
      store,
      keys,
      devices,
      years,
      seed,
      now,
      ...(account === undefined ? {} : { accountId: account }),
      onProgress: ({ processed, total }) => progress.show(processed, total),
    });
    progress.end();
    if (!result.ok) throw new UsageError(texts.accountExists(result.accountId));
    if (!result.resumed && recordedAt !== null && recordedAt > result.from) terminal.say(texts.laterEvents(recordedAt));
    terminal.say(texts.done(result.accountId, result.events, result.from, result.until));
    const { ok: _, ...summary } = result;
    await terminal.write(`${JSON.stringify(summary)}\n`);
    return EXIT.ok;
  } finally {
    progress.end();
    await own.close();
  }
}

/** Reads the log only where licenses of it are wanted, and writes nothing into it: the server may run. */
async function simulateFiles(
  terminal: Terminal,
  options: SimulateOptions & { readonly licenseFiles: string },
): Promise<ExitCode> {
  const { simulate: texts } = terminal.texts;
  const { licenseFiles: folder, files, licenses, bad, seed, account, known } = options;
  if (bad > licenses) throw new UsageError(texts.tooManyBad);
  if (known > 0 && account === undefined) throw new UsageError(texts.knownNeedsAccount);
  const config = configuration(terminal);
  const keys = keysOf(config, { mayCreate: !hasLog(config) });
  const own = known > 0 ? logToRead(config, terminal) : undefined;
  try {
    const fromLog =
      own && account !== undefined ? await licensesToUpload(await logAsSigned(config, own), keys, account, known) : [];
    const issuedAt = nowOf(config, options.now);
    const paths = await writeLicenseFileSet({ folder, keys, files, licenses, bad, seed, issuedAt, known: fromLog });
    terminal.say(texts.filesWritten(paths.length, folder));
  } finally {
    await own?.close();
  }
  const { keyId, publicKey } = keys.licenseFileSigning();
  await terminal.write(`KABINET_LICENSE_FILE_KEYS=${formatLicenseFileKey(keyId, publicKey)}\n`);
  return EXIT.ok;
}
