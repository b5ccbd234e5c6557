import { LogDisagrees } from '../../src/audit/errors.js';
import { createLogGuard, reachAtStart } from '../../src/server/log-guard.js';
import { collect, eventsAfter, newEvents, newStream } from '../event-store/events.js';
import { sqliteHarness } from '../event-store/sqlite-harness.js';
import { openAudit } from '../support/audit.js';

const harness = sqliteHarness();
afterAll(() => harness.dispose());

async function guarded() {
  const folder = harness.newFolder();
  const store = harness.openIn(folder);
  const audit = await openAudit(store);
  const told: string[] = [];
  const guard = createLogGuard(folder, () => told.push('told'));
  return { folder, store, audit, told, guard, appending: guard.guardAppends(store), signing: guard.guardSigning(audit) };
}

it('signs and appends while the log agrees', async () => {
  const { guard, appending, signing, folder } = await guarded();
  expect((await appending.append(newStream(), 'none', newEvents(3))).ok).toBe(true);
  expect(signing.makeCheckpoint().size).toBe(3);
  expect([guard.agrees(), reachAtStart(folder, 'tail', 1_000_000)]).toEqual([true, 'tail']);
});

it('neither signs nor appends from the first disagreement on, answers who reads, and has the next start compare everything', async () => {
  const { guard, appending, signing, folder, store, told } = await guarded();
  const stream = newStream();
  await appending.append(stream, 'none', newEvents(3));
  guard.disagrees('first');
  guard.disagrees('second');
  await expect(appending.append(stream, 2, newEvents(1))).rejects.toThrow('nothing is appended');
  expect(() => signing.makeCheckpoint()).toThrow('first');
  expect(() => {
    signing.appended(2_000);
  }).toThrow('first');
  expect(store.checkpoints.last()?.size).toBe(0);
  expect(await eventsAfter(appending, 0, [stream])).toHaveLength(3);
  expect(await collect(appending.readStream(stream))).toHaveLength(3);
  expect(told).toEqual(['told']);
  expect([guard.agrees(), reachAtStart(folder, 'tail', 1_000_000)]).toEqual([false, 'whole']);
});

it('takes what signing finds out for a disagreement too, and a full disk for none', async () => {
  const { guard } = await guarded();
  const failing = (error: Error) => {
    const fail = (): never => {
      throw error;
    };
    return guard.guardSigning({ appended: fail, makeCheckpoint: fail, adopt: fail });
  };
  expect(() => failing(new Error('disk full')).makeCheckpoint()).toThrow('disk full');
  expect(guard.agrees()).toBe(true);
  expect(() => failing(new LogDisagrees('other hashes')).makeCheckpoint()).toThrow('other hashes');
  expect(guard.agrees()).toBe(false);
});

it('has a start compare all of a log that takes about a second', async () => {
  const { folder } = await guarded();
  expect([reachAtStart(folder, 'tail', 200_000), reachAtStart(folder, 'tail', 200_001)]).toEqual(['whole', 'tail']);
});
