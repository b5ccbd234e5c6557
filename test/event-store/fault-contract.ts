import { setTimeout as wait } from 'node:timers/promises';
import type { StreamName } from '../../src/domain/ids.js';
import type { EventStore } from '../../src/event-store/port.js';
import { accepted, collect, fill, idsOf, newEvents, newStream } from './events.js';
import {
  eventually,
  followsWithoutGapOrDouble,
  knownAfterRetry,
  untilKnown,
  type AppendUnderFault,
  type FollowingUnderFault,
} from './guarantees.js';
import { indexSoFar, type IndexSoFar } from './kurrentdb-harness.js';
import type { KurrentServer } from './kurrentdb-servers.js';
import { addressOf, wiredHarness, type WiredHarness } from './wired-harness.js';

const unavailable = expect.objectContaining({ name: 'EventStoreUnavailable' }) as unknown;

/** What every store on a server holds while that server, or the way to it, fails (architecture.md, The distributed store). */
export function faultContract(name: string, server: () => KurrentServer): void {
  describe(`${name} keeps the contract of a log under faults`, () => {
    let known: IndexSoFar;
    let harness: WiredHarness;
    let stream: StreamName;

    beforeAll(() => {
      known = indexSoFar();
      if (!addressOf(server().url)) throw new Error('faults are shown on a single server without TLS');
    });
    afterAll(() => {
      known.remove();
    });
    beforeEach(async () => {
      harness = await wiredHarness(server().url, known);
      stream = newStream();
    });
    afterEach(() => harness.dispose());

    const theStore = (): EventStore => harness.store;
    const theWitness = (): EventStore => harness.witness;

    describe('an append', () => {
      const appending = (): Pick<AppendUnderFault, 'append' | 'witness'> => ({
        append: (...request) => theStore().append(...request),
        witness: theWitness(),
      });
      const killed = () => ({
        loseAnswers: () => {
          harness.wire.freeze('answers');
        },
        mend: async () => {
          await harness.wire.refuse();
          await harness.wire.resume();
        },
      });

      it('whose server is killed after it was written is unknown, then known, and never doubled', () =>
        knownAfterRetry({ ...appending(), ...killed() }));

      it('whose answer is late is unknown within our time limit, then known, and never doubled', () =>
        knownAfterRetry({
          ...appending(),
          ...killed(),
          mend: async () => {
            await wait(1_100);
            harness.wire.thaw();
          },
        }));

      it('that was killed on its way is unknown, and its retry writes it once', async () => {
        const events = newEvents(2);
        accepted(await theStore().append(stream, 'none', newEvents(1)));
        harness.wire.freeze();
        const lost = theStore().append(stream, 0, events);
        const rejected = expect(lost).rejects.toEqual(unavailable);
        await wait(50);
        await harness.wire.refuse();
        await rejected;
        expect(await collect(theWitness().readStream(stream))).toHaveLength(1);
        await harness.wire.resume();
        accepted(await untilKnown(() => theStore().append(stream, 0, events)));
        expect(idsOf(await collect(theWitness().readStream(stream, { from: 1 })))).toEqual(idsOf(events));
      });
    });

    describe('a frozen server', () => {
      it('is told within our time limits, whatever is asked of it', async () => {
        accepted(await theStore().append(stream, 'none', newEvents(1)));
        harness.wire.freeze();
        const asked = [
          theStore().append(stream, 0, newEvents(1)),
          theStore().head(),
          collect(theStore().readStream(stream)),
          collect(theStore().readAll({ after: 0 })),
          harness.store.checkWritable(),
        ];
        const answers = await Promise.all(
          asked.map((answer) =>
            answer.then(
              () => 'answered',
              (error: unknown) => error,
            ),
          ),
        );
        expect(answers).toEqual(asked.map(() => unavailable));
        harness.wire.thaw();
        await untilKnown(() => harness.store.checkWritable());
      });

      it('by SIGSTOP leaves an append unknown; when it goes on, the append is known and was written once', async () => {
        const { pid } = server();
        // `npm test` says so at its end.
        if (pid === undefined) return;
        const events = newEvents(2);
        accepted(await theStore().append(stream, 'none', newEvents(1)));
        process.kill(pid, 'SIGSTOP');
        try {
          await expect(theStore().append(stream, 0, events)).rejects.toEqual(unavailable);
          await expect(theStore().head()).rejects.toEqual(unavailable);
        } finally {
          process.kill(pid, 'SIGCONT');
        }
        accepted(await untilKnown(() => theStore().append(stream, 0, events)));
        expect(idsOf(await collect(theWitness().readStream(stream, { from: 1 })))).toEqual(idsOf(events));
      });
    });

    describe('a subscription', () => {
      const cuts = (): FollowingUnderFault['disturb'] => (turn) => {
        if (turn % 3 === 1) harness.wire.cut();
      };
      const following = (disturb: FollowingUnderFault['disturb'] = cuts()): FollowingUnderFault => ({
        follow: (after) => theStore().subscribe({ after }),
        witness: theWitness(),
        disturb,
      });

      it('whose connection is cut has no gap and no double', () => followsWithoutGapOrDouble(following()));

      it('whose server freezes and thaws has no gap and no double', () =>
        followsWithoutGapOrDouble(
          following((turn) => {
            if (turn % 4 === 1) harness.wire.freeze();
            if (turn % 4 === 3) harness.wire.thaw();
          }),
        ));

      it('whose frozen server is cut off has no gap and no double', () =>
        followsWithoutGapOrDouble(
          following((turn) => {
            if (turn === 3) harness.wire.freeze();
            if (turn !== 6) return;
            harness.wire.cut();
            harness.wire.thaw();
          }),
        ));

      it('whose server goes and comes back has no gap and no double', () =>
        followsWithoutGapOrDouble(
          following(async (turn) => {
            if (turn === 3) await harness.wire.refuse();
            if (turn === 8) await harness.wire.resume();
          }),
        ));
    });

    describe('reading', () => {
      it('all of a log whose connection is cut ends by an error or at the head, and goes on after the last page', async () => {
        const { position: start } = await theWitness().head();
        await fill(theWitness(), stream, 6_000, 'x'.repeat(500));
        await eventually(async () => (await untilKnown(() => theStore().head())).position > start);
        const seen: number[] = [];
        let [after, errors] = [start, 0];
        const { position: head } = await theWitness().head();
        while (after < head) {
          try {
            for await (const page of theStore().readAll({ after, upTo: head })) {
              seen.push(...page.filter((event) => event.stream === stream).map(({ revision }) => revision));
              after = page.at(-1)?.position ?? after;
              if (errors < 3) harness.wire.cut();
            }
            expect(after).toBe(head);
          } catch (error) {
            expect(error).toEqual(unavailable);
            errors += 1;
          }
        }
        expect(seen).toEqual(Array.from({ length: 6_000 }, (_, revision) => revision));
        expect(errors).toBeGreaterThan(0);
      });
    });

    describe('a server that is away', () => {
      it('is told as unreachable, and everything goes on when it is back', async () => {
        accepted(await theStore().append(stream, 'none', newEvents(1)));
        await harness.wire.refuse();
        await expect(harness.store.checkWritable()).rejects.toMatchObject({ reason: 'unreachable' });
        await expect(theStore().append(stream, 0, newEvents(1))).rejects.toEqual(unavailable);
        await harness.wire.resume();
        await untilKnown(() => harness.store.checkWritable());
        accepted(await theStore().append(stream, 0, newEvents(1)));
        expect(await theStore().head()).toMatchObject({ position: (await theWitness().head()).position });
      });
    });
  });
}
