/** An export folder that somebody has changed, with a manifest that fits and the log's own signature under it: only proofs can tell. */
import { hash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {
  FILES,
  MANIFEST,
  MANIFEST_NOTE,
  manifestNoteText,
  printManifest,
  type Manifest,
} from '../../src/audit/export/manifest.js';
import { verifyExport } from '../../src/audit/export/verify-export.js';
import { signNote } from '../../src/audit/signed-note.js';
import type { AttackedLog } from './attacked-log.js';

/** What the verifier finds, by the log's key. */
export const problemsOf = async (log: AttackedLog, exported: string): Promise<readonly string[]> =>
  (await verifyExport({ folder: exported, keys: [log.verifier] })).problems.map(({ kind }) => kind);

export type Lines = Readonly<Record<'events' | 'proofs' | 'texts', string[]>>;

/** What it finds in a copy of the export with changed lines and, where `checkpoint` is called, another checkpoint. */
export async function problemsAfter(
  log: AttackedLog,
  folder: string,
  change: (lines: Lines, checkpoint: (note: string) => void) => void,
): Promise<readonly string[]> {
  const copy = join(log.untouched, 'changed');
  cpSync(folder, copy, { recursive: true });
  const linesOf = (name: string): string[] => readFileSync(join(copy, name), 'utf8').split('\n').slice(0, -1);
  const lines: Lines = { events: linesOf(FILES.events), proofs: linesOf(FILES.proofs), texts: linesOf(FILES.texts) };
  const written: Record<string, string> = {};
  change(lines, (note) => (written[FILES.checkpoint] = note));
  for (const name of ['events', 'proofs', 'texts'] as const)
    written[FILES[name]] = lines[name].map((line) => `${line}\n`).join('');
  const manifest = JSON.parse(readFileSync(join(copy, MANIFEST), 'utf8')) as Manifest;
  const files = { ...manifest.files };
  for (const [name, text] of Object.entries(written)) {
    writeFileSync(join(copy, name), text);
    files[name] = { sha256: hash('sha256', text), bytes: Buffer.byteLength(text) };
  }
  const text = printManifest({ ...manifest, files, events: lines.events.length });
  writeFileSync(join(copy, MANIFEST), text);
  const signers = log.logKeys.signing.map((privateKey) => ({ name: log.origin, privateKey }));
  writeFileSync(join(copy, MANIFEST_NOTE), signNote(manifestNoteText(log.origin, text), signers));
  const problems = await problemsOf(log, copy);
  rmSync(copy, { recursive: true });
  return problems;
}

export const swapped = (lines: string[], one: number, other: number): void => {
  [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
};
export const replaced = (lines: string[], at: number, from: RegExp, to: string): void => {
  const line = lines[at] ?? '';
  if (line.replace(from, to) === line) throw new Error(`nothing to replace in ${line}`);
  lines[at] = line.replace(from, to);
};

/** What was signed last before that place. */
export function noteBefore(log: AttackedLog, at: number): string {
  const size = log.signed.findLast((signed) => signed <= Math.max(at, 1)) ?? 1;
  const attacked = log.rolledBackTo(size);
  const database = new BetterSqlite3(join(attacked, 'events.db'), { readonly: true });
  const stored = database.prepare<[], { note: string }>('SELECT note FROM checkpoints ORDER BY number DESC LIMIT 1').get();
  database.close();
  log.remove(attacked);
  return stored?.note ?? '';
}
