/** The files of an export folder, and whether they are what the manifest says. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { ExportProblem } from './export-problem.js';
import { LineReader } from './line-files.js';
import type { Manifest } from './manifest.js';

/** Manifests, notes and proofs between checkpoints: a thousandth of it. */
const MOST_TEXT_BYTES = 16 * 1024 * 1024;

export interface ExportFiles {
  /** Undefined, and told, where it cannot be read. */
  text(name: string): string | undefined;
  lines(name: string): LineReader | undefined;
  /** Compares the file with the manifest. */
  end(name: string, reader: LineReader, manifest: Manifest): void;
}

export function exportFiles(folder: string, tell: (problem: ExportProblem) => void): ExportFiles {
  const orTold = <T>(name: string, most: number, read: (path: string) => T): T | undefined => {
    try {
      const problem = problemOf(statSync(join(folder, name)), most);
      if (problem === undefined) return read(join(folder, name));
      tell({ kind: 'file', file: name, detail: problem });
      return undefined;
    } catch (error) {
      const detail = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
      tell({ kind: 'file', file: name, detail });
      return undefined;
    }
  };
  return {
    text: (name) => orTold(name, MOST_TEXT_BYTES, (path) => readFileSync(path, 'utf8')),
    lines: (name) => orTold(name, Number.MAX_SAFE_INTEGER, (path) => new LineReader(path)),
    end(name, reader, { files }) {
      const { sha256, bytes } = reader.end();
      const said = files[name];
      if (said?.sha256 !== sha256 || said.bytes !== bytes) tell({ kind: 'changed', file: name });
    },
  };
}

/** Whoever made the folder may have put a pipe or a device there, which never ends. */
function problemOf(stats: Stats, most: number): string | undefined {
  if (!stats.isFile()) return 'no regular file';
  return stats.size > most ? `larger than ${String(most)} bytes` : undefined;
}
