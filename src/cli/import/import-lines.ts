/** What `kabinet import` does with its lines: events go into the log as they are, facts are given to the service. */
import { liesAhead } from '../../commands/input.js';
import type { Instant } from '../../domain/ids.js';
import type { CommandDeps } from '../../commands/deps.js';
import type { Refusal } from '../../domain/refusal.js';
import type { EventStore } from '../../event-store/port.js';
import type { UploadResult } from '../../processes/cabinet-service.js';
import { isAccepted } from '../../domain/upload.js';
import { readEvent, type ReadEvent } from '../event-line.js';
import { runFact, type FactProblem } from './fact-line.js';
import type { Line } from './lines.js';

export type LineProblem =
  | { readonly kind: 'tooLong' | 'encoding' | 'json' | 'neither' }
  | { readonly kind: 'eventField'; readonly field: string }
  | { readonly kind: 'event'; readonly reason: string }
  | { readonly kind: 'conflict'; readonly stream: string; readonly revision: number; readonly stands: 'none' | number }
  | ({ readonly kind: 'fact' } & FactProblem)
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The fact is in, and this did not follow from it. */
  | { readonly kind: 'note'; readonly refusal: Refusal }
  | { readonly kind: 'uploadItem'; readonly result: UploadResult };

export interface ImportSummary {
  /** Without empty ones. */
  readonly lines: number;
  readonly events: number;
  readonly facts: number;
  /** Events of the file that were in the log already. */
  readonly known: number;
  readonly failed: number;
  /** In the log after the import that were not before. */
  readonly added: number;
}

export interface ImportOptions {
  readonly store: EventStore;
  readonly now: () => Instant;
  /** Asked for at the first fact: events alone need no keys. */
  readonly factDeps: () => Promise<CommandDeps>;
  /** Of facts without a key of their own: the same name and line number is the same fact. */
  readonly name: string;
  readonly onProblem: (line: number, problem: LineProblem) => void;
  readonly onLine: (line: Line) => void;
}

/** Appends on their way share commits. */
const MOST_ON_THE_WAY = 1_000;
const MOST_BYTES_ON_THE_WAY = 16 * 1024 * 1024;

/** Rejects only where the log is lost: the same import again then goes on. */
export async function importLines(lines: AsyncIterable<Line>, options: ImportOptions): Promise<ImportSummary> {
  const before = await options.store.head();
  const run = new ImportRun(options, before.position);
  for await (const line of lines) {
    await run.take(line);
    options.onLine(line);
  }
  await run.settle();
  return { ...run.counts, failed: run.failedLines.size, added: (await options.store.head()).position - before.position };
}

class ImportRun {
  readonly counts = { lines: 0, events: 0, facts: 0, known: 0 };
  readonly failedLines = new Set<number>();
  #onTheWay: Promise<void>[] = [];
  #bytesOnTheWay = 0;

  constructor(
    readonly options: ImportOptions,
    readonly headBefore: number,
  ) {}

  async take(line: Line): Promise<void> {
    if (line.text?.trim() === '') return;
    this.counts.lines += 1;
    if (line.text === undefined) return this.#fail(line, { kind: line.problem ?? 'encoding' });
    const parsed = parsedLine(line.text);
    if (!parsed) return this.#fail(line, { kind: 'json' });
    if ('fact' in parsed) return this.#takeFact(line, parsed);
    if ('stream' in parsed) return this.#takeEvent(line, parsed);
    this.#fail(line, { kind: 'neither' });
  }

  async settle(): Promise<void> {
    const sent = this.#onTheWay;
    [this.#onTheWay, this.#bytesOnTheWay] = [[], 0];
    await Promise.all(sent);
  }

  async #takeEvent(line: Line, parsed: Readonly<Record<string, unknown>>): Promise<void> {
    this.counts.events += 1;
    const reading = readEvent(parsed);
    if (!reading.ok)
      return this.#fail(
        line,
        'field' in reading ? { kind: 'eventField', field: reading.field } : { kind: 'event', reason: reading.reason },
      );
    // Whatever follows would be recorded no earlier: one such event would move the whole log into the future.
    if (liesAhead(reading.event.recordedAt, this.options.now()))
      return this.#fail(line, { kind: 'fact', problem: 'recordedAhead' });
    const sending = this.#append(line, reading.event);
    sending.catch(() => undefined); // `settle` tells.
    this.#onTheWay.push(sending);
    this.#bytesOnTheWay += line.text?.length ?? 0;
    if (this.#onTheWay.length >= MOST_ON_THE_WAY || this.#bytesOnTheWay >= MOST_BYTES_ON_THE_WAY) await this.settle();
  }

  /** Appends are answered in the order in which they were sent: the log has the lines in their order. */
  async #append(line: Line, { stream, revision, recordedAt, ...event }: ReadEvent): Promise<void> {
    const result = await this.options.store.append(stream, revision === 0 ? 'none' : revision - 1, [event], { recordedAt });
    if (!result.ok) this.#fail(line, { kind: 'conflict', stream, revision, stands: result.conflict.actualRevision });
    else if (result.lastPosition <= this.headBefore) this.counts.known += 1;
  }

  async #takeFact(line: Line, parsed: Readonly<Record<string, unknown>>): Promise<void> {
    this.counts.facts += 1;
    await this.settle();
    const correlationId = `import:${this.options.name.slice(0, 40)}:${String(line.number)}`;
    const defaultKey = `${this.options.name}\n${String(line.number)}`;
    const result = await runFact(await this.options.factDeps(), { line: parsed, defaultKey, correlationId });
    if (result.kind === 'malformed') return this.#fail(line, { ...result, kind: 'fact' });
    const { outcome } = result;
    if (!outcome.ok) return outcome.refusals.forEach((refusal) => this.#fail(line, { kind: 'refused', refusal }));
    for (const refusal of outcome.notes) this.#fail(line, { kind: 'note', refusal });
    for (const item of uploadResults(outcome.value))
      if (!isAccepted(item.outcome)) this.#fail(line, { kind: 'uploadItem', result: item });
  }

  #fail({ number }: Line, problem: LineProblem): void {
    this.failedLines.add(number);
    this.options.onProblem(number, problem);
  }
}

const uploadResults = (value: unknown): readonly UploadResult[] =>
  typeof value === 'object' && value !== null && 'results' in value ? (value.results as readonly UploadResult[]) : [];

function parsedLine(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
