/** What must hold of a log whose server fails while it is used; each is a check of its own, so that a store that breaks it can be shown to fail. */
import { setTimeout as wait } from 'node:timers/promises';
import type { StreamName } from '../../src/domain/ids.js';
import type { AppendResult, EventStore, EventToAppend, ExpectedRevision, StoredEvent } from '../../src/event-store/port.js';
import { accepted, collect, eventsAfter, idsOf, newEvents, newStream } from './events.js';

/** Tries again where the outcome is unknown, as a command handler does. */
export async function untilKnown<T>(ask: () => Promise<T>): Promise<T> {
  const patient = Date.now() + 20_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > patient) throw error;
      await wait(20);
    }
  }
}

/** Asks again where its server does not answer. */
export const patient = (store: EventStore): EventStore => ({
  append: (...request) => untilKnown(() => store.append(...request)),
  readStream: (...request) => store.readStream(...request),
  readAll: (...request) => store.readAll(...request),
  subscribe: (...request) => store.subscribe(...request),
  head: () => untilKnown(() => store.head()),
  close: () => store.close(),
});

export const isUnavailable = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'EventStoreUnavailable';

export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const patient = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > patient) throw new Error('it has not come');
    await wait(10);
  }
}

export type Append = (stream: StreamName, expected: ExpectedRevision, events: readonly EventToAppend[]) => Promise<AppendResult>;

export interface AppendUnderFault {
  /** As the product appends. */
  readonly append: Append;
  readonly witness: EventStore;
  /** So that an append is written, and its answer does not come. */
  readonly loseAnswers: () => void;
  /** Ends it: what is asked from now on is answered. */
  readonly mend: () => Promise<void> | void;
}

/** An append that is written and not answered: unknown, then known by the same append again, and in the log once. */
export async function knownAfterRetry({ append, witness, loseAnswers, mend }: AppendUnderFault): Promise<void> {
  const [stream, events] = [newStream(), newEvents(3)];
  accepted(await append(stream, 'none', newEvents(1)));
  loseAnswers();
  const first = append(stream, 0, events).then(
    () => 'answered',
    (error: unknown) => (isUnavailable(error) ? 'unknown' : error),
  );
  await eventually(async () => (await collect(witness.readStream(stream))).length === 4);
  await mend();
  expect(await first).toBe('unknown');
  const result = accepted(await untilKnown(() => append(stream, 0, events)));
  const stored = await collect(witness.readStream(stream, { from: 1 }));
  expect(idsOf(stored)).toEqual(idsOf(events));
  expect(result).toEqual({
    ok: true,
    firstPosition: stored[0]?.position,
    lastPosition: stored[2]?.position,
    recordedAt: stored[2]?.recordedAt,
  });
}

export interface FollowingUnderFault {
  readonly follow: (after: number) => AsyncIterable<readonly StoredEvent[]>;
  readonly witness: EventStore;
  /** Called between appends, so many times; what it does is over before the last events are appended. */
  readonly disturb: (turn: number) => Promise<void> | void;
}

const TURNS = 12;

/** A subscription whose server fails while events come answers every event once, in the order of the log. */
export async function followsWithoutGapOrDouble({ follow, witness, disturb }: FollowingUnderFault): Promise<void> {
  const stream = newStream();
  const { position: start } = await witness.head();
  const seen: StoredEvent[] = [];
  const following = (async () => {
    for await (const batch of follow(start)) {
      seen.push(...batch.filter((event) => event.stream === stream));
      if (seen.some(({ revision }) => revision === (TURNS + 1) * 50 - 1)) return;
    }
  })();
  let last = -1;
  const appendMore = async (): Promise<void> => {
    accepted(await witness.append(stream, last < 0 ? 'none' : last, newEvents(50, 'x'.repeat(200))));
    last += 50;
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    await appendMore();
    if (turn % 3 === 0) await wait(20);
    await disturb(turn);
  }
  await appendMore();
  await Promise.race([following, wait(20_000, undefined, { ref: false })]);
  const log = await eventsAfter(witness, start, [stream]);
  expect(seen.map(({ position }) => position)).toEqual(log.map(({ position }) => position));
}
