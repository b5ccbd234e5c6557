/** Who waits until this node has indexed up to a position. */
import { EventStoreUnavailable } from '../errors.js';
import type { LogIndex } from './log-index.js';
import { pause } from './time-limits.js';

export interface IndexProgressOptions {
  readonly index: LogIndex;
  readonly closing: AbortSignal;
  /** Has the log read on at once. */
  readonly wake: () => void;
  /** Why the log cannot be read just now. */
  readonly lost: () => Error | undefined;
}

export class IndexProgress {
  readonly #options: IndexProgressOptions;
  #waiting: (() => void)[] = [];

  constructor(options: IndexProgressOptions) {
    this.#options = options;
  }

  /** More was indexed. */
  advanced(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Rejects after the limit with what stands in the way. */
  async upTo(position: number, limitMs: number): Promise<void> {
    const { index, closing, wake, lost } = this.#options;
    if (index.end().position >= position) return;
    wake();
    const limit = { isOver: false };
    const over = pause(limitMs, closing).then(() => {
      limit.isOver = true;
    });
    while (index.end().position < position) {
      if (closing.aborted) throw new EventStoreUnavailable('the event store has been closed');
      if (limit.isOver) throw lost() ?? new EventStoreUnavailable('this node is behind the log', { reason: 'overloaded' });
      await Promise.race([new Promise<void>((resolve) => this.#waiting.push(resolve)), over]);
    }
  }
}
