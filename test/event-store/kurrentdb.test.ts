import { eventStoreContract } from './contract.js';
import { accepted, collect, idsOf, newEvents, newStream } from './events.js';
import { indexSoFar, kurrentHarness } from './kurrentdb-harness.js';
import { onEachKurrentServer } from './kurrentdb-servers.js';

onEachKurrentServer((name, server) => {
  const known = indexSoFar();
  // A server may hold the log of earlier runs, which the first node indexes.
  beforeAll(async () => {
    const first = kurrentHarness(server().url, known);
    await first.open();
    await first.dispose();
  }, 900_000);
  afterAll(() => {
    known.remove();
  });
  eventStoreContract(name, () => kurrentHarness(server().url, known));

  it('reads after any position and from any index, also on a node that has seen none of the events arrive', async () => {
    const harness = kurrentHarness(server().url, known);
    try {
      const writer = await harness.openIn(harness.newFolder());
      const [stream, events] = [newStream(), newEvents(4)];
      const { firstPosition } = accepted(await writer.append(stream, 'none', events));
      const reader = await harness.openIn(harness.newFolder());
      const before = reader.tree.indexOf(firstPosition) ?? 0;
      const stored = await collect(reader.readStream(stream));
      const between = (await collect(reader.readAll({ after: firstPosition + 1 }))).flat();
      expect(idsOf(between)).toEqual(idsOf(stored.filter(({ position }) => position > firstPosition + 1)));
      expect(idsOf((await collect(reader.readAll({ after: firstPosition - 1 }))).flat())).toEqual(idsOf(events));
      expect(idsOf((await collect(reader.eventsFrom(before + 2))).flat())).toEqual(idsOf(events.slice(2)));
    } finally {
      await harness.dispose();
    }
  }, 120_000);
});
