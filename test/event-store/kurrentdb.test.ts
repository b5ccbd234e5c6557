import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { eventStoreContract } from './contract.js';
import { accepted, collect, idsOf, newEvents, newStream } from './events.js';
import { kurrentHarness } from './kurrentdb-harness.js';

let double: KurrentDouble;
beforeAll(async () => {
  double = await startKurrentDouble();
});
afterAll(() => double.stop());

eventStoreContract('KurrentDB, as a double of ours', () => kurrentHarness(double.url));

it('reads after any position and from any index, also on a node that has seen none of the events arrive', async () => {
  const harness = kurrentHarness(double.url);
  try {
    const writer = await harness.openIn(harness.newFolder());
    const [stream, events] = [newStream(), newEvents(4)];
    const { firstPosition } = accepted(await writer.append(stream, 'none', events));
    const reader = await harness.openIn(harness.newFolder());
    const before = reader.tree.indexOf(firstPosition) ?? 0;
    const between = (await collect(reader.readAll({ after: firstPosition + 1 }))).flat();
    expect(idsOf(between)).toEqual(idsOf(events.slice(1)));
    expect(idsOf((await collect(reader.readAll({ after: firstPosition - 1 }))).flat())).toEqual(idsOf(events));
    expect(idsOf((await collect(reader.eventsFrom(before + 2))).flat())).toEqual(idsOf(events.slice(2)));
  } finally {
    await harness.dispose();
  }
});
