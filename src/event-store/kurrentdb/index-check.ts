/**
 * What this node has indexed against the log, which is read anew for that. An index that lacks an event, or holds one that is not there, is cut where it
 * first differs and made of the log again. An event whose bytes are no longer those that were indexed is another matter: somebody has changed it.
 */
import { eventLeafHash } from '../../audit/envelope.js';
import { eventsProblem } from '../../audit/comparisons.js';
import { HASH_BYTES } from '../../audit/merkle-tree.js';
import type { IndexComparison } from '../node-event-store.js';
import { withTime, type LogIndex } from './log-index.js';
import { commitOf, PositionLost, type LogPage, type LogReader } from './read-log.js';

export interface IndexCheckOptions {
  readonly index: LogIndex;
  readonly reader: Pick<LogReader, 'page'>;
  /** Only so many events stay: whoever has read behind them has read what is not the log. */
  readonly cut: (size: number) => void;
}

type Difference =
  /** All of them are the log's. */
  | { readonly kind: 'none'; readonly size: number }
  /** From that event on the index is not the log. */
  | { readonly kind: 'other events'; readonly from: number }
  | { readonly kind: 'changed'; readonly at: number; readonly problem: string };

export class IndexCheck {
  readonly #options: IndexCheckOptions;
  #verified = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: IndexCheckOptions) {
    this.#options = options;
  }

  /** Events that are known to be the log's first ones. */
  verified(): number {
    return this.#verified;
  }

  /** Others have signed them, and this node's hashes are the same. */
  trust(size: number): void {
    this.#verified = Math.max(this.#verified, size);
  }

  /** One comparison at a time. Rejects with EventStoreUnavailable where the log cannot be read. */
  compare(from = this.#verified): Promise<IndexComparison> {
    const compared = this.#last.then(() => this.#compare(Math.min(from, this.#verified, this.#options.index.end().size)));
    this.#last = compared.catch(() => undefined);
    return compared;
  }

  async #compare(from: number): Promise<IndexComparison> {
    const { index, cut } = this.#options;
    const found = await this.#difference(from).catch((error: unknown) => {
      // The event before it is not in the log: the difference lies further back.
      if (error instanceof PositionLost && from > 0) return this.#difference(0);
      throw error;
    });
    if (found.kind === 'none') {
      this.#verified = found.size;
      return { kind: 'agrees', size: found.size };
    }
    const place = found.kind === 'changed' ? found.at : found.from;
    // What was signed says which of them is right, the index or the log; for what was not, nobody can.
    if (found.kind === 'changed' && (index.checkpoints.last()?.size ?? 0) <= place)
      return { kind: 'changed', problem: found.problem };
    this.#verified = Math.min(this.#verified, place);
    cut(place);
    return { kind: 'cut', size: place };
  }

  async #difference(from: number): Promise<Difference> {
    const { index, reader } = this.#options;
    const end = index.end();
    let size = from;
    let position: LogPage['last'] = index.positionBefore(from);
    let recordedAt = index.recordedAtUpTo(commitOf(position));
    while (size < end.size) {
      const { records, last, isLast } = await reader.page(position);
      const events = records
        .filter((record) => record.position <= end.position)
        .map((record) => {
          recordedAt = Math.max(recordedAt, record.writtenAt);
          return withTime(record, recordedAt);
        });
      const misplaced = events.findIndex((event, at) => index.tree.indexOf(event.position) !== size + at);
      const placed = misplaced < 0 ? events : events.slice(0, misplaced);
      const problem = eventsProblem(index.tree, size, placed);
      if (problem !== undefined) {
        const leaves = Buffer.from(index.tree.read(0, size, placed.length));
        const at = placed.findIndex(
          (event, place) => !eventLeafHash(event).equals(leaves.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES)),
        );
        return { kind: 'changed', at: size + at, problem };
      }
      size += placed.length;
      if (misplaced >= 0 || ((isLast || commitOf(last) >= end.position) && size < end.size))
        return { kind: 'other events', from: size };
      position = last;
    }
    return { kind: 'none', size };
  }
}
