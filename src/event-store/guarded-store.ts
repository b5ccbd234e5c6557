import type { EventStore } from './port.js';

/** The same log, to which nothing is appended once `refusal` has something to say. What is there can be read all the same. */
export const guardedStore = (store: EventStore, refusal: () => Error | undefined): EventStore => ({
  append(...request) {
    const refused = refusal();
    return refused ? Promise.reject(refused) : store.append(...request);
  },
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (options) => store.readAll(options),
  subscribe: (options) => store.subscribe(options),
  head: () => store.head(),
  close: () => store.close(),
});
