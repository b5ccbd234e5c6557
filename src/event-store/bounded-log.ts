import type { Instant } from '../domain/ids.js';
import { EventStoreUnavailable } from './errors.js';
import type { EventStore, LogHead } from './port.js';

/** The log as it was when it ended at that position: nothing later is read, and nothing can be appended. */
export async function boundedLog(store: EventStore, upTo: number): Promise<EventStore> {
  const { epoch } = await store.head();
  const head: LogHead = { epoch, position: upTo, recordedAt: await recordedAtOf(store, upTo) };
  return {
    append: () => Promise.reject(new EventStoreUnavailable('a replay is only read')),
    async *readStream(stream, options = {}) {
      for await (const event of store.readStream(stream, options)) {
        if (event.position <= upTo) yield event;
        else if (options.direction !== 'backwards') return;
      }
    },
    readAll: ({ after, upTo: end = upTo }) => store.readAll({ after, upTo: Math.min(end, upTo) }),
    subscribe({ after }) {
      const pages = store.readAll({ after, upTo });
      return { [Symbol.asyncIterator]: () => pages[Symbol.asyncIterator](), close: () => undefined };
    },
    head: () => Promise.resolve(head),
    close: () => store.close(),
  };
}

async function recordedAtOf(store: EventStore, position: number): Promise<Instant | null> {
  if (position === 0) return null;
  for await (const [event] of store.readAll({ after: position - 1, upTo: position })) return event?.recordedAt ?? null;
  return null;
}

/** The last position with `recordedAt` not after the time; 0 before the first event. `recordedAt` never falls: halving finds it. */
export async function positionAt(store: EventStore, time: Instant): Promise<number> {
  const { position: last } = await store.head();
  return lastWhere(store, last, ({ recordedAt }) => recordedAt <= time);
}

/** The last position that an event has, up to and with that one; 0 where there is none. */
export async function lastPositionUpTo(store: EventStore, position: number): Promise<number> {
  if ((await firstFrom(store, position, position)) !== undefined) return position;
  return lastWhere(store, position, () => true);
}

/** The last event up to a position of which that holds, where it holds of all before it. */
async function lastWhere(store: EventStore, upTo: number, holds: (event: PlacedEvent) => boolean): Promise<number> {
  let [known, beyond] = [0, upTo + 1];
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    const next = await firstFrom(store, middle, upTo);
    if (next !== undefined && holds(next)) known = next.position;
    else beyond = middle;
  }
  return known;
}

interface PlacedEvent {
  readonly position: number;
  readonly recordedAt: Instant;
}

/** The first event at that position or behind it: positions of some stores have gaps. */
export async function firstFrom(store: EventStore, position: number, upTo: number): Promise<PlacedEvent | undefined> {
  for await (const [event] of store.readAll({ after: position - 1, upTo })) return event;
  return undefined;
}
