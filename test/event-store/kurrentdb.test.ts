import { eventStoreContract } from './contract.js';
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
});
