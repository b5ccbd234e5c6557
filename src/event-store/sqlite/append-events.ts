import type { Database, Statement } from 'better-sqlite3';
import { eventLeafHash } from '../../audit/envelope.js';
import { instantOf } from '../../domain/ids.js';
import type { StreamName } from '../../domain/ids.js';
import type { AppendResult, ExpectedRevision } from '../port.js';
import { TreeWriter } from './tree-writer.js';

/** An event as its row, its id as 16 bytes and as the text that its leaf holds. */
export interface EventRow {
  readonly id: Buffer;
  readonly idText: string;
  readonly type: string;
  readonly version: number;
  readonly body: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface AppendRequest {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventRow[];
  /** Milliseconds since 1970; left out: the clock. */
  readonly recordedAt: number | undefined;
}

interface Written {
  readonly position: number;
  readonly id: Buffer;
  readonly recorded_at: number;
}

interface End {
  readonly position: number;
  readonly recorded_at: number;
}

/** Appends inside a transaction that its caller begins and ends. What is remembered between two appends is read again at each `begin`. */
export class EventAppender {
  readonly #clock: () => number;
  readonly #end: Statement<[], End>;
  readonly #streamKey: Statement<[string], { readonly key: number }>;
  readonly #addStream: Statement<[string]>;
  readonly #lastRevision: Statement<[number], { readonly revision: number | null }>;
  readonly #writtenAt: Statement<[number, number, number], Written>;
  readonly #insert: Statement<[number, number, number, Buffer, string, number, number, Uint8Array, Uint8Array]>;
  readonly #tree: TreeWriter;
  /** Leaf hashes of what this transaction has appended so far. */
  #leaves: Buffer[] = [];
  #position = 0;
  #recordedAt = 0;

  constructor(database: Database, clock: () => number) {
    this.#clock = clock;
    this.#tree = new TreeWriter(database);
    this.#end = database.prepare('SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1');
    this.#streamKey = database.prepare('SELECT key FROM streams WHERE name = ?');
    this.#addStream = database.prepare('INSERT INTO streams (name) VALUES (?)');
    this.#lastRevision = database.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#writtenAt = database.prepare(
      'SELECT position, id, recorded_at FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision',
    );
    this.#insert = database.prepare(
      'INSERT INTO events (position, stream, revision, id, type, version, recorded_at, body, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
  }

  /** At the start of every transaction: learns where the log ends. */
  begin(): void {
    const end = this.#end.get();
    this.#position = end?.position ?? 0;
    this.#recordedAt = end?.recorded_at ?? Number.NEGATIVE_INFINITY;
    this.#leaves = [];
  }

  /** At the end of every transaction: seals what it has appended. */
  end(): void {
    this.#tree.append(this.#position - this.#leaves.length, this.#leaves);
  }

  /** Where it throws, the caller rolls back to before this append; the place in the log then stands where it stood. */
  append({ stream, expected, events, recordedAt }: AppendRequest): AppendResult & { readonly written: number } {
    const known = this.#streamKey.get(stream)?.key;
    const last = known === undefined ? null : (this.#lastRevision.get(known)?.revision ?? null);
    const first = expected === 'none' ? 0 : expected + 1;
    if (first !== (last ?? -1) + 1) {
      const before = known === undefined ? undefined : this.#appendedBefore(known, first, events);
      return before ?? { ok: false, conflict: { stream, actualRevision: last ?? 'none' }, written: 0 };
    }

    const key = known ?? Number(this.#addStream.run(stream).lastInsertRowid);
    const at = Math.max(recordedAt ?? this.#clock(), this.#recordedAt);
    const instant = instantOf(at);
    const leaves: Buffer[] = [];
    let position = this.#position;
    let revision = first;
    for (const { id, idText, type, version, body, metadata } of events) {
      position += 1;
      this.#insert.run(position, key, revision, id, type, version, at, body, metadata);
      leaves.push(eventLeafHash({ stream, revision, id: idText, type, version, recordedAt: instant, body, metadata }));
      revision += 1;
    }
    const firstPosition = this.#position + 1;
    this.#position = position;
    this.#recordedAt = at;
    for (const leaf of leaves) this.#leaves.push(leaf);
    return { ok: true, firstPosition, lastPosition: position, recordedAt: instant, written: events.length };
  }

  /** The same append once before: every id stands at its revision, whatever followed them since. */
  #appendedBefore(key: number, first: number, events: readonly EventRow[]): (AppendResult & { readonly written: 0 }) | undefined {
    const written = this.#writtenAt.all(key, first, first + events.length - 1);
    const [start, end] = [written[0], written.at(-1)];
    const same = events.every(({ id }, index) => written[index]?.id.equals(id) === true);
    if (!same || start === undefined || end === undefined) return undefined;
    return {
      ok: true,
      firstPosition: start.position,
      lastPosition: end.position,
      recordedAt: instantOf(end.recorded_at),
      written: 0,
    };
  }
}
