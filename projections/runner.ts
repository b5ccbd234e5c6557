/** Follows the log: catches up from the checkpoint and is then woken by commits. */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { EventLogDamaged } from '../src/event-store/errors.js';
import type { EventStore, StoredEvent, Subscription } from '../src/event-store/port.js';
import type { Advances } from './advances.js';
import type { Projector } from './project-batch.js';
import type { Turns } from './turns.js';

/** Events of a live batch are applied for no longer than this, since queries are answered on the same thread; writing them comes on top. */
const BATCH_MS = 12;
const BATCH_EVENTS = 1_000;
const STALLED_MS = 50;
const RETRY_MS = 1_000;

export interface ProjectionObserver {
  /** After each commit. */
  onBatch?(batch: { readonly events: number; readonly seconds: number }): void;
  /** A view could not take an event. */
  onParked?(parked: { readonly view: string; readonly stream: string; readonly type: string; readonly error: string }): void;
  /** The log or the read model's file cannot be used just now; it is tried again. */
  onError?(error: unknown): void;
}

export interface RunnerOptions {
  readonly store: EventStore;
  /** The one that is served; another one after a rebuild. */
  readonly projector: () => Projector;
  readonly turns: Turns;
  readonly advances: Advances;
  readonly observer: ProjectionObserver;
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #stopping = new AbortController();
  #subscription: Subscription | undefined;
  #running: Promise<void> | undefined;
  #hasFailed = false;
  #failed: ((error: unknown) => void) | undefined;
  /** Rejects once the log is not what it was: no event behind that place is ever projected. */
  readonly failed = new Promise<never>((_, reject) => {
    this.#failed = reject;
  });

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.failed.catch(() => undefined);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Follows the log again where it had given up: what was not the log has been mended. */
  resume(): void {
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#running = this.#run();
  }

  /** The batch in hand is committed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#subscription?.close();
    await this.#running;
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch (error) {
        this.#options.observer.onError?.(error);
        if (error instanceof EventLogDamaged) {
          this.#hasFailed = true;
          return this.#failed?.(error);
        }
      }
      // A subscription that broke off does not come back by itself: from the checkpoint, again.
      await this.#sleep(RETRY_MS);
    }
  }

  async #follow(): Promise<void> {
    const { store, projector } = this.#options;
    const subscription = store.subscribe({ after: projector().checkpoint.position });
    this.#subscription = subscription;
    try {
      for await (const page of subscription) {
        await this.#projectPage(page);
        if (this.#stopped) break;
      }
    } finally {
      subscription.close();
    }
  }

  async #projectPage(page: readonly StoredEvent[]): Promise<void> {
    let rest = page;
    while (rest.length > 0 && !this.#stopped) {
      const events = rest;
      const { taken, stalled } = await this.#options.turns.take(() => this.#projectBatch(events));
      rest = rest.slice(taken);
      if (stalled) await this.#sleep(STALLED_MS);
      else await nextTurn();
    }
  }

  #projectBatch(events: readonly StoredEvent[]): { readonly taken: number; readonly stalled: boolean } {
    const { projector, advances, observer } = this.#options;
    const current = projector();
    const start = performance.now();
    let count = 0;
    const result = current.project(events, () => {
      count += 1;
      return count >= BATCH_EVENTS || performance.now() - start >= BATCH_MS;
    });
    for (const parked of current.parking.takeNew()) observer.onParked?.(parked);
    if (result.taken > 0) {
      observer.onBatch?.({ events: result.taken, seconds: (performance.now() - start) / 1_000 });
      advances.advanced({ events: events.slice(0, result.taken), changedLists: result.changedLists });
    }
    return result;
  }

  async #sleep(milliseconds: number): Promise<void> {
    // Rejects only where it is told to stop.
    await delay(milliseconds, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined);
  }
}
