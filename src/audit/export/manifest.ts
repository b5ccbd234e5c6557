/** What an export folder holds, and the log's signature over it. */
import { createHash } from 'node:crypto';
import { parseInstant } from '../../domain/ids.js';
import { printVerifierKey, type VerifierKey } from '../verifier-key.js';
import type { FileFacts } from './line-files.js';

/** What is written. */
export const FORMAT = 'kabinet-export/v2';

/** What can be verified: of v1, the folders that already have everything that v2 asks for. */
const READ = ['kabinet-export/v1', FORMAT] as const;
type Format = (typeof READ)[number];

/** The files that the manifest names. */
export const FILES = {
  events: 'events.jsonl',
  proofs: 'proofs.jsonl',
  texts: 'texts.jsonl',
  beside: 'beside.jsonl',
  besideProofs: 'beside-proofs.jsonl',
  checkpoint: 'checkpoint',
  earlier: 'earlier-checkpoint',
  consistency: 'consistency.json',
} as const;
export type ExportFile = (typeof FILES)[keyof typeof FILES];

export const MANIFEST = 'manifest.json';
/** A note over the manifest, by the log's keys: without it an event could be left out of an account's export unseen. */
export const MANIFEST_NOTE = 'manifest.note';

/** What was asked for. */
export interface Selection {
  /** Null: everything. */
  readonly account: string | null;
  /** As they were given; null where they were left out. */
  readonly from: string | null;
  readonly to: string | null;
  /** Log index of the first event that may be in it, and of the first one behind it. */
  readonly firstIndex: number;
  readonly endIndex: number;
}

export interface Manifest extends Selection {
  readonly format: Format;
  readonly origin: string;
  /** The log's, as it says itself: whoever verifies has them from elsewhere. */
  readonly verifierKeys: readonly string[];
  /** When the export was made, as the log's operator says. */
  readonly madeAt: string;
  readonly events: number;
  /** Events of them that are shown in part only: those name another account. */
  readonly withheld: number;
  readonly texts: { readonly open: number; readonly erased: number };
  /** Events that the checkpoint and the earlier one are of. */
  readonly checkpointSize: number;
  readonly earlierSize: number | null;
  readonly files: Readonly<Record<string, FileFacts>>;
}

export const printKeys = (keys: readonly VerifierKey[]): readonly string[] => keys.map(printVerifierKey);

export const printManifest = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;

/** The text that is signed. No checkpoint can read so: its second line is no number. */
export const manifestNoteText = (origin: string, manifest: Uint8Array | string, format: Format = FORMAT): string =>
  `${format} ${origin}\nmanifest-sha256 ${createHash('sha256').update(manifest).digest('hex')}\n`;

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';

export type ManifestReading =
  | { readonly ok: true; readonly manifest: Manifest }
  /** `format`: what it says that it is, where it says so and this version cannot verify it. */
  | { readonly ok: false; readonly format: string | undefined };

export function parseManifest(text: string): ManifestReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, format: undefined };
  }
  if (isManifest(value)) return { ok: true, manifest: value };
  const named = typeof value === 'object' && value !== null && 'format' in value ? String(value.format) : '';
  // A v2 manifest that lacks something is a broken one, not one of another version.
  return { ok: false, format: named !== FORMAT && /^kabinet-export\/v\d{1,6}$/.test(named) ? named : undefined };
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { format, origin, verifierKeys, madeAt, files, earlierSize, account, from, to, ...rest } = value as Record<
    string,
    unknown
  >;
  return (
    READ.some((known) => known === format) &&
    typeof origin === 'string' &&
    typeof madeAt === 'string' &&
    parseInstant(madeAt) === madeAt &&
    Array.isArray(verifierKeys) &&
    verifierKeys.every((key) => typeof key === 'string') &&
    ['events', 'withheld', 'checkpointSize', 'firstIndex', 'endIndex'].every((name) => isCount(rest[name])) &&
    (earlierSize === null || isCount(earlierSize)) &&
    [account, from, to].every(isTextOrNull) &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every(isFileFacts)
  );
}

const isFileFacts = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'sha256' in value &&
  typeof value.sha256 === 'string' &&
  'bytes' in value &&
  isCount(value.bytes);
