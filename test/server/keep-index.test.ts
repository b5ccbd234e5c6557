import { openReadModel } from '../../projections/open-read-model.js';
import { LogDisagrees } from '../../src/audit/errors.js';
import { openTransparencyLog } from '../../src/audit/transparency-log.js';
import type { KurrentEventStore } from '../../src/event-store/kurrentdb/kurrentdb-event-store.js';
import { areRowsStale } from '../../src/event-store/stale-rows.js';
import { keepIndex } from '../../src/server/keep-index.js';
import { createLogGuard } from '../../src/server/log-guard.js';
import { accepted, newEvents, newStream } from '../event-store/events.js';
import { eventually } from '../event-store/guarantees.js';
import { kurrentHarness, type KurrentHarness } from '../event-store/kurrentdb-harness.js';
import { newLogKeys } from '../support/audit.js';
import { startKurrentDouble, type KurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';

const keys = newLogKeys();
let double: KurrentDouble;
let harness: KurrentHarness;
let folder: string;
let store: KurrentEventStore;

beforeEach(async () => {
  double = await startKurrentDouble();
  harness = kurrentHarness(double.url);
  folder = harness.newFolder();
  store = await harness.openIn(folder);
});
afterEach(async () => {
  await harness.dispose();
  await double.stop();
});

const openAudit = () =>
  openTransparencyLog({
    tree: store.tree,
    store: store.checkpoints,
    eventsFrom: (index) => store.eventsFrom(index),
    keys,
    clock: Date.now,
    check: 'hashes',
    verified: () => store.index.verified(),
    origin: store.origin,
  });

/** A node of a log on which an event of the index is missing that is to be read now, and a signature over the first two. */
async function behindALateEvent() {
  accepted(await store.append(newStream(), 'none', newEvents(2)));
  await store.head();
  await store.index.compare();
  const audit = await openAudit();
  const late = newStream();
  double.makeLate(late);
  accepted(await store.append(late, 'none', newEvents(1)));
  accepted(await store.append(newStream(), 'none', newEvents(2)));
  await store.head();
  const told: string[] = [];
  const guard = createLogGuard(folder, (problem) => told.push(problem));
  const readModel = await openReadModel({ folder, store: guard.guardReads(store) });
  await readModel.catchUp();
  double.showLate();
  const lines: string[] = [];
  const keep = (signs: boolean) =>
    keepIndex({
      index: store.index,
      exchange: store.exchange,
      tree: store.tree,
      audit,
      trusted: keys.trusted,
      guard,
      readModel,
      folder,
      signs,
      metrics: { agreesAgain: () => undefined },
      log: { error: (_, message) => lines.push(message) },
      everyMs: 20,
    });
  return { audit, guard, readModel, told, lines, keep };
}

it('signs nothing that was not compared with the log', async () => {
  const { audit, readModel } = await behindALateEvent();
  expect(store.tree.size()).toBe(4);
  expect(audit.makeCheckpoint().size).toBe(2);
  await readModel.close();
});

it('makes the index of a node that signs anew before it signs, and the read model after it', async () => {
  const { audit, guard, readModel, lines, keep } = await behindALateEvent();
  const kept = keep(true);
  await eventually(() => store.index.verified() === 5 && !areRowsStale(folder) && guard.agrees());
  expect(audit.makeCheckpoint().size).toBe(5);
  expect(lines.join()).toContain("THIS NODE'S INDEX WAS NOT THE EVENT LOG");
  expect((await readModel.status()).lastRebuildDifferences).not.toBeNull();
  const { lastPosition } = accepted(await store.append(newStream(), 'none', newEvents(1)));
  await eventually(async () => (await readModel.status()).position === lastPosition);
  await kept.stop();
  await readModel.close();
});

it('suspects the index of a node that does not sign where anything disagrees, and then goes on', async () => {
  const { guard, readModel, told, keep } = await behindALateEvent();
  guard.disagrees('what another node has signed is not this log');
  expect(() => {
    guard.assertAgrees();
  }).toThrow();
  const kept = keep(false);
  await eventually(() => guard.agrees() && store.tree.size() === 5);
  guard.assertAgrees();
  expect(told).toHaveLength(1);
  const { lastPosition } = accepted(await store.append(newStream(), 'none', newEvents(1)));
  await eventually(async () => (await readModel.status()).position === lastPosition);
  await kept.stop();
  await readModel.close();
});

it('stays with a disagreement that is not the index', async () => {
  const { audit, guard, readModel, lines, keep } = await behindALateEvent();
  await store.index.catchUp();
  // Signed although an event came to stand before it: the index agrees with the log, and the signature does not.
  store.index.trust(4);
  expect(audit.makeCheckpoint().size).toBe(4);
  guard.disagrees('the root is another one');
  const kept = keep(true);
  await eventually(() => lines.some((line) => line.includes('make a file accept-log in the keys folder')));
  expect(guard.agrees()).toBe(false);
  expect(() => guard.guardSigning(audit).makeCheckpoint()).toThrow(LogDisagrees);
  await kept.stop();
  await readModel.close();
});
