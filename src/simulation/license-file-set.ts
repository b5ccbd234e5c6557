/** A folder of signed license files, for trying uploads: licenses that are in the log, licenses that were never issued, and damaged ones. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeFromFreeLetters, type ActivationCode } from '../domain/activation-code.js';
import { instantOf, millisOf, type AccountId, type Instant, type StreamName } from '../domain/ids.js';
import { decodeEvent } from '../event-store/codec.js';
import type { EventStore } from '../event-store/port.js';
import type { Keys } from '../keys/keys.js';
import type { LicenseInFile } from '../license-files/license-in-file.js';
import { writeLicenseFile } from '../license-files/writer.js';
import { pickProduct } from './names.js';
import { DAY_MS, Random } from './random.js';
import { withWrongLetter } from './upload-life.js';

export interface LicenseFileSetOptions {
  readonly folder: string;
  readonly keys: Keys;
  readonly files: number;
  /** In each file. */
  readonly licenses: number;
  /** Of them, with a code that fails its check. */
  readonly bad: number;
  readonly seed: number;
  readonly issuedAt: Instant;
  /** Put in first, over all files. */
  readonly known: readonly LicenseInFile[];
}

/** Answers the paths. Existing files of the same names are replaced. */
export async function writeLicenseFileSet(options: LicenseFileSetOptions): Promise<readonly string[]> {
  const { folder, keys, files, licenses, issuedAt } = options;
  const { keyId, privateKey } = keys.licenseFileSigning();
  const random = new Random(`license files ${String(options.seed)}`);
  const bad = badPlaces(options);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let file = 0; file < files; file++) {
    const known = options.known.slice(file * licenses, (file + 1) * licenses);
    const contents = Array.from({ length: licenses }, (_, index) => {
      const license = known[index] ?? neverIssued(options, random, file, index);
      return bad.has(index) ? { ...license, code: withWrongLetter(license.code) as ActivationCode } : license;
    });
    const path = join(folder, `licenses-${String(file + 1).padStart(4, '0')}.xml`);
    const partial = `${path}.partial`;
    try {
      await writeFile(partial, writeLicenseFile(contents, { issuedAt, sign: { name: keyId, privateKey } }));
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    paths.push(path);
  }
  return paths;
}

/** Spread over the file: of 10,000 licenses with one bad, it is the 5,000th. */
const badPlaces = ({ bad, licenses }: LicenseFileSetOptions): ReadonlySet<number> =>
  new Set(Array.from({ length: bad }, (_, index) => Math.ceil(((index + 0.5) * licenses) / bad) - 1));

function neverIssued(
  { keys, seed, issuedAt }: LicenseFileSetOptions,
  random: Random,
  file: number,
  index: number,
): LicenseInFile {
  const bytes = keys.lookUp.hash('license of a simulated file', String(seed), String(file), String(index));
  const product = pickProduct(random);
  const cloud = random.chance(0.2);
  return {
    code: codeFromFreeLetters([...bytes.subarray(0, 20)].map((byte) => byte & 31)),
    kind: cloud ? 'CLOUD' : 'MAIN',
    product,
    demo: false,
    term: cloud ? { perpetual: false, from: issuedAt, until: instantOf(millisOf(issuedAt) + 365 * DAY_MS) } : { perpetual: true },
    updates: cloud ? null : { until: instantOf(millisOf(issuedAt) + random.whole(30, 365) * DAY_MS) },
    deviceCode: random.chance(0.5) ? random.hex(12).toUpperCase() : null,
    databaseGuid: null,
  };
}

/** Main licenses that were issued for the account and not uploaded yet, oldest first, as a file would have them. */
export async function licensesToUpload(
  store: EventStore,
  keys: Keys,
  accountId: AccountId,
  most: number,
): Promise<readonly LicenseInFile[]> {
  const waiting = new Map<StreamName, LicenseInFile>();
  for await (const page of store.readAll({ after: 0 })) {
    for (const stored of page) {
      if (!['LicenseIssued', 'LicenseUploaded', 'LicenseWithdrawn', 'LicenseReleased'].includes(stored.type)) continue;
      const event = decodeEvent(stored);
      if (event.type !== 'LicenseIssued') {
        waiting.delete(event.stream);
        continue;
      }
      const { accountId: holder, kind, product, demo, term, updates, code } = event.data;
      if (holder !== accountId || kind !== 'MAIN') continue;
      waiting.set(event.stream, {
        code: keys.codes.open(code),
        kind,
        product,
        demo,
        term,
        updates,
        deviceCode: null,
        databaseGuid: null,
      });
    }
  }
  return [...waiting.values()].slice(0, most);
}
