/** The personal texts of an export folder: each is what was committed to, and stands in an event of it. */
import type { ExportFiles } from './export-files.js';
import type { ExportProblem } from './export-problem.js';
import { FILES, type Manifest } from './manifest.js';
import { keepsItsCommitment, nameOf, readTextLine, type Committed } from './personal-lines.js';

interface Shown {
  readonly line: number;
  readonly subject: string;
  readonly isErased: boolean;
  /** Log index of the first event that has it. */
  askedAt: number | undefined;
}

export class ShownTexts {
  readonly #shown = new Map<string, Shown>();
  readonly #missing = new Set<string>();
  readonly #tell: (problem: ExportProblem) => void;

  constructor(files: ExportFiles, manifest: Manifest, tell: (problem: ExportProblem) => void) {
    this.#tell = tell;
    const reader = files.lines(FILES.texts);
    if (!reader) return;
    let line = 0;
    for (let text = reader.next(); text !== undefined; text = reader.next()) {
      line += 1;
      this.#add(text, line);
    }
    files.end(FILES.texts, reader, manifest);
  }

  #add(text: string, line: number): void {
    const read = readTextLine(text);
    if (!read) {
      this.#tell({ kind: 'textLine', line });
      return;
    }
    const { subject } = read;
    if (!keepsItsCommitment(read)) this.#tell({ kind: 'text', line, subject });
    this.#shown.set(nameOf(read), { line, subject, isErased: read.shown === null, askedAt: undefined });
  }

  /** An event has it, in that line. */
  ask(committed: Committed, { line, index }: { readonly line: number; readonly index: number }): void {
    const name = nameOf(committed);
    const shown = this.#shown.get(name);
    if (shown) shown.askedAt ??= index;
    else if (!this.#missing.has(name)) {
      this.#missing.add(name);
      this.#tell({ kind: 'noText', line, subject: committed.subject });
    }
  }

  /** After the last event. A key that is gone without a word of the log was lost, or destroyed by hand. */
  end(erasures: ReadonlyMap<string, number>): void {
    for (const { line, subject, isErased, askedAt } of this.#shown.values()) {
      if (askedAt === undefined) this.#tell({ kind: 'strayText', line, subject });
      else if (isErased && !((erasures.get(subject) ?? -1) > askedAt)) this.#tell({ kind: 'notErased', line, subject });
    }
  }
}
