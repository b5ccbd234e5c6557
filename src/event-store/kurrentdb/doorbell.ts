/**
 * The one subscription of a node: it tells that something of ours was written, and no more. What was written is read (`follow-log.ts`), so that a
 * subscription which leaves something out, or has died unheard, costs a moment and never an event.
 */
import type { AllStreamResolvedEvent, AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import { eventsOfOurs, positionOf } from './our-events.js';
import { ourError } from './server-errors.js';
import { pause, type TimeLimits } from './time-limits.js';

export interface DoorbellOptions {
  readonly client: EventStoreDBClient;
  readonly limits: TimeLimits;
  /** Where a subscription begins: the last event that has been read. */
  readonly from: () => number;
  readonly onRing: () => void;
  /** The subscription was lost, or could not be made: it is tried again. */
  readonly onLost: (error: Error) => void;
}

export class Doorbell {
  readonly #options: DoorbellOptions;
  readonly #stopping = new AbortController();
  #renewal = new AbortController();
  #heard = 0;
  #ended: Promise<void> | undefined;

  constructor(options: DoorbellOptions) {
    this.#options = options;
  }

  /** From now on it rings for what is behind that position; called again it does nothing. */
  start(after: number): void {
    if (this.#ended) return;
    this.#heard = after;
    this.#ended = this.#run();
  }

  /** The position of the last event that it has rung for. */
  heard(): number {
    return this.#heard;
  }

  /** It has not rung for what is there: another subscription takes its place. */
  renew(after: number): void {
    this.#heard = after;
    this.#renewal.abort();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#renewal.abort();
    await this.#ended;
  }

  /** A subscription that ends never comes back by itself. */
  async #run(): Promise<void> {
    const { client, limits, from, onLost } = this.#options;
    const [least, most] = limits.backOffMs;
    let backOff = least;
    const isStopped = (): boolean => this.#stopping.signal.aborted;
    while (!isStopped()) {
      this.#renewal = new AbortController();
      const subscription = client.subscribeToAll({ fromPosition: positionOf(from()), filter: eventsOfOurs() });
      subscription.once('confirmation', () => {
        backOff = least;
      });
      try {
        await this.#ringing(subscription, this.#renewal.signal);
      } catch (error) {
        if (!isStopped()) onLost(ourError(error));
      }
      cancelQuietly(subscription);
      await pause(backOff * (0.5 + Math.random()), this.#stopping.signal);
      backOff = Math.min(backOff * 2, most);
    }
  }

  /** Until the subscription ends or is to be renewed; rejects with its error. */
  #ringing(subscription: AllStreamSubscription, renewed: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onData = ({ event }: AllStreamResolvedEvent): void => {
        this.#heard = Number(event?.position.commit ?? this.#heard);
        this.#options.onRing();
      };
      const end = (settle: () => void): void => {
        subscription.off('data', onData);
        settle();
      };
      subscription.on('data', onData);
      subscription.on('error', (error: Error) => {
        end(() => {
          reject(error);
        });
      });
      subscription.once('end', () => {
        end(resolve);
      });
      renewed.addEventListener('abort', () => {
        end(resolve);
      });
      if (renewed.aborted || this.#stopping.signal.aborted) end(resolve);
    });
  }
}

/** Its late errors are nobody's any more. What it still holds is read off, or the client would wait for its end when it is disposed of. */
function cancelQuietly(subscription: AllStreamSubscription): void {
  subscription.on('error', () => undefined);
  subscription.unsubscribe().then(
    () => subscription.resume(),
    () => undefined,
  );
}
