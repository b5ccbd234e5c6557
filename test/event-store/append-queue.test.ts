import { startKurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { newEvents, newStream } from './events.js';
import { untilKnown } from './guarantees.js';
import { kurrentHarness } from './kurrentdb-harness.js';

it('a node with too many appends under way says that it is overloaded, and takes them again when those have ended', async () => {
  const double = await startKurrentDouble();
  const harness = kurrentHarness(double.url);
  try {
    const limits = { appendMs: 3_000, readMs: 3_000, backOffMs: [10, 100] } as const;
    const store = await harness.openIn(harness.newFolder(), { limits });
    double.freeze();
    const asked = Promise.allSettled(Array.from({ length: 10_000 }, () => store.append(newStream(), 'none', newEvents(1))));
    const overloaded = {
      name: 'EventStoreUnavailable',
      reason: 'overloaded',
      message: expect.stringContaining('too many') as string,
    };
    await expect(store.append(newStream(), 'none', newEvents(1))).rejects.toMatchObject(overloaded);
    await expect(store.checkWritable()).rejects.toMatchObject(overloaded);
    await asked;
    double.thaw();
    await untilKnown(() => store.checkWritable());
  } finally {
    await harness.dispose();
    await double.stop();
  }
}, 90_000);
