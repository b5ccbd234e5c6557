/** Reading licenses out of a spooled file: one result an item, in the file's order, never the whole file in memory. */
import type { LicenseFileKeys } from './keys.js';
import type { LicenseFileItem } from './license-in-file.js';
import { DEFAULT_LIMITS, type LicenseFileLimits } from './limits.js';
import { readFile, type FileChunks } from './reading.js';
import { verifyLicenseFile } from './verify.js';

/**
 * The second pass. It does **not** check the signature, only that there is one in its place: call `verifyLicenseFile` first, or
 * `readSignedLicenses`, which does. A bad license is an item; a `fileFailed` is the last one.
 */
export async function* readLicenses(
  source: FileChunks,
  limits: LicenseFileLimits = DEFAULT_LIMITS,
): AsyncGenerator<LicenseFileItem, void> {
  for await (const step of readFile(source, limits)) {
    if (step.kind === 'item') yield step.item;
    if (step.kind === 'failed') yield { kind: 'fileFailed', ...step.failure };
  }
}

/**
 * Both passes: no item is given before the whole file was found sound and its signature right. `openSource` is called up to three times
 * and must give the same bytes each time.
 */
export async function* readSignedLicenses(
  openSource: () => FileChunks,
  keys: LicenseFileKeys,
  limits: LicenseFileLimits = DEFAULT_LIMITS,
): AsyncGenerator<LicenseFileItem, void> {
  const verified = await verifyLicenseFile(openSource, keys, limits);
  if (verified.ok) yield* readLicenses(openSource(), limits);
  else yield { kind: 'fileFailed', outcome: verified.outcome, detail: verified.detail };
}
