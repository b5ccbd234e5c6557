import { EventStoreUnavailable } from '../errors.js';
import type { StoredEvent, Subscription } from '../port.js';
import { pause } from './time-limits.js';

interface Source {
  /** Pages after a position up to what is indexed; ends at once where nothing stands there. */
  readonly pagesAfter: (position: number) => AsyncIterable<readonly StoredEvent[]>;
  /** The position of the last event that is indexed. */
  readonly last: () => number;
  readonly onClose: (subscription: LogSubscription) => void;
  readonly backOffMs: number;
}

/**
 * Reads page by page after its own position and sleeps at the end until woken. Nothing is queued for it, and a server that is away for a while only
 * keeps it waiting: it goes on where it stood.
 */
export class LogSubscription implements Subscription {
  readonly #source: Source;
  readonly #closing = new AbortController();
  #position: number;
  #iterated = false;
  #wake: (() => void) | undefined;
  #failure: Error | undefined;

  constructor(after: number, source: Source) {
    this.#position = after;
    this.#source = source;
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** The iteration rejects with it: whoever follows the log has to begin again. */
  fail(error: Error): void {
    this.#failure = error;
    this.wake();
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    this.#source.onClose(this);
    this.wake();
  }

  [Symbol.asyncIterator](): AsyncIterator<readonly StoredEvent[], undefined> {
    if (this.#iterated) throw new Error('a subscription is iterated once');
    this.#iterated = true;
    const pages = this.#pages();
    return {
      next: () => pages.next(),
      return: () => {
        // Before the generator's own return, which would wait behind a sleeping next().
        this.close();
        return pages.return(undefined);
      },
    };
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #assertSound(): void {
    if (this.#failure) throw this.#failure;
  }

  async *#pages(): AsyncGenerator<readonly StoredEvent[], undefined, undefined> {
    try {
      while (!this.#isClosed()) {
        this.#assertSound();
        if (this.#source.last() <= this.#position) {
          // Nothing runs between the line above and this one, so no event can be missed.
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        try {
          for await (const page of this.#source.pagesAfter(this.#position)) {
            if (this.#isClosed()) return undefined;
            this.#assertSound();
            this.#position = page.at(-1)?.position ?? this.#position;
            yield page;
            if (this.#isClosed()) return undefined;
          }
        } catch (error) {
          if (!(error instanceof EventStoreUnavailable) || error === this.#failure) throw error;
          await pause(this.#source.backOffMs, this.#closing.signal);
        }
      }
      return undefined;
    } finally {
      this.close();
    }
  }
}
