import { toBase64 } from '../../audit/strict-text.js';
import type { Config } from '../../config/config.js';
import { createClock } from '../../config/test-clock.js';
import { EXIT, UsageError, type ExitCode } from '../exit-codes.js';
import { requireKindOfLog, settings } from '../installation.js';
import { carryCheckpoint, checkpointProblem } from '../move/carry-checkpoint.js';
import { endOf, openSource, openTarget, type End, type OpenEnd } from '../move/ends.js';
import { moveLog, type MoveOutcome } from '../move/move-log.js';
import type { MoveProblem } from '../move/move-problem.js';
import { openProgress } from '../progress.js';
import type { Terminal } from '../terminal.js';

export interface MoveOptions {
  /** `sqlite` or a connection string. */
  readonly from: string;
  readonly to: string;
}

/** Copies what the other side does not have yet, and compares. Needs no keys: nothing in an event is opened. */
export async function move(terminal: Terminal, options: MoveOptions): Promise<ExitCode> {
  const [from, to] = [endOf('--from', options.from, terminal), endOf('--to', options.to, terminal)];
  if (from.kind === to.kind) throw new UsageError(terminal.texts.move.oneOfEach);
  const config = settings(terminal);
  // One end is this folder's, whatever store the environment names.
  requireKindOfLog(config.dataDir, 'sqlite', terminal);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  const source = await openSource(from, config, terminal);
  try {
    const target = await openTarget(to, config, terminal);
    try {
      return await moveBetween(terminal, { config, from, source, target, stopped: stopping.signal });
    } finally {
      await target.store.close();
    }
  } finally {
    await source.store.close();
  }
}

interface Ends {
  readonly config: Config;
  readonly from: End;
  readonly source: OpenEnd;
  readonly target: OpenEnd;
  readonly stopped: AbortSignal;
}

async function moveBetween(terminal: Terminal, ends: Ends): Promise<ExitCode> {
  const { source, target } = ends;
  const problem = keyProblem(ends) ?? (await checkpointProblem(source.store, target.store));
  if (problem) return refused(terminal, ends, problem);
  const started = performance.now();
  const outcome = await copy(terminal, ends);
  switch (outcome.kind) {
    case 'refused':
      return refused(terminal, ends, outcome.problem);
    case 'stopped':
      terminal.say(terminal.texts.move.stopped(outcome.size));
      return EXIT.failed;
    case 'equal':
      return equal(terminal, ends, outcome, (performance.now() - started) / 1_000);
  }
}

function keyProblem({ source, target }: Ends): MoveProblem | undefined {
  const isAnother = source.keyMark && target.keyMark && !Buffer.from(source.keyMark).equals(target.keyMark);
  return isAnother ? { kind: 'another-key' } : undefined;
}

async function copy(terminal: Terminal, { config, source, target, stopped }: Ends): Promise<MoveOutcome> {
  const { move: texts } = terminal.texts;
  const progress = openProgress(terminal, texts.title);
  const checking = openProgress(terminal, texts.checking);
  try {
    return await moveLog({
      source: source.store,
      target: target.store,
      together: target.isOurs,
      clock: createClock(config.testClockFile),
      stopped,
      onCopied: (copied, total) => progress.show(copied, total),
      onChecked: (checked, total) => {
        progress.end();
        checking.show(checked, total);
      },
    });
  } finally {
    progress.end();
    checking.end();
  }
}

async function equal(
  terminal: Terminal,
  { from, source, target }: Ends,
  { size, root, copied }: MoveOutcome & { readonly kind: 'equal' },
  seconds: number,
): Promise<ExitCode> {
  const { move: texts } = terminal.texts;
  // The mark says whose log it is: set once there is something of it, so that a move that was refused leaves nothing behind.
  if (source.keyMark && size > 0)
    await target.store.useKeys({ lookUp: { mark: source.keyMark }, personal: { open: () => null } });
  const signed = (await carryCheckpoint(source.store, target.store)) ?? null;
  await source.store.head();
  const behind = source.store.tree.size() - size;
  const text = toBase64(root);
  terminal.say(texts.equal(source.store.name, target.store.name, size, text));
  if (!source.isOurs) terminal.say(from.kind === 'sqlite' ? texts.ownerRuns : texts.nodesMayRun);
  const isWhole = behind === 0 && (source.isOurs || from.kind === 'kurrentdb');
  const summary = { size, root: text, copied, seconds: Math.round(seconds * 10) / 10, signed, behind, whole: isWhole };
  await terminal.write(`${JSON.stringify(summary)}\n`);
  return isWhole ? EXIT.ok : EXIT.someFailed;
}

function refused(terminal: Terminal, { source, target }: Ends, problem: MoveProblem): ExitCode {
  const { texts } = terminal;
  terminal.say(texts.failed(problemText(texts.move, source.store.name, target.store.name, problem)));
  return EXIT.differencesFound;
}

function problemText(texts: Terminal['texts']['move'], source: string, target: string, problem: MoveProblem): string {
  switch (problem.kind) {
    case 'source':
      return texts.notAsSigned(source, problem.detail);
    case 'another-log':
      return texts.anotherLog(target, problem.size);
    case 'another-origin':
      return texts.anotherOrigin(target, problem.source, problem.target);
    case 'another-key':
      return texts.anotherKey(target);
    case 'target':
      return texts.notAsWritten(target, problem.detail);
  }
}
