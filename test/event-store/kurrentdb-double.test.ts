import { setTimeout as wait } from 'node:timers/promises';
import { binaryEvent, EventStoreDBClient, streamNameFilter } from '@eventstore/db-client';
import type {
  AllStreamSubscription,
  AppendResult,
  BinaryEventData,
  ExpectedRevision,
  Position,
  RecordedEvent,
} from '@eventstore/db-client';
import { startKurrentDouble, type KurrentDouble, type KurrentDoubleOptions } from '../support/kurrentdb/kurrentdb-double.js';

const newEvent = (id: string = crypto.randomUUID(), body = 'body'): BinaryEventData =>
  binaryEvent({ id, type: 'Happened', data: Buffer.from(body), metadata: Buffer.from('meta') });
const newEvents = (count: number): BinaryEventData[] => Array.from({ length: count }, () => newEvent());
const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map(({ id }) => id);

async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(5);
}

/** The client appends in one of two ways, by what the server says it can do. */
describe.each([
  ['a batch call', true],
  ['a call each', false],
])('the double of KurrentDB, to the plain client that appends by %s', (_, batchAppend) => {
  let double: KurrentDouble;
  let client: EventStoreDBClient;

  const start = async (options: KurrentDoubleOptions = {}, urlOf = ({ url }: KurrentDouble): string => url): Promise<void> => {
    double = await startKurrentDouble({ batchAppend, ...options });
    client = EventStoreDBClient.connectionString(urlOf(double));
  };
  afterEach(async () => {
    await client.dispose();
    await double.stop();
  });

  const append = (
    stream: string,
    expectedRevision: ExpectedRevision,
    events: BinaryEventData[],
    options: { readonly requiresLeader?: boolean } = {},
  ): Promise<AppendResult> => client.appendToStream(stream, events, { expectedRevision, ...options });

  const read = async (stream: string, options: Parameters<typeof client.readStream>[1] = {}): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const { event } of client.readStream(stream, options)) if (event) events.push(event);
    return events;
  };

  const readAll = async (options: Parameters<typeof client.readAll>[0] = {}): Promise<RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const { event } of client.readAll(options)) if (event) events.push(event);
    return events;
  };

  const positionOf = (event: RecordedEvent | undefined): Position => event?.position ?? { commit: -1n, prepare: -1n };
  /** Ids in the log of streams that are not the system's. */
  const written = (): string[] => idsOf(double.records().filter(({ stream }) => !stream.startsWith('$')));

  describe('append', () => {
    beforeEach(() => start());

    it('answers the position of its last event, which a read of the stream carries too', async () => {
      const events = newEvents(3);
      const result = await append('account-1', 'no_stream', events);
      const stored = await read('account-1');
      expect(result).toMatchObject({ success: true, nextExpectedRevision: 2n, position: stored[2]?.position });
      expect(idsOf(stored)).toEqual(idsOf(events));
      expect(stored[0]).toMatchObject({ streamId: 'account-1', revision: 0n, type: 'Happened', isJson: false });
      expect(Buffer.from(stored[0]?.data as Uint8Array)).toEqual(Buffer.from('body'));
      expect(Buffer.from(stored[0]?.metadata as Uint8Array)).toEqual(Buffer.from('meta'));
    });

    it.each<[string, ExpectedRevision]>([
      ['no stream', 'no_stream'],
      ['an earlier revision', 0n],
      ['a later revision', 7n],
    ])('refuses %s where the stream stands at 1, and says so', async (_name, expected) => {
      await append('account-1', 'no_stream', newEvents(2));
      await expect(append('account-1', expected, newEvents(1))).rejects.toMatchObject({
        type: 'wrong-expected-version',
        actualVersion: 1n,
      });
      expect(written()).toHaveLength(2);
    });

    it('refuses a revision of a stream that does not exist', async () => {
      await expect(append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ type: 'wrong-expected-version' });
      expect(written()).toEqual([]);
    });

    it('answers a repeated append with the first position, whatever its content and whatever came later', async () => {
      const [a, b] = [newEvent(), newEvent()];
      const first = await append('account-1', 'no_stream', [a, b]);
      await append('account-1', 1n, newEvents(1));
      const again = await append('account-1', 'no_stream', [newEvent(a.id, 'other'), newEvent(b.id, 'other')]);
      expect(again).toEqual(first);
      expect(written()).toHaveLength(3);
    });

    it('answers the repeated beginning of an append with the position of that beginning', async () => {
      const [a, b] = [newEvent(), newEvent()];
      await append('account-1', 'no_stream', [a, b]);
      const stored = await read('account-1');
      expect(await append('account-1', 'no_stream', [a])).toMatchObject({
        nextExpectedRevision: 0n,
        position: stored[0]?.position,
      });
    });

    it('refuses an append of which a part alone was written, or that was written elsewhere', async () => {
      const [a, b, c] = [newEvent(), newEvent(), newEvent()];
      await append('account-1', 'no_stream', [a, b]);
      const refused = { type: 'wrong-expected-version', actualVersion: 1n };
      await expect(append('account-1', 'no_stream', [a, c])).rejects.toMatchObject(refused);
      await expect(append('account-1', 0n, [b, c])).rejects.toMatchObject(refused);
      await expect(append('account-1', 'no_stream', [b, a])).rejects.toMatchObject(refused);
      await append('account-2', 'no_stream', [a]);
      expect(written()).toHaveLength(3);
    });

    it('writes an id a second time where it is appended after itself', async () => {
      const event = newEvent();
      await append('account-1', 'no_stream', [event]);
      await append('account-1', 0n, [event]);
      expect(written()).toEqual([event.id, event.id]);
    });

    it('refuses more than a mebibyte at once', async () => {
      const large = newEvent(crypto.randomUUID(), 'x'.repeat(1024 * 1024));
      await expect(append('account-1', 'no_stream', [large])).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
    });
  });

  describe('read', () => {
    let stored: RecordedEvent[];

    beforeEach(async () => {
      await start();
      for (let revision = 0; revision < 8; revision += 1) {
        await append('account-1', revision === 0 ? 'no_stream' : BigInt(revision - 1), newEvents(1));
      }
      stored = await read('account-1');
    });

    it('reads a stream from a revision and a count, in both directions', async () => {
      const revisions = async (options: Parameters<typeof read>[1]): Promise<bigint[]> =>
        (await read('account-1', options)).map(({ revision }) => revision);
      expect(await revisions({ fromRevision: 2n, maxCount: 3 })).toEqual([2n, 3n, 4n]);
      expect(await revisions({ fromRevision: 9n })).toEqual([]);
      expect(await revisions({ fromRevision: 'end', direction: 'backwards', maxCount: 2 })).toEqual([7n, 6n]);
      expect(await revisions({ fromRevision: 1n, direction: 'backwards' })).toEqual([1n, 0n]);
      expect(await revisions({ fromRevision: 99n, direction: 'backwards', maxCount: 1 })).toEqual([7n]);
    });

    it('does not find a stream that does not exist', async () => {
      await expect(read('account-2')).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it("holds the system's own events between ours in $all, and positions with gaps", async () => {
      const all = await readAll();
      const first = all.findIndex(({ id }) => id === stored[0]?.id);
      expect(all.slice(first).some(({ streamId }) => streamId.startsWith('$'))).toBe(true);
      const positions = all.map((event) => positionOf(event).commit);
      expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
      expect(positions.slice(1).every((position, index) => position - (positions[index] ?? 0n) > 1n)).toBe(true);
    });

    it('reads $all forwards with the event at a position, and backwards with those before it', async () => {
      const fromPosition = positionOf(stored[4]);
      const forwards = await readAll({ fromPosition });
      const backwards = await readAll({ fromPosition, direction: 'backwards' });
      const all = await readAll();
      expect(idsOf([...backwards].reverse().concat(forwards))).toEqual(idsOf(all));
      expect(forwards[0]?.id).toBe(stored[4]?.id);
      expect(idsOf(await readAll({ fromPosition: 'end', direction: 'backwards', maxCount: 2 }))).toEqual(
        idsOf(all.slice(-2).reverse()),
      );
    });

    it('refuses a position at which no record begins', async () => {
      const { commit } = positionOf(stored[4]);
      await expect(readAll({ fromPosition: { commit: commit + 1n, prepare: commit + 1n } })).rejects.toThrow('invalid position');
    });
  });

  describe('subscription', () => {
    beforeEach(() => start());

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
      await append('account-1', 'no_stream', before);
      await append('other-1', 'no_stream', newEvents(3));
      const subscription = client.subscribeToAll({ filter: filter() });
      let caughtUp = false;
      subscription.on('caughtUp', () => (caughtUp = true));
      const taken = take(subscription, 7);
      await eventually(() => caughtUp);
      await append('other-1', 2n, newEvents(1));
      await append('account-2', 'no_stream', after);
      expect(idsOf(await taken)).toEqual(idsOf([...before, ...after]));
    });

    it('goes on after a position', async () => {
      await append('account-1', 'no_stream', newEvents(6));
      const stored = await read('account-1');
      for (const options of [{ filter: filter() }, {}]) {
        const fromPosition = positionOf(stored[2]);
        const subscription = client.subscribeToAll({ fromPosition, ...options });
        expect(idsOf(await take(subscription, 3))).toEqual(idsOf(stored.slice(3)));
      }
    });

    it('loses nothing and doubles nothing where it goes on from any of its checkpoints', async () => {
      const ours: string[] = [];
      for (let index = 0; index < 12; index += 1) {
        const event = newEvent();
        ours.push(event.id);
        await append(`account-${String(index)}`, 'no_stream', [event]);
        await append(`other-${String(index)}`, 'no_stream', newEvents(4));
      }
      const seenBefore: { readonly at: Position; readonly count: number }[] = [];
      const seen: string[] = [];
      const subscription = client.subscribeToAll({ filter: filter((at) => seenBefore.push({ at, count: seen.length })) });
      let caughtUp = false;
      subscription.on('caughtUp', () => (caughtUp = true));
      subscription.on('data', ({ event }) => event && seen.push(event.id));
      await eventually(() => caughtUp && seen.length === ours.length);
      await subscription.unsubscribe();
      expect(seenBefore.length).toBeGreaterThan(3);
      // A checkpoint of a page holds a position that is not an event's own.
      expect(seenBefore.some(({ at }) => at.prepare !== at.commit)).toBe(true);
      for (const { at, count } of seenBefore.filter(({ count }) => count < ours.length)) {
        const rest = await take(client.subscribeToAll({ fromPosition: at, filter: filter() }), ours.length - count);
        expect(idsOf(rest)).toEqual(ours.slice(count));
      }
    });

    it('sends nothing to one that asks for what comes after a position past the end, until the log has grown past it', async () => {
      await append('account-1', 'no_stream', newEvents(1));
      const { commit } = positionOf((await read('account-1'))[0]);
      const fromPosition = { commit: commit + 2_000n, prepare: commit + 2_000n };
      const taken = take(client.subscribeToAll({ fromPosition, filter: filter() }), 1);
      for (let revision = 0n; revision < 40n; revision += 1n) await append('account-1', revision, newEvents(1));
      const [first] = await taken;
      const stored = await read('account-1');
      expect(first?.id).toBe(stored.find((event) => positionOf(event).commit > fromPosition.commit)?.id);
    });

    it('sends checkpoints while only other events come', async () => {
      const checkpoints: Position[] = [];
      const subscription = client.subscribeToAll({ fromPosition: 'end', filter: filter((at) => checkpoints.push(at)) });
      let caughtUp = false;
      subscription.on('caughtUp', () => (caughtUp = true)).on('data', () => undefined);
      await eventually(() => caughtUp);
      await append('other-1', 'no_stream', newEvents(5));
      await eventually(() => checkpoints.length >= 2);
      expect(checkpoints.map(({ commit }) => commit)).toEqual([...new Set(checkpoints.map(({ commit }) => commit))]);
    });

    it('follows one stream after a revision', async () => {
      const events = newEvents(3);
      await append('account-1', 'no_stream', events);
      const seen: string[] = [];
      client.subscribeToStream('account-1', { fromRevision: 0n }).on('data', ({ event }) => event && seen.push(event.id));
      await eventually(() => seen.length === 2);
      const later = newEvent();
      await append('account-1', 2n, [later]);
      await eventually(() => seen.length === 3);
      expect(seen).toEqual([...idsOf(events.slice(1)), later.id]);
    });
  });

  describe('faults', () => {
    beforeEach(() => start());

    it('cuts the connection in place of an answer: the outcome is unknown, and the same append again tells it', async () => {
      const events = newEvents(2);
      double.failNextAppend('cut-after-commit');
      await expect(append('account-1', 'no_stream', events)).rejects.toMatchObject({ code: 14 });
      expect(written()).toEqual(idsOf(events));
      const again = await append('account-1', 'no_stream', events);
      expect(again).toMatchObject({ success: true, position: (await read('account-1'))[1]?.position });
      expect(written()).toEqual(idsOf(events));
    });

    it.each(['refuse', 'cut-before-commit'] as const)('writes nothing on "%s"', async (fault) => {
      double.failNextAppend(fault, 'account-');
      await append('other-1', 'no_stream', newEvents(1));
      await expect(append('account-1', 'no_stream', newEvents(2))).rejects.toMatchObject({ code: 14 });
      expect(written()).toHaveLength(1);
      await append('account-1', 'no_stream', newEvents(2));
      expect(written()).toHaveLength(3);
    });

    it('answers nothing while it is frozen, and does what was asked when it thaws', async () => {
      await append('account-1', 'no_stream', newEvents(1));
      double.freeze();
      const pending = append('account-1', 0n, newEvents(1));
      await wait(50);
      expect(written()).toHaveLength(1);
      double.thaw();
      expect(await pending).toMatchObject({ success: true, nextExpectedRevision: 1n });
    });

    it('writes while only its answers are frozen', async () => {
      await append('account-1', 'no_stream', newEvents(1));
      double.freeze('answers');
      let answered = false;
      const pending = append('account-1', 0n, newEvents(1)).then(() => (answered = true));
      await eventually(() => written().length === 2);
      await wait(20);
      expect(answered).toBe(false);
      double.thaw();
      await pending;
    });

    it('is gone when it is killed, and comes back on its port with its log', async () => {
      await append('account-1', 'no_stream', newEvents(1));
      const subscription = client.subscribeToAll({ fromPosition: 'end' }).on('data', () => undefined);
      const failed = new Promise((resolve) => subscription.once('error', resolve));
      await new Promise((resolve) => subscription.once('caughtUp', resolve));
      await double.kill();
      expect(await failed).toMatchObject({ code: 14 });
      await expect(append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14 });
      await double.restart();
      expect(await append('account-1', 0n, newEvents(1))).toMatchObject({ success: true });
      expect(await read('account-1')).toHaveLength(2);
    });

    it('is unavailable for a while', async () => {
      await append('account-1', 'no_stream', newEvents(1));
      double.setLoad('unavailable');
      await expect(append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14, type: 'unavailable' });
      await expect(readAll()).rejects.toMatchObject({ code: 14, type: 'unavailable' });
      // The client wraps no error of the call by which it asks what the server can do.
      await expect(append('account-1', 0n, newEvents(1))).rejects.toMatchObject({ code: 14 });
      double.setLoad('normal');
      expect(await append('account-1', 0n, newEvents(1))).toMatchObject({ success: true });
    });

    it('says that it is busy in the words of the server', async () => {
      double.setLoad('busy');
      const busy = batchAppend
        ? { type: 'unknown', message: 'Could not recognize Server Is Busy' }
        : { type: 'unavailable', code: 14 };
      await expect(append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject(busy);
      await expect(readAll()).rejects.toMatchObject({ type: 'unavailable' });
      expect(written()).toEqual([]);
    });

    it('writes before it answers late', async () => {
      double.delayAnswers(150);
      let answered = false;
      const pending = append('account-1', 'no_stream', newEvents(1)).then(() => (answered = true));
      await eventually(() => written().length === 1);
      expect(answered).toBe(false);
      await pending;
    });
  });

  describe('cluster', () => {
    const second = ({ nodes }: KurrentDouble): string => nodes[1]?.url ?? '';

    it('passes an append on from a follower to the leader', async () => {
      await start({ nodes: 2 }, second);
      expect(await append('account-1', 'no_stream', newEvents(1))).toMatchObject({ success: true });
    });

    it('names the leader where a follower is asked to be it, and the client goes there', async () => {
      await start({ nodes: 2 }, second);
      const refused = append('account-1', 'no_stream', newEvents(1), { requiresLeader: true });
      await expect(refused).rejects.toMatchObject({ type: 'not-leader', leader: { address: '127.0.0.1', port: double.port } });
      expect(await append('account-1', 'no_stream', newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
    });

    it('moves the leader over the same log', async () => {
      await start({ nodes: 2 });
      await append('account-1', 'no_stream', newEvents(1), { requiresLeader: true });
      double.moveLeader(1);
      // A batch call that was opened before stays open on the old leader, and learns of the new one by its next append.
      const moved = append('account-1', 0n, newEvents(1), { requiresLeader: true });
      await expect(moved).rejects.toMatchObject({ type: 'not-leader', leader: { port: double.nodes[1]?.port } });
      expect(await append('account-1', 0n, newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
      expect(written()).toHaveLength(2);
    });

    it('times out at a follower whose leader is gone, and writes nothing', async () => {
      await start({ nodes: 2 }, second);
      await double.kill();
      const type = batchAppend ? 'deadline-exceeded' : 'timeout';
      await expect(append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject({ type });
      expect(written()).toEqual([]);
    });

    it('is not ready without a leader', async () => {
      await start({ nodes: 2 });
      double.moveLeader('none');
      const notReady = batchAppend ? { message: 'Could not recognize Server Is Not Ready' } : { type: 'unavailable' };
      await expect(append('account-1', 'no_stream', newEvents(1))).rejects.toMatchObject(notReady);
      expect(await readAll()).not.toEqual([]);
    });

    it('is found again by gossip where the leader was killed and another node leads', async () => {
      await start({ nodes: 2 }, ({ clusterUrl }) => `${clusterUrl}&gossipTimeout=1`);
      const event = newEvent();
      double.failNextAppend('no-answer');
      const cut = append('account-1', 'no_stream', [event]);
      const lost = expect(cut).rejects.toMatchObject({ code: 14 });
      await eventually(() => written().length === 1);
      await double.kill();
      await lost;
      double.moveLeader(1);
      expect(await append('account-1', 'no_stream', [event], { requiresLeader: true })).toMatchObject({ success: true });
      expect(written()).toEqual([event.id]);
    });

    it('tells by gossip who leads', async () => {
      await start({ nodes: 3 }, ({ clusterUrl }) => clusterUrl);
      double.moveLeader(2);
      expect(await append('account-1', 'no_stream', newEvents(1), { requiresLeader: true })).toMatchObject({ success: true });
    });
  });
});
