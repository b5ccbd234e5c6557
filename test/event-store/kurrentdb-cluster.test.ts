import type { KurrentEventStore } from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { accepted, collect, idsOf, newEvents, newStream } from './events.js';
import { followsWithoutGapOrDouble, patient, untilKnown } from './guarantees.js';
import { kurrentHarness, type KurrentHarness } from './kurrentdb-harness.js';

const limits = { appendMs: 1_000, readMs: 1_000, backOffMs: [10, 100] } as const;

describe('the distributed store on a cluster', () => {
  let double: KurrentDouble;
  let harness: KurrentHarness;
  let store: KurrentEventStore;

  beforeEach(async () => {
    double = await startKurrentDouble({ nodes: 3 });
    harness = kurrentHarness(double.clusterUrl);
    store = await harness.openIn(harness.newFolder(), { limits });
  });
  afterEach(async () => {
    await harness.dispose();
    await double.stop();
  });

  it('writes on where the leader has moved, and nothing twice', async () => {
    const stream = newStream();
    const events = [newEvents(2), newEvents(2), newEvents(2)] as const;
    accepted(await store.append(stream, 'none', events[0]));
    double.moveLeader(1);
    accepted(await untilKnown(() => store.append(stream, 1, events[1])));
    double.moveLeader(2);
    await double.nodes[1]?.kill();
    accepted(await untilKnown(() => store.append(stream, 3, events[2])));
    expect(idsOf(await collect(store.readStream(stream)))).toEqual(idsOf(events.flat()));
  });

  it('follows without gap or double while the leader moves and nodes go', () =>
    followsWithoutGapOrDouble({
      follow: (after) => store.subscribe({ after }),
      witness: patient(store),
      disturb: async (turn) => {
        if (turn === 3) double.moveLeader(1);
        if (turn === 5) await double.nodes[0]?.kill();
        if (turn === 8) await double.nodes[0]?.restart();
        if (turn === 9) double.moveLeader(0);
      },
    }));

  it('tells an operator that there is no leader', async () => {
    double.moveLeader('none');
    const noLeader = { name: 'EventStoreUnavailable', reason: 'no-leader' };
    await expect(store.checkWritable()).rejects.toMatchObject(noLeader);
    await expect(store.append(newStream(), 'none', newEvents(1))).rejects.toMatchObject({ name: 'EventStoreUnavailable' });
    for (let asked = 0; asked < 4; asked += 1) await expect(store.checkWritable()).rejects.toMatchObject(noLeader);
    double.moveLeader(0);
    await untilKnown(() => store.checkWritable());
  });
});

describe('why a server cannot be written to', () => {
  let double: KurrentDouble;
  let harness: KurrentHarness;
  let store: KurrentEventStore;

  beforeEach(async () => {
    double = await startKurrentDouble();
    harness = kurrentHarness(double.url);
    store = await harness.openIn(harness.newFolder(), { limits });
    await store.checkWritable();
  });
  afterEach(async () => {
    await harness.dispose();
    await double.stop();
  });

  it.each<[string, 'overloaded' | 'frozen' | 'unreachable', () => Promise<void> | void]>([
    [
      'it says that it is busy',
      'overloaded',
      () => {
        double.setLoad('busy');
      },
    ],
    [
      'it does not answer in time',
      'overloaded',
      () => {
        double.delayAnswers(2_000);
      },
    ],
    [
      'it is frozen',
      'frozen',
      () => {
        double.freeze();
      },
    ],
    ['it is gone', 'unreachable', () => double.kill()],
  ])('is told where %s: %s', async (_, reason, fail) => {
    await fail();
    await expect(store.checkWritable()).rejects.toMatchObject({ name: 'EventStoreUnavailable', reason });
  });

  it('is a bug of who asks where the append is larger than the server takes', async () => {
    const stream = newStream();
    await expect(store.append(stream, 'none', newEvents(2, 'x'.repeat(600_000)))).rejects.toThrow(RangeError);
    expect(await collect(store.readStream(stream))).toEqual([]);
  });
});
