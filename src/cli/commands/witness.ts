import { setTimeout as delay } from 'node:timers/promises';
import { witnessOnce, type Refusal, type WitnessDeps } from '../../audit/witness.js';
import { DataFolderInUse } from '../../event-store/errors.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { verifierKeysOf } from '../verifier-key-option.js';
import { remoteLog } from '../witness/remote-log.js';
import { openWitnessFolder, type WitnessFolder } from '../witness/witness-folder.js';

export interface WitnessOptions {
  readonly log: string;
  readonly key: readonly string[];
  readonly folder: string;
  readonly once?: boolean;
  /** Seconds. */
  readonly every: number;
}

/** Needs nothing of the log's machine. Ends at the first checkpoint that does not extend what it saw: nothing after that can be believed. */
export async function witness(terminal: Terminal, { log, key, folder, once = false, every }: WitnessOptions): Promise<ExitCode> {
  const { witness: texts } = terminal.texts;
  if (!URL.canParse(log)) throw new UsageError(texts.noUrl(log));
  const [first, ...more] = key.flatMap((text) => verifierKeysOf(text, terminal));
  if (!first) throw new UsageError(texts.needsKey);
  const own = openOrTell(terminal, folder);
  if (own === undefined) return EXIT.dataFolderInUse;
  try {
    return await watch(terminal, { log, keys: [first, ...more], own, once, every });
  } finally {
    own.close();
  }
}

/** Undefined while another process owns the folder, which is said. */
function openOrTell(terminal: Terminal, folder: string): WitnessFolder | undefined {
  try {
    return openWitnessFolder(folder);
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    terminal.say(terminal.texts.failed(terminal.texts.witness.folderInUse(folder, error.ownerPid)));
    return undefined;
  }
}

interface Watch extends Required<Pick<WitnessOptions, 'log' | 'once' | 'every'>> {
  readonly keys: WitnessDeps['keys'];
  readonly own: WitnessFolder;
}

async function watch(terminal: Terminal, { log, keys, own, once, every }: Watch): Promise<ExitCode> {
  const { signer, verifierKey, memory } = own;
  terminal.say(terminal.texts.witness.ownKey(verifierKey));
  if (own.refusedFile !== undefined) {
    terminal.say(terminal.texts.failed(terminal.texts.witness.refusedBefore(own.refusedFile)));
    await terminal.write(`${JSON.stringify({ refused: { kind: 'before', file: own.refusedFile } })}\n`);
    return EXIT.differencesFound;
  }
  const deps: WitnessDeps = { log: remoteLog(log), memory, keys, signer, clock: Date.now };
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopped.abort());
  for (;;) {
    const code = await look(terminal, deps);
    if (once || code === EXIT.differencesFound || stopped.signal.aborted) return code;
    try {
      await delay(every * 1_000, undefined, { signal: stopped.signal });
    } catch {
      return EXIT.ok;
    }
  }
}

async function look(terminal: Terminal, deps: WitnessDeps): Promise<ExitCode> {
  const { witness: texts } = terminal.texts;
  try {
    const seen = await witnessOnce(deps);
    if (!seen.ok) {
      terminal.say(terminal.texts.failed(refusalText(seen.refusal, terminal)));
      await terminal.write(`${JSON.stringify({ refused: seen.refusal })}\n`);
      return EXIT.differencesFound;
    }
    const { size, isNew } = seen;
    if (isNew) await terminal.write(`${JSON.stringify({ cosigned: size })}\n`);
    return EXIT.ok;
  } catch (error) {
    terminal.say(terminal.texts.failed(texts.notReached(causeOf(error))));
    return EXIT.failed;
  }
}

function refusalText(refusal: Refusal, { texts: { witness: texts } }: Terminal): string {
  return refusal.kind === 'unsigned' ? texts.unsigned(refusal.detail) : texts[refusal.kind](refusal.seen, refusal.shown);
}

/** `fetch` says only that it failed; what it failed on stands below. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
