/** This node's index while it follows the log: who waits for it, who reads what it holds, and what happens where it turns out not to be the log. */
import type { EventStoreDBClient } from '@eventstore/db-client';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import type { NodeIndex } from '../node-event-store.js';
import type { StoredEvent, Subscription } from '../port.js';
import { markRowsStale } from '../stale-rows.js';
import { followLog, type Following } from './follow-log.js';
import { IndexCheck } from './index-check.js';
import { IndexProgress } from './index-progress.js';
import { IndexedPages } from './indexed-pages.js';
import type { LogIndex } from './log-index.js';
import { LogSubscription } from './log-subscription.js';
import type { LogReader } from './read-log.js';
import type { TimeLimits } from './time-limits.js';

export interface FollowedIndexOptions {
  readonly client: EventStoreDBClient;
  readonly reader: LogReader;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
  readonly folder: string;
  /** Of the log, for an operator. */
  readonly name: string;
  readonly closing: AbortSignal;
  /** So many events more were indexed. */
  readonly onIndexed: (events: number) => void;
  readonly onLost: (error: Error) => void;
  /** Told while somebody waits for the end of the log. */
  readonly onIndexing: (indexed: number) => void;
}

const CUT = 'the index of this node was not the log: it is made anew';

export class FollowedIndex implements NodeIndex {
  readonly #options: FollowedIndexOptions;
  readonly #pages: IndexedPages;
  readonly #check: IndexCheck;
  readonly #progress: IndexProgress;
  readonly #following: Following;
  readonly #subscriptions = new Set<LogSubscription>();
  #lost: Error | undefined;

  constructor(options: FollowedIndexOptions) {
    const { client, reader, index, limits, closing, onLost } = options;
    this.#options = options;
    this.#pages = new IndexedPages(index, reader);
    const cut = (size: number): void => {
      this.#cut(size);
    };
    const check = new IndexCheck({ index, reader, cut });
    this.#check = check;
    this.#following = followLog({
      client,
      reader,
      index,
      limits,
      onRead: () => {
        this.#lost = undefined;
      },
      onEvents: (events) => {
        this.#arrived(events);
      },
      onGap: async () => {
        await check.compare();
      },
      onLost: (error) => {
        this.#lost = error;
        onLost(error);
      },
      onDeaf: onLost,
    });
    const wake = (): void => {
      this.#following.wake();
    };
    this.#progress = new IndexProgress({ index, closing, wake, lost: () => this.#lost });
  }

  /** Why the log cannot be followed just now. */
  lost(): Error | undefined {
    return this.#lost;
  }

  /** Pages after a position, up to and including one that is indexed. */
  pages(after: number, upTo: number): AsyncIterable<readonly StoredEvent[]> {
    return this.#pages.between(after, upTo);
  }

  /** Resolves once that position is indexed; rejects after the limit with what stands in the way. */
  upTo(position: number, limitMs: number): Promise<void> {
    return this.#progress.upTo(position, limitMs);
  }

  subscribe(after: number): Subscription {
    const { index, limits } = this.#options;
    const subscription = new LogSubscription(after, {
      pagesAfter: (position) => this.#pages.between(position, index.end().position),
      last: () => index.end().position,
      onClose: (closed) => this.#subscriptions.delete(closed),
      backOffMs: limits.backOffMs[0],
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  async pageAfter(position: number): Promise<readonly StoredEvent[]> {
    for await (const page of this.#pages.anew(position, this.#options.index.end().position)) return page;
    return [];
  }

  verified(): number {
    return this.#check.verified();
  }

  trust(size: number): void {
    this.#check.trust(size);
  }

  compare(from?: number): ReturnType<NodeIndex['compare']> {
    return this.#check.compare(from);
  }

  forgetCheckpoints(): void {
    this.#options.index.forgetCheckpoints();
  }

  /** Throws where the server is away, or has lost what this node has seen. */
  async catchUp(): Promise<void> {
    const { index, reader, name, onIndexing } = this.#options;
    const known = index.end().position;
    if (!(await reader.holds(known))) {
      throw new EventLogDamaged(
        `${name} no longer holds the event of position ${String(known)}, which this node has indexed: an older log was put back. ` +
          'Where that was meant, remove log-index.db and the read model from the data folder: both are made anew',
      );
    }
    const head = await reader.head(known);
    while (index.end().position < head) {
      await this.#progress.upTo(head, 1_000).catch((error: unknown) => {
        if (this.#lost) throw this.#lost;
        if (!(error instanceof EventStoreUnavailable)) throw error;
      });
      onIndexing(index.end().size);
    }
  }

  async stop(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.close();
    await this.#following.stop();
  }

  #arrived(events: readonly StoredEvent[]): void {
    this.#pages.add(events);
    this.#options.onIndexed(events.length);
    for (const subscription of this.#subscriptions) subscription.wake();
    this.#progress.advanced();
  }

  /** Whoever has read behind these events begins again; the log is read on from there. */
  #cut(size: number): void {
    const { folder, index } = this.#options;
    markRowsStale(folder);
    index.truncate(size);
    this.#pages.forgetRecent();
    for (const subscription of this.#subscriptions) subscription.fail(new EventStoreUnavailable(CUT));
    this.#following.wake();
  }
}
