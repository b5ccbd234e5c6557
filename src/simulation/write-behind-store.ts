import type { StreamName } from '../domain/ids.js';
import { EventStoreUnavailable } from '../event-store/errors.js';
import type { OpenPersonal } from '../domain/personal.js';
import type {
  AppendOptions,
  AppendResult,
  EventStore,
  EventToAppend,
  ExpectedRevision,
  LogHead,
  ReadAllOptions,
  ReadStreamOptions,
  StoredEvent,
  Subscription,
} from '../event-store/port.js';

/** Appends on their way: enough to fill commits, few enough to wait for without being refused. */
const MOST_ON_THE_WAY = 2_000;
/** Events remembered; beyond, streams are read from the log again. */
const MOST_REMEMBERED = 80_000;

interface Remembered {
  readonly events: StoredEvent[];
}

/**
 * A store for one writer that cannot wait for a commit an append: it answers from memory, and the log gets the same appends in the same
 * order, many in a commit. Positions that it answers are not those of the log. What is not flushed is lost with the process: only for what
 * can be begun anew.
 */
export class WriteBehindStore implements EventStore {
  readonly #log: EventStore;
  readonly #open: OpenPersonal;
  readonly #streams = new Map<StreamName, Remembered>();
  #remembered = 0;
  #position = 0;
  #onTheWay: Promise<void>[] = [];

  constructor(log: EventStore, open: OpenPersonal) {
    this.#log = log;
    this.#open = open;
  }

  async append(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options: AppendOptions & Required<Pick<AppendOptions, 'recordedAt'>>,
  ): Promise<AppendResult> {
    const { events: known } = await this.#stream(stream);
    const { recordedAt } = options;
    const first = expected === 'none' ? 0 : expected + 1;
    if (first !== known.length) {
      const written = known.slice(first, first + events.length);
      const [start, end] = [written[0], written.at(-1)];
      if (start && end && events.every(({ id }, index) => written[index]?.id === id))
        return { ok: true, firstPosition: start.position, lastPosition: end.position, recordedAt: end.recordedAt };
      return { ok: false, conflict: { stream, actualRevision: known.length === 0 ? 'none' : known.length - 1 } };
    }
    const firstPosition = this.#position + 1;
    for (const event of events) {
      this.#position += 1;
      known.push({ ...event, stream, revision: known.length, position: this.#position, recordedAt, open: this.#open });
    }
    this.#remembered += events.length;
    const sending = this.#send(stream, expected, events, options);
    sending.catch(() => undefined); // `flush` tells.
    this.#onTheWay.push(sending);
    return { ok: true, firstPosition, lastPosition: this.#position, recordedAt };
  }

  /** For moments at which no append is under way: waits where much is, and forgets what is in the log. */
  async keepUp(): Promise<void> {
    if (this.#onTheWay.length < MOST_ON_THE_WAY) return;
    await this.flush();
    if (this.#remembered <= MOST_REMEMBERED) return;
    this.#streams.clear();
    this.#remembered = 0;
  }

  /** Everything appended so far is in the log. Rejects where another writer came between. */
  async flush(): Promise<void> {
    const sent = this.#onTheWay;
    this.#onTheWay = [];
    await Promise.all(sent);
  }

  async *readStream(
    stream: StreamName,
    { from = 0, limit, direction }: ReadStreamOptions = {},
  ): AsyncGenerator<StoredEvent, void> {
    if (direction === 'backwards') throw new Error('streams are read forwards here');
    const { events } = await this.#stream(stream);
    yield* events.slice(from, limit === undefined ? undefined : from + limit);
  }

  readAll(options: ReadAllOptions): AsyncIterable<readonly StoredEvent[]> {
    return this.#log.readAll(options);
  }

  subscribe(options: { readonly after: number }): Subscription {
    return this.#log.subscribe(options);
  }

  head(): Promise<LogHead> {
    return this.#log.head();
  }

  close(): Promise<void> {
    return this.flush();
  }

  async #stream(stream: StreamName): Promise<Remembered> {
    const known = this.#streams.get(stream);
    if (known) return known;
    const remembered: Remembered = { events: [] };
    for await (const event of this.#log.readStream(stream)) remembered.events.push(event);
    this.#remembered += remembered.events.length;
    this.#streams.set(stream, remembered);
    return remembered;
  }

  async #send(
    stream: StreamName,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
    options: AppendOptions,
  ): Promise<void> {
    const result = await this.#log.append(stream, expected, events, options);
    if (!result.ok) throw new EventStoreUnavailable(`another writer appended to ${stream} meanwhile`);
  }
}
