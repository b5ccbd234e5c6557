/** The files of an export folder, and whether they are what the manifest says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportProblem } from './export-problem.js';
import { LineReader } from './line-files.js';
import type { Manifest } from './manifest.js';

export interface ExportFiles {
  /** Undefined, and told, where it cannot be read. */
  text(name: string): string | undefined;
  lines(name: string): LineReader | undefined;
  /** Compares the file with the manifest. */
  end(name: string, reader: LineReader, manifest: Manifest): void;
}

export function exportFiles(folder: string, tell: (problem: ExportProblem) => void): ExportFiles {
  const orTold = <T>(name: string, read: (path: string) => T): T | undefined => {
    try {
      return read(join(folder, name));
    } catch (error) {
      const detail = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
      tell({ kind: 'file', file: name, detail });
      return undefined;
    }
  };
  return {
    text: (name) => orTold(name, (path) => readFileSync(path, 'utf8')),
    lines: (name) => orTold(name, (path) => new LineReader(path)),
    end(name, reader, { files }) {
      const { sha256, bytes } = reader.end();
      const said = files[name];
      if (said?.sha256 !== sha256 || said.bytes !== bytes) tell({ kind: 'changed', file: name });
    },
  };
}
