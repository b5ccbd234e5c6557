/** Events beside those of an export that prove something about it: the neighbours of its period, and the erasures of its texts. */
import type { Checkpoint } from '../checkpoint.js';
import { eventLeafHash } from '../envelope.js';
import { readCloudEvent } from './cloud-event.js';
import type { ExportFiles } from './export-files.js';
import type { ExportProblem } from './export-problem.js';
import { InclusionChecker } from './inclusion-checker.js';
import { FILES, type Manifest } from './manifest.js';
import type { ProvenTimes } from './period.js';
import { hashesIn } from './proof-lines.js';

export interface VerifyBesideDeps {
  readonly manifest: Manifest;
  readonly origin: string;
  readonly files: ExportFiles;
  /** Undefined: nothing is proven. */
  readonly checkpoint: Checkpoint | undefined;
  readonly tell: (problem: ExportProblem) => void;
}

export interface Beside {
  readonly times: ProvenTimes;
  /** Log index of the last erasure of a subject. */
  readonly erasures: ReadonlyMap<string, number>;
}

export function verifyBeside({ manifest, origin, files, checkpoint, tell }: VerifyBesideDeps): Beside {
  const [times, erasures] = [new Map<number, string>(), new Map<string, number>()];
  const [events, proofs] = [files.lines(FILES.beside), files.lines(FILES.besideProofs)];
  if (!events || !proofs) return { times, erasures };
  const inclusion = checkpoint && new InclusionChecker(checkpoint.size, checkpoint.rootHash);
  let line = 0;
  for (let text = events.next(); text !== undefined; text = events.next()) {
    line += 1;
    const read = readCloudEvent(text);
    const hashes = read.ok ? hashesIn(proofs.next() ?? '', read.index) : undefined;
    const isProven =
      read.ok &&
      hashes !== undefined &&
      read.source === origin &&
      inclusion?.isIncluded(read.index, eventLeafHash(read.event), hashes);
    if (isProven !== true) {
      tell({ kind: 'beside', line });
      continue;
    }
    times.set(read.index, read.event.recordedAt);
    const subject = erasedIn(read.event.type, read.data);
    if (subject !== undefined) erasures.set(subject, Math.max(read.index, erasures.get(subject) ?? 0));
  }
  files.end(FILES.beside, events, manifest);
  files.end(FILES.besideProofs, proofs, manifest);
  return { times, erasures };
}

const erasedIn = (type: string, data: unknown): string | undefined =>
  type === 'SubjectErased' && typeof data === 'object' && data !== null && 'subject' in data && typeof data.subject === 'string'
    ? data.subject
    : undefined;
