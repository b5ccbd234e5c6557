/**
 * Reads the log behind the end of the index, page by page, and adds it: when the doorbell rings, when somebody waits for the end of the log, and every
 * two seconds whatever rings, so that nothing is ever waited for that is there.
 */
import type { Position } from '@eventstore/db-client';
import { EventStoreUnavailable } from '../errors.js';
import type { StoredEvent } from '../port.js';
import { Doorbell, type DoorbellOptions } from './doorbell.js';
import { RevisionLeftOut, type LogIndex } from './log-index.js';
import { Nudge } from './nudge.js';
import type { LogReader } from './read-log.js';
import { ourError } from './server-errors.js';
import type { TimeLimits } from './time-limits.js';

const LOOK_MS = 2_000;
const ONCE_MORE_MS = 1_000;

export interface FollowOptions extends Pick<DoorbellOptions, 'client'> {
  readonly reader: LogReader;
  readonly index: LogIndex;
  readonly limits: TimeLimits;
  readonly onEvents: (events: readonly StoredEvent[]) => void;
  /** The server has answered a read; events need not follow. */
  readonly onRead: () => void;
  /** An event does not follow what is indexed, on a second look too: what is indexed is compared with the log, and cut where it differs. */
  readonly onGap: () => Promise<void>;
  /** The log cannot be read, or not be indexed: it is tried again. */
  readonly onLost: (error: Error) => void;
  /** No subscription rings just now: it is tried again, and the log looked at by the clock. */
  readonly onDeaf: (error: Error) => void;
}

export interface Following {
  /** Something is there, or may be. */
  wake(): void;
  stop(): Promise<void>;
}

export function followLog(options: FollowOptions): Following {
  const { client, index, limits, onDeaf } = options;
  const nudge = new Nudge();
  const from = (): number => index.end().position;
  const doorbell = new Doorbell({ client, limits, from, onLost: onDeaf, onRing: () => nudge.now() });
  const stopping = new AbortController();
  const ended = follow(options, { doorbell, nudge, stopped: stopping.signal });
  return {
    wake: () => {
      nudge.now();
    },
    async stop() {
      stopping.abort();
      nudge.now();
      await doorbell.stop();
      await ended;
    },
  };
}

interface Parts {
  readonly doorbell: Doorbell;
  readonly nudge: Nudge;
  readonly stopped: AbortSignal;
}

async function follow(options: FollowOptions, { doorbell, nudge, stopped }: Parts): Promise<void> {
  const { limits, onRead, onLost } = options;
  const [least, most] = limits.backOffMs;
  const isStopped = (): boolean => stopped.aborted;
  const look: Look = { place: { index: 0, log: 0 }, unheard: undefined };
  let backOff = least;
  while (!isStopped()) {
    try {
      const isAtEnd = await readWithoutGap(options, look.place, isStopped);
      if (isStopped()) return;
      onRead();
      backOff = least;
      if (isAtEnd) await sleepAtEnd(look, { doorbell, nudge, milliseconds: limits.lookMs ?? LOOK_MS });
    } catch (error) {
      const lost = ourError(error);
      if (isStopped()) return;
      // A record of another stream may have been scavenged since: the next read begins at the last event of ours.
      look.place.index = -1;
      onLost(lost);
      // What this node cannot use will come again.
      if (!(lost instanceof EventStoreUnavailable)) backOff = Math.max(backOff, Math.min(ONCE_MORE_MS, most));
      await nudge.within(backOff * (0.5 + Math.random()));
      backOff = Math.min(backOff * 2, most);
    }
  }
}

interface Look {
  readonly place: Place;
  /** The end of the index where the doorbell had not rung for it yet, and since when, in milliseconds of this process. */
  unheard: { readonly position: number; readonly since: number } | undefined;
}

/** A doorbell that has not rung for what was read some time ago does not hear it any more. */
async function sleepAtEnd(
  look: Look,
  { doorbell, nudge, milliseconds }: { readonly doorbell: Doorbell; readonly nudge: Nudge; readonly milliseconds: number },
): Promise<void> {
  const { place, unheard } = look;
  // Not before: it would tell of every event that is still to be read.
  doorbell.start(place.index);
  const heard = doorbell.heard();
  if (unheard === undefined || heard >= unheard.position) {
    look.unheard = heard < place.index ? { position: place.index, since: performance.now() } : undefined;
  } else if (performance.now() - unheard.since >= milliseconds) {
    doorbell.renew(place.index);
    look.unheard = undefined;
  }
  await nudge.within(milliseconds);
}

async function readWithoutGap(options: FollowOptions, place: Place, isStopped: () => boolean): Promise<boolean> {
  try {
    return await readOn(options, place, isStopped);
  } catch (error) {
    if (!(error instanceof RevisionLeftOut)) throw error;
    place.log = options.index.end().position;
  }
  try {
    return await readOn(options, place, isStopped);
  } catch (error) {
    if (!(error instanceof RevisionLeftOut)) throw error;
    await options.onGap();
    place.log = options.index.end().position;
    throw error;
  }
}

interface Place {
  /** The end of the index. */
  index: number;
  /** How far the log was read, which other streams fill too. */
  log: number | Position;
}

/** One page; answers whether it was the last. */
async function readOn({ reader, index, onEvents }: FollowOptions, place: Place, isStopped: () => boolean): Promise<boolean> {
  const after = index.end().position;
  if (place.index !== after) Object.assign(place, { index: after, log: after });
  const page = await reader.page(place.log);
  if (isStopped()) return true;
  // Taken from meanwhile: the page does not follow any more.
  if (index.end().position !== after) return false;
  if (page.records.length > 0) onEvents(index.add(page.records));
  Object.assign(place, { index: index.end().position, log: page.last });
  return page.isLast;
}
