/** Reads of the server, page by page; nothing of the next page is kept while its reader stands still. */
import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  type EventStoreDBClient,
  type Position,
  type ReadRevision,
  type StreamingRead,
} from '@eventstore/db-client';
import type { StreamName } from '../../domain/ids.js';
import type { OpenPersonal } from '../../domain/personal.js';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import { isOurStream, positionOf } from './our-events.js';
import { isInvalidPosition, isStreamNotFound, ourError } from './server-errors.js';
import { readStoredForm, type StoredRecord } from './stored-form.js';
import { within, type TimeLimits } from './time-limits.js';

export interface LogReaderOptions {
  readonly client: EventStoreDBClient;
  readonly limits: TimeLimits;
}

export interface LogPage {
  /** Of ours, in the order of the log. */
  readonly records: readonly StoredRecord[];
  /** Of the last record of any kind: the next page is read after it. */
  readonly last: number | Position;
  /** Nothing stood behind it when it was read. */
  readonly isLast: boolean;
}

export const commitOf = (position: number | Position): number =>
  typeof position === 'number' ? position : Number(position.commit);

const isSame = (one: Position, other: Position): boolean => one.commit === other.commit && one.prepare === other.prepare;

/** No record stands where one has been read. */
export class PositionLost extends EventLogDamaged {
  override readonly name = 'PositionLost';
  constructor(position: number) {
    super(
      `the server no longer holds the event of position ${String(position)}: an older log was put back, or it is not readable`,
    );
  }
}

const PAGE = 1_000;
/** Behind the last event of ours mostly stand few of the server's own. */
const FIRST_HEAD_PAGE = 8;

export class LogReader {
  /** Opens personal texts; undefined: they read as erased. */
  openPersonal: OpenPersonal | undefined;
  readonly #client: EventStoreDBClient;
  readonly #limits: TimeLimits;

  constructor({ client, limits }: LogReaderOptions) {
    this.#client = client;
    this.#limits = limits;
  }

  /**
   * The next page of `$all` behind an event of ours (0: the start), or behind where the page before has ended. A plain read and no subscription, for a
   * subscription may leave out what is committed while it catches up (docs/decisions/0018-kurrentdb.md). What is not ours travels as well, and is left
   * out here. Rejects with PositionLost where our event is not there.
   */
  async page(after: number | Position): Promise<LogPage> {
    const fromPosition = typeof after === 'number' ? positionOf(after) : after;
    const read = await this.#collect(this.#client.readAll({ direction: FORWARDS, fromPosition, maxCount: PAGE })).catch(
      (error: unknown) => {
        if (typeof after === 'number' && error instanceof EventStoreUnavailable && isInvalidPosition(error.cause))
          throw new PositionLost(after);
        throw error;
      },
    );
    const found = read.flatMap(({ event }) => (event ? [event] : []));
    // Inclusive: what stands at the position itself comes first.
    const isFirstSeen = fromPosition !== START && found[0] !== undefined && isSame(found[0].position, fromPosition);
    if (typeof after === 'number' && after > 0 && !isFirstSeen) throw new PositionLost(after);
    const next = isFirstSeen ? found.slice(1) : found;
    return {
      records: next.flatMap((event) => (isOurStream(event.streamId) ? [readStoredForm(event, this.openPersonal)] : [])),
      last: next.at(-1)?.position ?? after,
      isLast: read.length < PAGE,
    };
  }

  /** Pages of ours after a position, up to and including another one; both are known to be an event's, or 0. */
  async *all(after: number, upTo: number): AsyncGenerator<readonly StoredRecord[], void, undefined> {
    let from: number | Position = after;
    while (commitOf(from) < upTo) {
      const { records, last, isLast } = await this.page(from);
      const page = records.filter(({ position }) => position <= upTo);
      if (page.length > 0) yield page;
      if (isLast && commitOf(last) < upTo) throw new EventStoreUnavailable('the server ended the read before the end of the log');
      from = last;
    }
  }

  /** So many events of a stream from a revision on; empty for a stream that does not exist. */
  async stream(
    stream: StreamName,
    { from, count, backwards = false }: { readonly from: number | 'end'; readonly count: number; readonly backwards?: boolean },
  ): Promise<readonly StoredRecord[]> {
    const fromRevision: ReadRevision = from === 'end' ? END : BigInt(from);
    const read = this.#client.readStream(stream, {
      fromRevision,
      maxCount: count,
      direction: backwards ? BACKWARDS : FORWARDS,
      requiresLeader: true,
    });
    return (await this.#collect(read)).flatMap(({ event }) => (event ? [readStoredForm(event, this.openPersonal)] : []));
  }

  /** The position of the last event of ours, looked for from the end of the log back to a position that is known to be one; that one otherwise. */
  async head(known: number): Promise<number> {
    let from: Position | typeof END = END;
    for (let count = FIRST_HEAD_PAGE; ; count = Math.min(count * 8, PAGE)) {
      const read = this.#client.readAll({ direction: BACKWARDS, fromPosition: from, maxCount: count, requiresLeader: true });
      const page = await this.#collect(read);
      for (const { event } of page) {
        if (!event) continue;
        from = event.position;
        const position = Number(from.commit);
        if (position <= known) return known;
        if (isOurStream(event.streamId)) return position;
      }
      if (page.length < count) return known;
    }
  }

  /** Whether an event stands at exactly that position. */
  async holds(position: number): Promise<boolean> {
    if (position === 0) return true;
    const from = positionOf(position);
    try {
      const [found] = await this.#collect(this.#client.readAll({ direction: FORWARDS, fromPosition: from, maxCount: 1 }));
      return Number(found?.event?.position.commit ?? 0) === position;
    } catch (error) {
      if (error instanceof EventStoreUnavailable && isInvalidPosition(error.cause)) return false;
      throw error;
    }
  }

  async #collect<T>(read: StreamingRead<T>): Promise<readonly T[]> {
    const all = async (): Promise<T[]> => {
      const items: T[] = [];
      for await (const item of read) items.push(item);
      return items;
    };
    try {
      return await within(this.#limits.readMs, all());
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      read.on('error', () => undefined);
      read.cancel().catch(() => undefined);
      throw ourError(error);
    }
  }
}
