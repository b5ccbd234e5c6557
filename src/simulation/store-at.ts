import type { Instant } from '../domain/ids.js';
import type { EventStore } from '../event-store/port.js';

/** The store as it was then: appends are recorded at that instant, or at the last one seen where that is later. */
export const storeAt = (store: EventStore, recordedAt: Instant): EventStore => ({
  append: (stream, expected, events, options) => store.append(stream, expected, events, { recordedAt, ...options }),
  readStream: (stream, options) => store.readStream(stream, options),
  readAll: (options) => store.readAll(options),
  subscribe: (options) => store.subscribe(options),
  head: () => store.head(),
  close: () => store.close(),
});
