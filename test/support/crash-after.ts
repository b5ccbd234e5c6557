import type { AppendResult, EventStore } from '../../src/event-store/port.js';

/** Appends nothing more once an event of that type was stored, or so many of them: a crash right after it. */
export function crashAfter(
  type: string,
  times = 1,
): { readonly wrap: (store: EventStore) => EventStore; readonly repair: () => void } {
  let crashed = false;
  let left = times;
  let armed = true;
  return {
    repair: () => {
      armed = false;
    },
    wrap: (store) => ({
      append: async (stream, expected, events, options): Promise<AppendResult> => {
        if (armed && crashed) throw new Error('crashed');
        const result = await store.append(stream, expected, events, options);
        if (armed && events.some((event) => event.type === type) && --left === 0) {
          crashed = true;
          throw new Error('crashed');
        }
        return result;
      },
      readStream: (...args) => store.readStream(...args),
      readAll: (...args) => store.readAll(...args),
      subscribe: (...args) => store.subscribe(...args),
      head: () => store.head(),
      close: () => store.close(),
    }),
  };
}
