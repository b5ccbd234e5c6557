/** Options that name verifier keys, or files of them, and other files to read. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { parseVerifierKey, type VerifierKey } from '../audit/verifier-key.js';
import { UsageError } from './exit-codes.js';
import type { Terminal } from './terminal.js';

/** A key, or a file with one on each line. @throws UsageError for anything else. */
export function verifierKeysOf(text: string, terminal: Terminal): readonly [VerifierKey, ...VerifierKey[]] {
  const lines = existsSync(text) ? textOfFile(text, terminal).split('\n').filter(Boolean) : [text];
  const [first, ...more] = lines.map((line) => {
    const read = parseVerifierKey(line.trim());
    if (!read.ok) throw new UsageError(terminal.texts.noVerifierKey(line, read.problem));
    return read.key;
  });
  if (!first) throw new UsageError(terminal.texts.noVerifierKey(text, ''));
  return [first, ...more];
}

/** Keys and notes are some lines. */
const MOST_BYTES = 1024 * 1024;

/** @throws UsageError where there is no such file, or one that is far too large. */
export function textOfFile(path: string, { texts }: Terminal): string {
  if (!existsSync(path) || !statSync(path).isFile() || statSync(path).size > MOST_BYTES) throw new UsageError(texts.noFile(path));
  return readFileSync(path, 'utf8');
}
