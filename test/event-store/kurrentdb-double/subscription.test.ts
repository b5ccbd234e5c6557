import { streamNameFilter } from '@eventstore/db-client';
import type { AllStreamSubscription, Position, RecordedEvent } from '@eventstore/db-client';
import { eventually, idsOf, newEvent, newEvents, positionOf, toThePlainClient } from './plain-client.js';

toThePlainClient('subscription', (plain) => {
  beforeEach(() => plain.start());

  const filter = (checkpointReached?: (at: Position) => void, maxSearchWindow = 2) =>
    streamNameFilter({
      prefixes: ['account-'],
      maxSearchWindow,
      checkpointInterval: 1,
      checkpointReached: async (_subscription, position) => checkpointReached?.(position),
    });

  async function take(subscription: AllStreamSubscription, count: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const { event } of subscription) {
      if (event) events.push(event);
      if (events.length === count) break;
    }
    return events;
  }

  it('gives what is there and what comes, of the streams asked for, and says when it has caught up', async () => {
    const [before, after] = [newEvents(5), newEvents(2)];
    await plain.append('account-1', 'no_stream', before);
    await plain.append('other-1', 'no_stream', newEvents(3));
    const subscription = plain.client.subscribeToAll({ filter: filter() });
    let caughtUp = false;
    subscription.on('caughtUp', () => (caughtUp = true));
    const taken = take(subscription, 7);
    await eventually(() => caughtUp);
    await plain.append('other-1', 2n, newEvents(1));
    await plain.append('account-2', 'no_stream', after);
    expect(idsOf(await taken)).toEqual(idsOf([...before, ...after]));
  });

  it('goes on after a position', async () => {
    await plain.append('account-1', 'no_stream', newEvents(6));
    const stored = await plain.read('account-1');
    for (const options of [{ filter: filter() }, {}]) {
      const fromPosition = positionOf(stored[2]);
      const subscription = plain.client.subscribeToAll({ fromPosition, ...options });
      expect(idsOf(await take(subscription, 3))).toEqual(idsOf(stored.slice(3)));
    }
  });

  it('loses nothing and doubles nothing where it goes on from any of its checkpoints', async () => {
    const ours: string[] = [];
    for (let index = 0; index < 12; index += 1) {
      const event = newEvent();
      ours.push(event.id);
      await plain.append(`account-${String(index)}`, 'no_stream', [event]);
      await plain.append(`other-${String(index)}`, 'no_stream', newEvents(4));
    }
    const seenBefore: { readonly at: Position; readonly count: number }[] = [];
    const seen: string[] = [];
    const subscription = plain.client.subscribeToAll({ filter: filter((at) => seenBefore.push({ at, count: seen.length })) });
    let caughtUp = false;
    subscription.on('caughtUp', () => (caughtUp = true));
    subscription.on('data', ({ event }) => event && seen.push(event.id));
    await eventually(() => caughtUp && seen.length === ours.length);
    await subscription.unsubscribe();
    expect(seenBefore.length).toBeGreaterThan(3);
    // A checkpoint of a page holds a position that is not an event's own.
    expect(seenBefore.some(({ at }) => at.prepare !== at.commit)).toBe(true);
    for (const { at, count } of seenBefore.filter(({ count }) => count < ours.length)) {
      const rest = await take(plain.client.subscribeToAll({ fromPosition: at, filter: filter() }), ours.length - count);
      expect(idsOf(rest)).toEqual(ours.slice(count));
    }
  });

  it('sends nothing to one that asks for what comes after a position past the end, until the log has grown past it', async () => {
    await plain.append('account-1', 'no_stream', newEvents(1));
    const { commit } = positionOf((await plain.read('account-1'))[0]);
    const fromPosition = { commit: commit + 2_000n, prepare: commit + 2_000n };
    const taken = take(plain.client.subscribeToAll({ fromPosition, filter: filter() }), 1);
    for (let revision = 0n; revision < 40n; revision += 1n) await plain.append('account-1', revision, newEvents(1));
    const [first] = await taken;
    const stored = await plain.read('account-1');
    expect(first?.id).toBe(stored.find((event) => positionOf(event).commit > fromPosition.commit)?.id);
  });

  it('sends checkpoints while only other events come', async () => {
    const checkpoints: Position[] = [];
    const subscription = plain.client.subscribeToAll({ fromPosition: 'end', filter: filter((at) => checkpoints.push(at)) });
    let caughtUp = false;
    subscription.on('caughtUp', () => (caughtUp = true)).on('data', () => undefined);
    await eventually(() => caughtUp);
    await plain.append('other-1', 'no_stream', newEvents(5));
    await eventually(() => checkpoints.length >= 2);
    expect(checkpoints.map(({ commit }) => commit)).toEqual([...new Set(checkpoints.map(({ commit }) => commit))]);
  });

  it('follows one stream after a revision', async () => {
    const events = newEvents(3);
    await plain.append('account-1', 'no_stream', events);
    const seen: string[] = [];
    plain.client.subscribeToStream('account-1', { fromRevision: 0n }).on('data', ({ event }) => event && seen.push(event.id));
    await eventually(() => seen.length === 2);
    const later = newEvent();
    await plain.append('account-1', 2n, [later]);
    await eventually(() => seen.length === 3);
    expect(seen).toEqual([...idsOf(events.slice(1)), later.id]);
  });
});
