import { EventStoreDBClient } from '@eventstore/db-client';
import type { EventStore, StoredEvent } from '../../src/event-store/port.js';
import { appendsAnywhere, losingAnAnswer, plainFollower, type Resumption } from './broken-clients.js';
import { eventually, followsWithoutGapOrDouble, knownAfterRetry, type Append } from './guarantees.js';
import { indexSoFar } from './kurrentdb-harness.js';
import type { KurrentServer } from './kurrentdb-servers.js';
import { wiredHarness, type WiredHarness } from './wired-harness.js';

/** The checks of the fault contract, on what breaks them: each fails there, and passes where nothing is broken. */
export function faultControls(server: () => KurrentServer): void {
  describe('the checks of the contract under faults', () => {
    const known = indexSoFar();
    let harness: WiredHarness;
    beforeEach(async () => {
      harness = await wiredHarness(server().url, known);
    });
    afterAll(() => {
      known.remove();
    });
    afterEach(() => harness.dispose());

    it.each<[string, 'passes' | 'fails', (witness: EventStore) => Append]>([
      [
        'sends the same append again',
        'passes',
        (witness) =>
          (...request) =>
            witness.append(...request),
      ],
      ['takes whatever revision the stream has', 'fails', (witness) => appendsAnywhere(witness, { renamed: false })],
      ['takes new ids for a retry', 'fails', (witness) => appendsAnywhere(witness, { renamed: true })],
    ])('a store that %s %s', async (_, outcome, how) => {
      const { witness } = harness;
      const check = knownAfterRetry({ ...losingAnAnswer(how(witness)), witness });
      if (outcome === 'passes') await check;
      else await expect(check).rejects.toThrow('expect(received)');
    });

    it.each<[Resumption, 'passes' | 'fails']>([
      ['after the last', 'passes'],
      ['at the last', 'fails'],
      ['from the end', 'fails'],
    ])('a follower that resumes %s %s', async (resumption, outcome) => {
      const { wire, witness, url } = harness;
      const client = EventStoreDBClient.connectionString(url);
      let followed = 0;
      const check = followsWithoutGapOrDouble({
        witness,
        follow: async function* (after): AsyncGenerator<readonly StoredEvent[], void, undefined> {
          for await (const batch of plainFollower(client, after, resumption)) {
            followed += 1;
            yield batch;
          }
        },
        disturb: async (turn) => {
          if (turn === 4) {
            await eventually(() => followed > 0);
            await wire.refuse();
          }
          if (turn === 7) await wire.resume();
        },
      });
      if (outcome === 'passes') await check;
      else await expect(check).rejects.toThrow('expect(received)');
      await client.dispose();
    });
  });
}
