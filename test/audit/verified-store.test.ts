import { LogDisagrees } from '../../src/audit/errors.js';
import { eventLeafHash } from '../../src/audit/envelope.js';
import type { TreeHashes } from '../../src/audit/tiles.js';
import type { EventStore, StoredEvent } from '../../src/event-store/port.js';
import { verifiedStore } from '../../src/audit/verified-store.js';
import { treeOf } from './support.js';
import { GAP, GappedEventStore } from '../support/gapped-store.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { accepted, collect, newEvents, newStream } from '../event-store/events.js';

/** What a reader gets once somebody has changed what the log answers. */
type Forge = (events: readonly StoredEvent[]) => readonly StoredEvent[];

function forged(store: EventStore, forge: Forge): EventStore {
  return {
    append: (...request) => store.append(...request),
    async *readStream(...request) {
      yield* forge(await collect(store.readStream(...request)));
    },
    async *readAll(options) {
      for await (const page of store.readAll(options)) yield forge(page);
    },
    subscribe(options) {
      const pages = store.subscribe(options);
      const each = async function* () {
        for await (const page of pages) yield forge(page);
      };
      return { [Symbol.asyncIterator]: each, close: () => pages.close() };
    },
    head: () => store.head(),
    close: () => store.close(),
  };
}

async function logOf(store: EventStore, gap: number) {
  const [one, other] = [newStream(), newStream()];
  accepted(await store.append(one, 'none', newEvents(3)));
  accepted(await store.append(other, 'none', newEvents(2)));
  const events = (await collect(store.readAll({ after: 0 }))).flat();
  const leaves = treeOf(events.map(eventLeafHash));
  const tree: TreeHashes = {
    ...leaves,
    indexOf: (position) => (position % gap === 0 ? leaves.indexOf(position / gap) : undefined),
  };
  return { store, tree, one, other, events };
}

const STORES = [
  ['contiguous positions', () => logOf(new MemoryEventStore(), 1)],
  ['gaps between positions', () => logOf(new GappedEventStore(), GAP)],
] as const;

const WAYS: readonly (readonly [string, (log: Awaited<ReturnType<typeof logOf>>, store: EventStore) => Promise<unknown>])[] = [
  ['the whole log', ({ events }, store) => collect(store.readAll({ after: 0, upTo: events.at(-1)?.position ?? 0 }))],
  [
    'the end of the log',
    ({ events }, store) => collect(store.readAll({ after: events[0]?.position ?? 0, upTo: events[2]?.position ?? 0 })),
  ],
  ['a stream', ({ one }, store) => collect(store.readStream(one))],
  ['a stream backwards', ({ one }, store) => collect(store.readStream(one, { direction: 'backwards' }))],
  ['a subscription', (_, store) => store.subscribe({ after: 0 })[Symbol.asyncIterator]().next()],
];

const without =
  (position: number | undefined): Forge =>
  (events) =>
    events.filter((event) => event.position !== position);

describe.each(STORES)('a log with %s', (_kind, open) => {
  it.each(WAYS)('answers what was appended: %s', async (_way, read) => {
    const log = await open();
    expect(await read(log, verifiedStore(log.store, log.tree))).toEqual(await read(log, log.store));
  });

  it.each(WAYS)('refuses an edited event, and tells of it first: %s', async (_way, read) => {
    const log = await open();
    const told: string[] = [];
    const edited = forged(log.store, (events) =>
      events.map((event) =>
        event.position === log.events[1]?.position ? { ...event, body: Buffer.from('{"forged":true}') } : event,
      ),
    );
    const verified = verifiedStore(edited, log.tree, (problem) => told.push(problem));
    await expect(read(log, verified)).rejects.toThrow(LogDisagrees);
    expect(told).toEqual([expect.stringContaining('the event of log index 1 (')]);
  });

  it.each(WAYS)('refuses a log in which an event is missing: %s', async (_way, read) => {
    const log = await open();
    const dropped = forged(log.store, without(log.events[1]?.position));
    await expect(read(log, verifiedStore(dropped, log.tree))).rejects.toThrow(LogDisagrees);
  });

  it('refuses a log whose last event is missing, where it is asked for', async () => {
    const log = await open();
    const last = log.events.at(-1)?.position ?? 0;
    const cut = verifiedStore(forged(log.store, without(last)), log.tree);
    await expect(collect(cut.readAll({ after: 0, upTo: last }))).rejects.toThrow(LogDisagrees);
    const only = log.events.at(-2)?.position ?? 0;
    await expect(collect(cut.readAll({ after: only, upTo: last }))).rejects.toThrow(LogDisagrees);
  });

  it('refuses an event that the tree knows nothing of', async () => {
    const log = await open();
    const beyond = newStream();
    accepted(await log.store.append(beyond, 'none', newEvents(1)));
    const verified = verifiedStore(log.store, log.tree);
    await expect(collect(verified.readStream(beyond))).rejects.toThrow('has no leaf hash');
    await expect(collect(verified.readAll({ after: 0 }))).rejects.toThrow('has no leaf hash');
    await expect(collect(verified.readAll({ after: log.events.at(-1)?.position ?? 0 }))).rejects.toThrow('has no leaf hash');
  });
});
