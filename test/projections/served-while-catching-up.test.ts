/** A gateway that was offline for a week sends everything at once: whoever looks at the list meanwhile is answered, and answered truly. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openReadModel } from '../../projections/open-read-model.js';
import type { CursorKey, Moment, ReadModelQueries } from '../../projections/queries.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import type { StoredEvent, Subscription } from '../../src/event-store/port.js';
import { appendAll, FleetBuilder } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { naiveCabinet, naiveList } from '../support/naive-list.js';
import { decodedEvents, inFolder } from './support.js';

const ACCOUNT = 'acc_one' as AccountId;
const BASE = 'db_1' as DatabaseId;
const EVENTS = 30_000;
const LICENSES = 300;
const PAGE = 50;

/** One page of the log holds all there is: how much of it is taken at a time is the read model's own doing. */
class AllAtOnce extends MemoryEventStore {
  override subscribe({ after }: { readonly after: number }): Subscription {
    const log = this.readAll({ after });
    const live = (position: number): Subscription => super.subscribe({ after: position });
    let following: Subscription | undefined;
    async function* pages(): AsyncGenerator<readonly StoredEvent[]> {
      const all: StoredEvent[] = [];
      for await (const page of log) all.push(...page);
      if (all.length > 0) yield all;
      following = live(after + all.length);
      yield* following;
    }
    return { [Symbol.asyncIterator]: pages, close: () => following?.close() };
  }
}

/** Licenses come into the list, go, are activated, unlinked and renewed, between reports of their devices. */
function busyFleet(): FleetBuilder {
  const fleet = new FleetBuilder();
  fleet.openAccount(ACCOUNT, 'Ромашка');
  fleet.registerDatabase(BASE, ACCOUNT, 'CLOUD', 'Склад');
  const product = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };
  for (let round = 0; fleet.events.length < EVENTS; round++) {
    for (let index = 0; index < LICENSES; index++) {
      const license = `lic_${String(index)}` as LicenseId;
      const device = `dev_${String(index)}` as DeviceId;
      fleet.later(1_000);
      // Five more licenses with each round, until all are there: the list grows all along.
      if (round * 5 < index) continue;
      fleet.issueLicense(license, { by: 'ORDER', accountId: ACCOUNT, kind: 'CLOUD', product });
      fleet.reportDevice(device, BASE, { clientVersion: `3.${String(round)}.0` });
      if ((round + index) % 3 === 0) fleet.activate(license, device);
      else if ((round + index) % 5 === 0) fleet.unlink(license);
      if ((round + index) % 7 === 0) fleet.remove(license, ACCOUNT);
      else if ((round + index) % 7 === 2) fleet.restore(license, ACCOUNT);
    }
  }
  return fleet;
}

interface Answer {
  readonly position: number;
  readonly ids: readonly string[];
  readonly total: number;
  readonly active: number;
}

/** As a client reads it: page after page at one moment, the total with each, and other work between two of them. */
async function readWholeList(queries: ReadModelQueries, onPage: () => void): Promise<Answer> {
  const { position, recordedAt } = queries.checkpoint();
  if (!recordedAt) throw new Error('nothing is projected');
  const moment: Moment = { position, at: recordedAt };
  const ids: string[] = [];
  const totals = new Set<number>();
  let active = 0;
  let from: CursorKey | undefined;
  for (let more = true; more;) {
    const page = queries.licenses(moment, ACCOUNT, { limit: PAGE, direction: 'forwards', ...(from && { from }) });
    totals.add(queries.countLicenses(moment, ACCOUNT));
    ids.push(...page.rows.map(({ id }) => id));
    active += page.rows.filter(({ deviceId }) => deviceId !== null).length;
    more = page.more;
    from = page.cursors.at(-1);
    onPage();
    await nextTurn();
  }
  const [total = -1, ...others] = totals;
  expect(others).toEqual([]);
  return { position, ids, total, active };
}

describe('the read model, while 30,000 events arrive at once', () => {
  it('goes on answering, each answer the list of one position, no answer older than the one before', async () => {
    await inFolder(async (folder) => {
      const store = new AllAtOnce();
      const fleet = busyFleet();
      const model = await openReadModel({ folder, store });
      try {
        await appendAll(store, fleet.events);
        const { position: head } = await store.head();
        expect(head).toBeGreaterThanOrEqual(EVENTS);

        const answers: Answer[] = [];
        let pagesMeanwhile = 0;
        model.start();
        while (model.queries.checkpoint().position < head) {
          if (model.queries.checkpoint().position === 0) await nextTurn();
          else {
            const answer = await readWholeList(model.queries, () => {
              if (model.queries.checkpoint().position < head) pagesMeanwhile += 1;
            });
            answers.push(answer);
          }
        }
        answers.push(await readWholeList(model.queries, () => undefined));

        // A batch takes at most 1,000 events, so there are at least 30, with a turn for others after each of them.
        expect(pagesMeanwhile).toBeGreaterThanOrEqual(25);
        const positions = answers.map(({ position }) => position);
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
        expect(new Set(positions).size).toBeGreaterThanOrEqual(5);
        expect(positions.at(-1)).toBe(head);

        const log = await decodedEvents(store);
        for (const { position, ids, total, active } of sampled(answers, 8)) {
          const listed = naiveList(naiveCabinet(log.slice(0, position)), ACCOUNT);
          expect([...ids].sort()).toEqual(listed.map(({ id }) => id).sort());
          expect(active).toBe(listed.filter(({ deviceId }) => deviceId !== null).length);
          expect(total).toBe(listed.length);
        }
        for (const { ids, total } of answers) expect(ids).toHaveLength(total);
      } finally {
        await model.close();
      }
    });
  });
});

/** So many, evenly spread, the last among them: the naive fold is slow. */
function sampled<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => (all.length - 1 - index) % step === 0);
}
