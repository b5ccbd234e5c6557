import type { RecordedEvent } from '@eventstore/db-client';
import { idsOf, newEvents, positionOf, toThePlainClient, type ReadStream } from './plain-client.js';

toThePlainClient('read', (plain) => {
  let stored: RecordedEvent[];

  beforeEach(async () => {
    await plain.start();
    for (let revision = 0; revision < 8; revision += 1) {
      await plain.append('account-1', revision === 0 ? 'no_stream' : BigInt(revision - 1), newEvents(1));
    }
    stored = await plain.read('account-1');
  });

  it('reads a stream from a revision and a count, in both directions', async () => {
    const revisions = async (options: ReadStream): Promise<bigint[]> =>
      (await plain.read('account-1', options)).map(({ revision }) => revision);
    expect(await revisions({ fromRevision: 2n, maxCount: 3 })).toEqual([2n, 3n, 4n]);
    expect(await revisions({ fromRevision: 9n })).toEqual([]);
    expect(await revisions({ fromRevision: 'end', direction: 'backwards', maxCount: 2 })).toEqual([7n, 6n]);
    expect(await revisions({ fromRevision: 1n, direction: 'backwards' })).toEqual([1n, 0n]);
    expect(await revisions({ fromRevision: 99n, direction: 'backwards', maxCount: 1 })).toEqual([7n]);
  });

  it('does not find a stream that does not exist', async () => {
    await expect(plain.read('account-2')).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it("holds the system's own events between ours in $all, and positions with gaps", async () => {
    const all = await plain.readAll();
    const first = all.findIndex(({ id }) => id === stored[0]?.id);
    expect(all.slice(first).some(({ streamId }) => streamId.startsWith('$'))).toBe(true);
    const positions = all.map((event) => positionOf(event).commit);
    expect(positions).toEqual([...positions].sort((a, b) => Number(a - b)));
    expect(positions.slice(1).every((position, index) => position - (positions[index] ?? 0n) > 1n)).toBe(true);
  });

  it('reads $all forwards with the event at a position, and backwards with those before it', async () => {
    const fromPosition = positionOf(stored[4]);
    const forwards = await plain.readAll({ fromPosition });
    const backwards = await plain.readAll({ fromPosition, direction: 'backwards' });
    const all = await plain.readAll();
    expect(idsOf([...backwards].reverse().concat(forwards))).toEqual(idsOf(all));
    expect(forwards[0]?.id).toBe(stored[4]?.id);
    expect(idsOf(await plain.readAll({ fromPosition: 'end', direction: 'backwards', maxCount: 2 }))).toEqual(
      idsOf(all.slice(-2).reverse()),
    );
  });

  it('refuses a position at which no record begins', async () => {
    const { commit } = positionOf(stored[4]);
    await expect(plain.readAll({ fromPosition: { commit: commit + 1n, prepare: commit + 1n } })).rejects.toThrow(
      'invalid position',
    );
  });
});
