/** The events of an export folder: each is the one that the checkpoint covers, in order, none left out that belongs there. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Checkpoint } from '../checkpoint.js';
import { eventLeafHash, isHashAlone } from '../envelope.js';
import { readCloudEvent, type CloudEventReading } from './cloud-event.js';
import type { ExportFiles } from './export-files.js';
import type { ExportProblem } from './export-problem.js';
import { InclusionChecker } from './inclusion-checker.js';
import type { LineReader } from './line-files.js';
import { FILES, type Manifest } from './manifest.js';
import { committedIn } from './personal-lines.js';
import { holds, type Period } from './period.js';
import { hashesIn } from './proof-lines.js';
import type { ShownTexts } from './shown-texts.js';

export interface VerifyEventsDeps {
  readonly manifest: Manifest;
  readonly origin: string;
  readonly files: ExportFiles;
  /** Undefined where there is none to compare with, which was told. */
  readonly checkpoint: Checkpoint | undefined;
  readonly texts: ShownTexts;
  readonly period: Period;
  readonly tell: (problem: ExportProblem) => void;
  readonly onProgress: (processed: number, total: number) => void;
}

const LINES_A_TURN = 1_000;

/** How many events there are. */
export async function verifyEvents(deps: VerifyEventsDeps): Promise<number> {
  const { files, manifest, tell, onProgress } = deps;
  const [events, proofs] = [files.lines(FILES.events), files.lines(FILES.proofs)];
  if (!events) return 0;
  const total = manifest.files[FILES.events]?.bytes ?? 0;
  const check = new EventChecks(deps);
  for (let line = events.next(); line !== undefined; line = events.next()) {
    check.next(line, proofs?.next());
    if (check.lines % LINES_A_TURN === 0) {
      onProgress(Math.min(events.bytes, total), total);
      await nextTurn();
    }
  }
  check.end();
  if (check.lines !== manifest.events) tell({ kind: 'count', file: FILES.events, said: manifest.events, found: check.lines });
  if (check.withheld !== manifest.withheld)
    tell({ kind: 'count', file: FILES.events, said: manifest.withheld, found: check.withheld });
  files.end(FILES.events, events, manifest);
  endProofs(deps, proofs, check.lines);
  return check.lines;
}

function endProofs({ files, manifest, tell }: VerifyEventsDeps, proofs: LineReader | undefined, events: number): void {
  if (!proofs) return;
  let more = 0;
  while (proofs.next() !== undefined) more += 1;
  if (more > 0) tell({ kind: 'count', file: FILES.proofs, said: events, found: events + more });
  files.end(FILES.proofs, proofs, manifest);
}

type Read = Extract<CloudEventReading, { ok: true }>;

class EventChecks {
  lines = 0;
  withheld = 0;
  readonly #deps: VerifyEventsDeps;
  readonly #inclusion: InclusionChecker | undefined;
  /** Where nothing was to be left out, the index that comes next. */
  #next: number;
  #last = -1;

  constructor(deps: VerifyEventsDeps) {
    this.#deps = deps;
    this.#inclusion = deps.checkpoint && new InclusionChecker(deps.checkpoint.size, deps.checkpoint.rootHash);
    this.#next = deps.manifest.firstIndex;
  }

  next(line: string, proof: string | undefined): void {
    this.lines += 1;
    const read = readCloudEvent(line);
    if (!read.ok) {
      this.#deps.tell({ kind: 'line', line: this.lines, field: read.field });
      return;
    }
    this.#place(read);
    this.#shown(read);
    this.#belongs(read);
    const { index, event } = read;
    const hashes = proof === undefined ? undefined : hashesIn(proof, index);
    if (this.#inclusion && !(hashes && this.#inclusion.isIncluded(index, eventLeafHash(event), hashes)))
      this.#deps.tell({ kind: 'inclusion', line: this.lines, id: event.id, index });
    for (const sealed of committedIn(read.data, read.metadata)) this.#deps.texts.ask(sealed, { line: this.lines, index });
  }

  /** Only an account's export keeps something back. */
  #shown({ event }: Read): void {
    if (!isHashAlone(event.body) && !isHashAlone(event.metadata)) return;
    this.withheld += 1;
    if (this.#deps.manifest.account === null) this.#deps.tell({ kind: 'withheld', line: this.lines });
  }

  end(): void {
    this.#gapTo(this.#deps.manifest.endIndex);
  }

  #place({ index, event }: Read): void {
    const { manifest, period, tell } = this.#deps;
    if (!holds(period, event.recordedAt)) tell({ kind: 'outsidePeriod', line: this.lines, recordedAt: event.recordedAt });
    if (index <= this.#last) tell({ kind: 'order', line: this.lines, index });
    if (index < manifest.firstIndex || index >= manifest.endIndex) tell({ kind: 'outside', line: this.lines, index });
    this.#gapTo(index);
    this.#last = Math.max(this.#last, index);
    this.#next = Math.max(this.#next, index + 1);
  }

  #gapTo(index: number): void {
    const { manifest, tell } = this.#deps;
    if (manifest.account === null && index > this.#next) tell({ kind: 'gap', from: this.#next, to: index - 1 });
  }

  #belongs({ source, metadata }: Read): void {
    const { origin, manifest, tell } = this.#deps;
    if (source !== origin) tell({ kind: 'otherLog', line: this.lines, source });
    const account = accountIn(metadata);
    if (manifest.account !== null && account !== null && account !== manifest.account)
      tell({ kind: 'otherAccount', line: this.lines, account });
  }
}

/** Null: it names none. */
const accountIn = (metadata: unknown): string | null =>
  typeof metadata === 'object' && metadata !== null && 'account' in metadata && typeof metadata.account === 'string'
    ? metadata.account
    : null;
