import { EventStoreUnavailable } from '../errors.js';
import type { LogReader } from './read-log.js';
import { isUndiscovered } from './server-errors.js';

/** Whether the log takes appends: its leader answers. */
export class Writability {
  readonly #reader: LogReader;
  /** As the cluster said last. */
  #hasNoLeader = false;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  async check(): Promise<void> {
    try {
      await this.#reader.head(Number.MAX_SAFE_INTEGER);
      this.#hasNoLeader = false;
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      if (error.reason === 'no-leader') this.#hasNoLeader = true;
      // The client then looks for a leader, for longer than we wait: what it said before it began is why nothing answers.
      const isLooking = error.reason === 'overloaded' || isUndiscovered(error.cause);
      if (!isLooking || !this.#hasNoLeader) throw error;
      throw new EventStoreUnavailable(error.message, { cause: error, reason: 'no-leader' });
    }
  }
}
