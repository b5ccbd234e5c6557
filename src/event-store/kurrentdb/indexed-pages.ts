/** Pages of what this node has indexed: the last of it from memory, all else from the server. */
import type { StoredEvent } from '../port.js';
import { withTime, type LogIndex } from './log-index.js';
import type { LogReader } from './read-log.js';
import { RecentEvents } from './recent-events.js';

export class IndexedPages {
  readonly #index: LogIndex;
  readonly #reader: LogReader;
  #recent: RecentEvents;

  constructor(index: LogIndex, reader: LogReader) {
    this.#index = index;
    this.#reader = reader;
    this.#recent = new RecentEvents(index.end().position);
  }

  /** They have just been indexed. */
  add(events: readonly StoredEvent[]): void {
    const { openPersonal } = this.#reader;
    this.#recent.add(openPersonal ? events.map((event) => ({ ...event, open: openPersonal })) : events);
  }

  /** What was indexed last may be there no longer. */
  forgetRecent(): void {
    this.#recent = new RecentEvents(this.#index.end().position);
  }

  async *between(after: number, upTo: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    const recent = this.#recent.after(after);
    if (recent) {
      const page = recent.filter(({ position }) => position <= upTo);
      if (page.length > 0) yield page;
      return;
    }
    yield* this.anew(after, upTo);
  }

  /** All of it from the server. */
  async *anew(after: number, upTo: number): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    let recordedAt = this.#index.recordedAtUpTo(after);
    // The server refuses a position at which no event stands.
    for await (const records of this.#reader.all(this.#index.lastUpTo(after), upTo)) {
      const page: StoredEvent[] = [];
      for (const record of records) {
        recordedAt = Math.max(recordedAt, record.writtenAt);
        page.push(withTime(record, recordedAt));
      }
      yield page;
    }
  }
}
