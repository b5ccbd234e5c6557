/** Reads of the server, page by page; nothing of the next page is kept while its reader stands still. */
import {
  BACKWARDS,
  END,
  FORWARDS,
  type EventStoreDBClient,
  type Position,
  type ReadRevision,
  type StreamingRead,
} from '@eventstore/db-client';
import type { StreamName } from '../../domain/ids.js';
import type { OpenPersonal } from '../../domain/personal.js';
import { EventStoreUnavailable } from '../errors.js';
import { cancelQuietly } from './follow-log.js';
import { eventsOfOurs, isOurStream, positionOf } from './our-events.js';
import { isInvalidPosition, isStreamNotFound, ourError } from './server-errors.js';
import { readStoredForm, type StoredRecord } from './stored-form.js';
import { within, type TimeLimits } from './time-limits.js';

export interface LogReaderOptions {
  readonly client: EventStoreDBClient;
  readonly limits: TimeLimits;
}

const PAGE = 1_000;
/** Events that are kept while their reader is busy with a page, on each side of the client's own stream. */
const AHEAD = 64;
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

  /** Pages of the log after a position, up to and including another one that is known to be an event's. */
  async *all(after: number, upTo: number): AsyncGenerator<readonly StoredRecord[], void, undefined> {
    if (after >= upTo) return;
    const subscription = this.#client.subscribeToAll(
      { fromPosition: positionOf(after), filter: eventsOfOurs() },
      { highWaterMark: AHEAD },
    );
    const events = subscription[Symbol.asyncIterator]();
    let page: StoredRecord[] = [];
    try {
      for (;;) {
        const next = await within(this.#limits.readMs, events.next());
        if (next.done === true) throw new Error('the server ended the read before the end of the log');
        if (!next.value.event) continue;
        const record = readStoredForm(next.value.event, this.openPersonal);
        if (record.position <= upTo) page.push(record);
        if (record.position >= upTo || page.length >= PAGE) {
          if (page.length > 0) yield page;
          if (record.position >= upTo) return;
          page = [];
        }
      }
    } catch (error) {
      throw ourError(error);
    } finally {
      cancelQuietly(subscription);
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
