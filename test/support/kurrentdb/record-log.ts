/** The log of one database in memory: what KurrentDB decides about an append, and its order of records. */

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Where the record begins in the log, in bytes: both its commit and its prepare position. */
  readonly position: number;
  /** Where the next one begins. */
  readonly end: number;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

export type Expected = 'any' | 'exists' | 'none' | number;

export type LogAppend =
  /** For a repeated append: where its last event was written the first time. */
  | { readonly ok: true; readonly revision: number; readonly position: number }
  /** -1: there is no such stream. */
  | { readonly ok: false; readonly currentRevision: number };

/** Streams of the system that stand between ours in `$all`, so that a filter that is left out shows. */
const SYSTEM_STREAMS = ['$stats-127.0.0.1:2113', '$scavenges', '$$$stats-127.0.0.1:2113', '$users'];
const RECORD_OVERHEAD = 64;

export class RecordLog {
  readonly records: LogRecord[] = [];
  /** How often, and how many of the next events of ours, subscriptions that are there leave out. */
  leftOut = { times: 0, events: 0 };
  /** Subscriptions that were begun. */
  subscriptions = 0;
  #isLate: ((stream: string) => boolean) | undefined;
  #late: LogRecord[] = [];
  readonly #streams = new Map<string, LogRecord[]>();
  readonly #listeners = new Set<() => void>();
  #random = 1;

  constructor() {
    for (const stream of SYSTEM_STREAMS) this.#writeSystemEvent(stream);
  }

  /** Where the next record will begin. */
  get end(): number {
    return Math.max(this.records.at(-1)?.end ?? 0, this.#late.at(-1)?.end ?? 0);
  }

  /** As on a server whose commits become visible in another order than their positions: the next event of such a stream stands in `$all` later. */
  makeLate(streamPrefix: string): void {
    this.#isLate = (stream) => stream.startsWith(streamPrefix);
  }

  /** They stand where they belong, before what was read meanwhile. */
  showLate(): void {
    for (const late of this.#late.splice(0)) {
      const at = this.records.findIndex(({ position }) => position > late.position);
      this.records.splice(at < 0 ? this.records.length : at, 0, late);
    }
    for (const listener of this.#listeners) listener();
  }

  stream(name: string): readonly LogRecord[] {
    return this.#streams.get(name) ?? [];
  }

  /** Calls back after every append, until the function returned is called. */
  onGrowth(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(stream: string, expected: Expected, events: readonly ProposedEvent[]): LogAppend {
    const result = this.#decide(stream, expected, events);
    if (result === 'write') for (const event of events) this.#write(stream, event);
    if (this.#next(3) === 0) this.#writeSystemEvent(SYSTEM_STREAMS[this.#next(SYSTEM_STREAMS.length)] ?? '$stats');
    for (const listener of this.#listeners) listener();
    if (result !== 'write') return result;
    const last = this.stream(stream).at(-1);
    return { ok: true, revision: last?.revision ?? -1, position: last?.position ?? 0 };
  }

  /** As where an older copy of the database is put back: what was written after so many records is gone. */
  putBack(count: number): void {
    this.records.splice(count);
    for (const records of this.#streams.values()) {
      const kept = records.filter(({ position }) => position < this.end);
      records.splice(kept.length);
    }
  }

  /** As `IndexWriter.CheckCommit` of the server does: ids are compared, contents are not. */
  #decide(stream: string, expected: Expected, events: readonly ProposedEvent[]): LogAppend | 'write' {
    const records = this.stream(stream);
    const currentRevision = records.length - 1;
    const refused = { ok: false, currentRevision } as const;
    if (expected === 'exists' && currentRevision < 0) return refused;
    if (expected === 'any' || expected === 'exists') {
      const first = records.findIndex(({ id }) => id === events[0]?.id);
      if (first < 0) return 'write';
      return repeated(records, first, events) ?? refused;
    }
    const before = expected === 'none' ? -1 : expected;
    if (before === currentRevision) return 'write';
    return repeated(records, before + 1, events) ?? refused;
  }

  #write(stream: string, event: ProposedEvent): void {
    const records = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, records);
    const position = this.end;
    const size = RECORD_OVERHEAD + event.data.length + event.metadata.length + this.#next(200);
    const record = { ...event, stream, revision: records.length, position, end: position + size, created: Date.now() };
    records.push(record);
    if (this.#isLate?.(stream)) {
      this.#isLate = undefined;
      this.#late.push(record);
    } else {
      this.records.push(record);
    }
  }

  #writeSystemEvent(stream: string): void {
    const data = Buffer.from('{"es-queue-Worker #1":{"lengthCurrentTryPeak":0}}');
    this.#write(stream, { id: crypto.randomUUID(), type: '$statsCollected', isJson: true, data, metadata: Buffer.alloc(0) });
  }

  /** The same numbers on every run (minimal standard generator). */
  #next(below: number): number {
    this.#random = (this.#random * 48_271) % 2_147_483_647;
    return this.#random % below;
  }
}

function repeated(records: readonly LogRecord[], first: number, events: readonly ProposedEvent[]): LogAppend | undefined {
  if (events.length === 0 || events.some(({ id }, index) => records[first + index]?.id !== id)) return undefined;
  const last = records[first + events.length - 1];
  return last && { ok: true, revision: last.revision, position: last.position };
}
