import { eventStoreContract } from './contract.js';
import { indexSoFar, kurrentHarness } from './kurrentdb-harness.js';
import { onEachKurrentServer } from './kurrentdb-servers.js';

onEachKurrentServer((name, server) => {
  const known = indexSoFar();
  afterAll(() => {
    known.remove();
  });
  eventStoreContract(name, () => kurrentHarness(server().url, known));
});
