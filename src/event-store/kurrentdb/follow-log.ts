/** The one subscription of a node: what comes is added to its index, in the order of the log, and whoever waits is woken. */
import type { AllStreamResolvedEvent, AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
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
  /** The server has taken the subscription; events need not follow. */
  readonly onFollowing: () => void;
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
async function follow(
  { client, index, limits, onFollowing, onEvents, onLost }: FollowOptions,
  stopped: AbortSignal,
): Promise<void> {
  const [least, most] = limits.backOffMs;
  let backOff = least;
  const isStopped = (): boolean => stopped.aborted;
  while (!isStopped()) {
    const subscription = client.subscribeToAll({ fromPosition: positionOf(index.end().position), filter: eventsOfOurs() });
    subscription.once('confirmation', () => {
      onFollowing();
      backOff = least;
    });
    try {
      await received(subscription, stopped, (batch) => {
        onEvents(index.add(batch));
      });
    } catch (error) {
      const lost = ourError(error);
      if (!isStopped()) onLost(lost);
      // What this node cannot use will come again.
      if (!(lost instanceof EventStoreUnavailable)) backOff = most;
    }
    cancelQuietly(subscription);
    await pause(backOff * (0.5 + Math.random()), stopped);
    backOff = Math.min(backOff * 2, most);
  }
}

/**
 * Hands on what comes, as many events at once as come in one turn: an index that lags takes few and large transactions. Nothing else is kept, for
 * `take` is done when it returns. Resolves where the subscription ends or is stopped, rejects with its error or that of `take`, after which nothing
 * more is taken.
 */
function received(
  subscription: AllStreamSubscription,
  stopped: AbortSignal,
  take: (batch: readonly StoredRecord[]) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let batch: StoredRecord[] = [];
    let due: NodeJS.Immediate | undefined;
    const end = (settle: () => void): void => {
      clearImmediate(due);
      subscription.off('data', onData);
      stopped.removeEventListener('abort', onStop);
      settle();
    };
    const orEnd = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        end(() => {
          reject(ourError(error));
        });
      }
    };
    const handOn = (): void => {
      clearImmediate(due);
      due = undefined;
      const full = batch;
      batch = [];
      take(full);
    };
    const onData = ({ event }: AllStreamResolvedEvent): void => {
      orEnd(() => {
        if (event) batch.push(readStoredForm(event, undefined));
        if (batch.length >= MOST_A_BATCH) handOn();
        else if (batch.length > 0) due ??= setImmediate(() => orEnd(handOn));
      });
    };
    const onStop = (): void => {
      end(resolve);
    };
    subscription.on('data', onData);
    subscription.on('error', (error: Error) => {
      end(() => {
        reject(error);
      });
    });
    subscription.once('end', onStop);
    stopped.addEventListener('abort', onStop);
    if (stopped.aborted) onStop();
  });
}

/** Its late errors are nobody's any more. What it still holds is read off, or the client would wait for its end when it is disposed of. */
export function cancelQuietly(subscription: AllStreamSubscription): void {
  subscription.on('error', () => undefined);
  subscription.unsubscribe().then(
    () => subscription.resume(),
    () => undefined,
  );
}
