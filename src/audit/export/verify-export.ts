/** Checks an export folder with nothing but itself and a key that its reader has from elsewhere. */
import type { Checkpoint } from '../checkpoint.js';
import { parseVerifierKey, type VerifierKey } from '../verifier-key.js';
import { exportFiles } from './export-files.js';
import type { ExportProblem } from './export-problem.js';
import { FILES, MANIFEST, parseManifest, type ExportFile, type Manifest } from './manifest.js';
import { periodOf, verifyPeriod } from './period.js';
import { ShownTexts } from './shown-texts.js';
import { verifyBeside } from './verify-beside.js';
import { readSigned, verifyEarlier, verifyManifestNote } from './verify-checkpoints.js';
import { verifyEvents } from './verify-events.js';
import { verifyWitnesses, type Witnessing } from './verify-witnesses.js';

export interface VerifyExportOptions {
  readonly folder: string;
  /** Empty: the manifest's own are taken, which prove only that the folder agrees with itself. */
  readonly keys: readonly VerifierKey[];
  /** A checkpoint that its reader has kept from an earlier time: the folder must lead from it. */
  readonly earlier?: string | undefined;
  /** Keys of witnesses that are to have cosigned the folder's checkpoint, or the earlier one that it leads from. */
  readonly witnesses?: readonly VerifierKey[];
  readonly onProgress?: (processed: number, total: number) => void;
}

export interface Verification {
  /** In the order in which they were found. */
  readonly problems: readonly ExportProblem[];
  readonly events: number;
  /** Undefined where it cannot be read: then nothing else was looked at. */
  readonly manifest: Manifest | undefined;
  readonly keyFrom: 'reader' | 'manifest';
  /** Of the witnesses that were asked for. */
  readonly witnessed: readonly Witnessing[];
}

export async function verifyExport({
  folder,
  keys: given,
  earlier,
  witnesses = [],
  onProgress,
}: VerifyExportOptions): Promise<Verification> {
  const problems: ExportProblem[] = [];
  const tell = (problem: ExportProblem): void => void problems.push(problem);
  const keyFrom = given.length > 0 ? 'reader' : 'manifest';
  const files = exportFiles(folder, tell);
  const manifestText = files.text(MANIFEST);
  const read = manifestText === undefined ? undefined : parseManifest(manifestText);
  if (manifestText === undefined || read?.ok !== true) {
    if (read?.ok === false) tell(read.format === undefined ? { kind: 'manifest' } : { kind: 'otherFormat', format: read.format });
    return { problems, events: 0, manifest: undefined, keyFrom, witnessed: [] };
  }
  const { manifest } = read;
  const keys = given.length > 0 ? given : ownKeys(manifest);
  // A checkpoint of another log does not become ours by a manifest that says so.
  const origin = keys.find(({ name }) => name === manifest.origin)?.name ?? keys[0]?.name ?? manifest.origin;
  const signed = { manifest, manifestText, files, keys, origin, tell };
  verifyManifestNote(signed);
  const checkpoint = readSigned(signed, FILES.checkpoint, manifest.checkpointSize);
  const before = checkpoint && verifyEarlier(signed, checkpoint, earlier);
  const noteOf = (name: ExportFile, read: Checkpoint | undefined): string | undefined =>
    read && witnesses.length > 0 ? files.text(name) : undefined;
  const witnessed = verifyWitnesses({
    witnesses,
    checkpoints: [checkpoint, before].filter((one) => one !== undefined),
    notes: [noteOf(FILES.checkpoint, checkpoint), noteOf(FILES.earlier, before), earlier].filter((note) => note !== undefined),
    tell,
  });
  const beside = verifyBeside({ manifest, origin, files, checkpoint, tell });
  verifyPeriod(manifest, beside.times, tell);
  const texts = new ShownTexts(files, manifest, tell);
  const events = await verifyEvents({
    manifest,
    origin,
    files,
    checkpoint,
    texts,
    period: periodOf(manifest),
    tell,
    onProgress: onProgress ?? (() => undefined),
  });
  texts.end(beside.erasures);
  return { problems, events, manifest, keyFrom, witnessed };
}

function ownKeys({ verifierKeys }: Manifest): readonly VerifierKey[] {
  return verifierKeys.flatMap((text) => {
    const read = parseVerifierKey(text);
    return read.ok ? [read.key] : [];
  });
}
