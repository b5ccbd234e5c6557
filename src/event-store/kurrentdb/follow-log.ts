/** The one subscription of a node: what comes is added to its index, in the order of the log, and whoever waits is woken. */
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import { ourError } from './server-errors.js';
import type { LogIndex } from './log-index.js';
import { readStoredForm, type StoredRecord } from './stored-form.js';
import { eventsOfOurs, positionOf } from './our-events.js';
import type { StoredEvent } from '../port.js';
import { pause, type TimeLimits } from './time-limits.js';

/** A batch costs one transaction; a server that has all of it at hand sends faster than it is indexed. */
const MOST_A_BATCH = 1_000;

export interface FollowOptions {
  readonly client: EventStoreDBClient;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
  readonly onEvents: (events: readonly StoredEvent[]) => void;
  /** The subscription was lost, or could not be made: it is tried again. */
  readonly onLost: (error: Error) => void;
}

export interface Following {
  stop(): Promise<void>;
}

export function followLog(options: FollowOptions): Following {
  const stopping = new AbortController();
  const ended = follow(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** A subscription that ends never comes back by itself: another one begins where the index ends. */
async function follow({ client, index, limits, onEvents, onLost }: FollowOptions, stopped: AbortSignal): Promise<void> {
  const [least, most] = limits.backOffMs;
  let backOff = least;
  const isStopped = (): boolean => stopped.aborted;
  while (!isStopped()) {
    const subscription = client.subscribeToAll(
      { fromPosition: positionOf(index.end().position), filter: eventsOfOurs() },
      { highWaterMark: MOST_A_BATCH },
    );
    const cancel = (): void => {
      cancelQuietly(subscription);
    };
    stopped.addEventListener('abort', cancel);
    try {
      for await (const batch of batchesOf(subscription)) {
        if (isStopped()) break;
        onEvents(index.add(batch));
        backOff = least;
      }
    } catch (error) {
      if (!isStopped()) onLost(ourError(error));
    }
    stopped.removeEventListener('abort', cancel);
    cancel();
    await pause(backOff * (0.5 + Math.random()), stopped);
    backOff = Math.min(backOff * 2, most);
  }
}

async function* batchesOf(subscription: AllStreamSubscription): AsyncGenerator<readonly StoredRecord[], void, undefined> {
  let batch: StoredRecord[] = [];
  for await (const { event } of subscription) {
    if (event) batch.push(readStoredForm(event, undefined));
    if (batch.length === 0 || (batch.length < MOST_A_BATCH && subscription.readableLength > 0)) continue;
    yield batch;
    batch = [];
  }
}

/** Its late errors are nobody's any more. What it still holds is read off, or the client would wait for its end when it is disposed of. */
export function cancelQuietly(subscription: AllStreamSubscription): void {
  subscription.on('error', () => undefined);
  subscription.unsubscribe().then(
    () => subscription.resume(),
    () => undefined,
  );
}
