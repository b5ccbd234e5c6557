import { existsSync, statSync } from 'node:fs';
import { verifyExport } from '../../audit/export/verify-export.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';
import { textOfFile, verifierKeysOf } from '../verifier-key-option.js';
import { verifyText } from '../verify-text.js';

export interface VerifyOptions {
  /** Verifier keys, or files with one on each line. */
  readonly key: readonly string[];
  readonly earlier?: string;
  /** As `key`, of witnesses. */
  readonly witnessKey: readonly string[];
}

/** Needs no installation: neither a log nor keys of its own. Every problem is told at the end. */
export async function verify(terminal: Terminal, folder: string, { key, earlier, witnessKey }: VerifyOptions): Promise<ExitCode> {
  const { verify: texts } = terminal.texts;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(texts.noFolder(folder));
  const keys = key.flatMap((text) => verifierKeysOf(text, terminal));
  const witnesses = witnessKey.flatMap((text) => verifierKeysOf(text, terminal));
  const notOfAWitness = witnesses.find(({ type }) => type !== 'cosignature/v1');
  if (notOfAWitness) throw new UsageError(texts.noWitnessKey(notOfAWitness.name));
  const kept = earlier === undefined ? undefined : textOfFile(earlier, terminal);
  const progress = openProgress(terminal, texts.title);
  const { problems, events, manifest, keyFrom, witnessed } = await verifyExport({
    folder,
    keys,
    earlier: kept,
    witnesses,
    onProgress: (processed, total) => progress.show(processed, total),
  }).finally(() => progress.end());
  for (const problem of problems) terminal.say(verifyText(problem, texts));
  if (keyFrom === 'manifest') terminal.say(`${terminal.texts.warning}: ${texts.ownKey}`);
  if (manifest) terminal.say(texts.about(manifest));
  for (const { name, size, at } of witnessed) terminal.say(texts.witnessed(name, size, new Date(at * 1_000).toISOString()));
  const { origin = null, checkpointSize: size = null, account = null, withheld = 0 } = manifest ?? {};
  const { from = null, to = null, madeAt = null } = manifest ?? {};
  terminal.say(problems.length === 0 ? texts.right(events, withheld) : texts.wrong(problems.length));
  const found = { events, withheld, origin, size, account, from, to, madeAt, key: keyFrom, witnessed, problems: problems.length };
  await terminal.write(`${JSON.stringify(found)}\n`);
  if (problems.length > 0) return EXIT.differencesFound;
  return keyFrom === 'manifest' ? EXIT.someFailed : EXIT.ok;
}
