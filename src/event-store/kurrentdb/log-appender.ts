/** Appends, each with the one revision that it expects, so that sending it again is safe whatever became of the first time. */
import { NO_STREAM } from '@eventstore/db-client';
import type { StreamName } from '../../domain/ids.js';
import { EventStoreUnavailable } from '../errors.js';
import type { AppendResult, EventToAppend, ExpectedRevision } from '../port.js';
import type { Connection } from './connection.js';
import type { LogIndex } from './log-index.js';
import type { LogReader } from './read-log.js';
import { isWrongExpectedRevision, ourError } from './server-errors.js';
import { storedForm } from './stored-form.js';
import { within, type TimeLimits } from './time-limits.js';

export interface LogAppenderOptions {
  readonly connection: Connection;
  readonly index: LogIndex;
  readonly reader: LogReader;
  readonly limits: TimeLimits;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface AppendRequest {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly EventToAppend[];
  /** Milliseconds since 1970; left out: the clock. */
  readonly recordedAt: number | undefined;
}

/** Beyond these an append is refused at once, so that an overload is told and not remembered. */
const MOST_UNDER_WAY = 10_000;
export const TOO_MANY_APPENDS = 'too many appends wait for the event log';
/** Answered positions that are remembered until the index has them. */
const MOST_ANSWERED = 10_000;

export class LogAppender {
  readonly #options: LogAppenderOptions;
  readonly #answered = new Set<number>();
  #lastRecordedAt = Number.NEGATIVE_INFINITY;
  #underWay = 0;

  constructor(options: LogAppenderOptions) {
    this.#options = options;
  }

  /** The next append is refused. */
  get isFull(): boolean {
    return this.#underWay >= MOST_UNDER_WAY;
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.isFull) throw new EventStoreUnavailable(TOO_MANY_APPENDS, { reason: 'overloaded' });
    this.#underWay += 1;
    try {
      return await this.#send(request);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #send(request: AppendRequest): Promise<AppendResult> {
    const { connection, index, limits } = this.#options;
    const { stream, expected, events } = request;
    const indexed = index.end();
    const writtenAt = Math.max(request.recordedAt ?? this.#options.clock(), indexed.recordedAt, this.#lastRecordedAt);
    this.#lastRecordedAt = writtenAt;
    let position: number | undefined;
    try {
      const answer = await within(
        limits.appendMs,
        connection.client.appendToStream(
          stream,
          events.map((event) => storedForm(event, writtenAt)),
          {
            expectedRevision: expected === 'none' ? NO_STREAM : BigInt(expected),
            credentials: connection.appendAs,
            deadline: limits.appendMs,
          },
        ),
      );
      position = answer.position && Number(answer.position.commit);
    } catch (error) {
      if (isWrongExpectedRevision(error)) return this.#appendedBefore(request);
      throw ourError(error);
    }
    // The server takes an append that it has already for a success: then the times are those of the first one. Several events have a position each.
    const isNew = position !== undefined && position > indexed.position && !this.#answered.has(position);
    if (events.length > 1 || position === undefined || !isNew) return this.#appendedBefore(request);
    this.#remember(position);
    return { ok: true, firstPosition: position, lastPosition: position, recordedAt: index.recordedAt(position, writtenAt) };
  }

  /** What stands at these revisions: this very append, or something else. */
  async #appendedBefore({ stream, expected, events }: AppendRequest): Promise<AppendResult> {
    const { index, reader } = this.#options;
    const first = expected === 'none' ? 0 : expected + 1;
    const stored = await reader.stream(stream, { from: first, count: events.length });
    const [start, end] = [stored[0], stored.at(-1)];
    const same = events.every(({ id }, at) => stored[at]?.id === id.toLowerCase());
    if (same && start && end) {
      this.#remember(end.position);
      return {
        ok: true,
        firstPosition: start.position,
        lastPosition: end.position,
        recordedAt: index.recordedAt(end.position, end.writtenAt),
      };
    }
    const [last] = await reader.stream(stream, { from: 'end', count: 1, backwards: true });
    return { ok: false, conflict: { stream, actualRevision: last?.revision ?? 'none' } };
  }

  #remember(position: number): void {
    this.#answered.add(position);
    if (this.#answered.size <= MOST_ANSWERED) return;
    const [oldest] = this.#answered;
    if (oldest !== undefined) this.#answered.delete(oldest);
  }
}
