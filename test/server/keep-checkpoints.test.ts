import { setTimeout as delay } from 'node:timers/promises';
import { LogDisagrees } from '../../src/audit/errors.js';
import { checkpointsSigned } from '../../src/http/readiness.js';
import { keepCheckpoints } from '../../src/server/keep-checkpoints.js';
import { fill, newStream } from '../event-store/events.js';
import { sqliteHarness } from '../event-store/sqlite-harness.js';
import { openAudit } from '../support/audit.js';

const harness = sqliteHarness();
afterAll(() => harness.dispose());

const COMMIT = { appends: 1, events: 1_000, seconds: 0 };

describe('a running node', () => {
  it('signs after a thousand appended events, and what is left when it stops', async () => {
    const keeper = keepCheckpoints({ onCommit: () => undefined });
    const store = harness.openIn(harness.newFolder(), { observer: keeper.observer });
    const audit = await openAudit(store);
    const step = keeper.start(audit, (error) => {
      throw error;
    });
    await fill(store, newStream(), 999);
    expect(audit.checkpoint().size).toBe(0);
    await fill(store, newStream(), 2);
    expect(audit.checkpoint().size).toBe(1_001);
    await fill(store, newStream(), 5);
    await step.stop();
    expect(store.checkpoints.last()?.size).toBe(1_006);
  });

  it('goes on appending where nothing can be signed, and tells of it', async () => {
    const told: unknown[] = [];
    const seen: unknown[] = [];
    const keeper = keepCheckpoints({ onCommit: (batch) => seen.push(batch) });
    const problem = new LogDisagrees('a test');
    const broken = {
      appended: () => {
        throw problem;
      },
      makeCheckpoint: () => {
        throw problem;
      },
    };
    const step = keeper.start(broken, (error) => told.push(error));
    keeper.observer.onCommit(COMMIT);
    keeper.observer.onSealed?.(COMMIT.events);
    expect([told, seen]).toEqual([[problem], [COMMIT]]);
    expect(keeper.failure()).toBe(problem);
    await expect(step.stop()).rejects.toBe(problem);
  });

  it('is as it was again once a checkpoint could be signed, and not because an append needed none', async () => {
    let broken: Error | undefined = new Error('database or disk is full');
    let tries = 0;
    const keeper = keepCheckpoints({ onCommit: () => undefined }, 10);
    const checkpoint = { origin: '', size: 0, rootHash: new Uint8Array(), extensions: [], note: '', signedAt: 0 };
    const step = keeper.start(
      {
        appended: () => undefined,
        makeCheckpoint() {
          tries += 1;
          if (broken) throw broken;
          return checkpoint;
        },
      },
      () => undefined,
    );
    const untilTried = async (): Promise<void> => {
      for (const before = tries; tries < before + 2;) await delay(10);
    };
    expect(keeper.failure()).toBeUndefined();
    await untilTried();
    keeper.observer.onCommit(COMMIT);
    expect(keeper.failure()).toBe(broken);
    expect(await checkpointsSigned(() => keeper.failure()).problem()).toBe(
      'no checkpoint of the log can be signed: database or disk is full',
    );
    broken = undefined;
    await untilTried();
    expect(await checkpointsSigned(() => keeper.failure()).problem()).toBeNull();
    await step.stop();
  });
});
