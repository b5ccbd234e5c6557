import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredEvent, Subscription } from '../port.js';

interface Source {
  /** The next events after a position; empty at the end. */
  readonly pageAfter: (position: number) => readonly StoredEvent[];
  readonly onClose: (subscription: LogSubscription) => void;
  /** False where nobody would ever wake it: it then ends at the end of the log. */
  readonly follows: boolean;
}

/**
 * Reads the log page by page after its own position and sleeps at the end until woken. Nothing is queued for it, so there is no switch from
 * catching up to live, and a slow consumer costs one number.
 */
export class LogSubscription implements Subscription {
  readonly #source: Source;
  #position: number;
  #closed = false;
  #iterated = false;
  #wake: (() => void) | undefined;

  constructor(after: number, source: Source) {
    this.#position = after;
    this.#source = source;
  }

  wake(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
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

  async *#pages(): AsyncGenerator<readonly StoredEvent[], undefined, undefined> {
    try {
      while (!this.#closed) {
        const page = this.#source.pageAfter(this.#position);
        const last = page.at(-1);
        if (last !== undefined) {
          this.#position = last.position;
          yield page;
          await nextTurn();
        } else if (this.#source.follows) {
          // Nothing runs between the read above and this line, so no commit can be missed.
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else {
          return;
        }
      }
    } finally {
      this.close();
    }
  }
}
