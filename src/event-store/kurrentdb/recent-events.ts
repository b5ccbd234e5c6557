import type { StoredEvent } from '../port.js';

/** As many as a page; more would be held for nobody. */
const MOST_EVENTS = 1_000;
const MOST_BYTES = 2_000_000;

const bytesOf = ({ body, metadata }: StoredEvent): number => body.length + metadata.length;

/** The last events of the log, so that whoever keeps up needs not ask the server for each of them. */
export class RecentEvents {
  #events: StoredEvent[] = [];
  #bytes = 0;
  /** The position that stands before the first of them. */
  #after: number;

  constructor(after: number) {
    this.#after = after;
  }

  add(events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#events.push(event);
      this.#bytes += bytesOf(event);
    }
    let dropped = 0;
    while (this.#events.length - dropped > MOST_EVENTS || (this.#bytes > MOST_BYTES && dropped < this.#events.length)) {
      const event = this.#events[dropped];
      if (event === undefined) break;
      this.#bytes -= bytesOf(event);
      this.#after = event.position;
      dropped += 1;
    }
    if (dropped > 0) this.#events = this.#events.slice(dropped);
  }

  /** Undefined where some of them are no longer there. */
  after(position: number): readonly StoredEvent[] | undefined {
    if (position < this.#after) return undefined;
    const first = this.#events.findIndex((event) => event.position > position);
    return first < 0 ? [] : this.#events.slice(first);
  }
}
