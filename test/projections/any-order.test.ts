import fc from 'fast-check';
import type { LicenseRow, Moment } from '../../projections/queries.js';
import type { AccountId } from '../../src/domain/ids.js';
import { openReadModel } from '../../projections/open-read-model.js';
import { appendAll, interleaved } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { naiveCabinet, naiveList, type NaiveLicense } from '../support/naive-list.js';
import { ACCOUNTS, fleetSteps, randomFleet } from '../support/random-fleet.js';
import { differencesFromRebuilt, inFolder, projected } from './support.js';

const everything = { limit: 1_000, direction: 'forwards' } as const;

const shown = (row: LicenseRow): object => ({
  id: row.id,
  holder: row.accountId,
  kind: row.kind,
  product: row.product,
  lastGroup: row.lastGroup,
  term: row.term,
  updates: row.updates,
  source: row.source,
  listedAt: row.listedAt,
  activatedAt: row.activatedAt,
  deviceId: row.deviceId,
  withdrawn: row.withdrawn,
  replacedBy: row.replacedBy,
});

const expected = (license: NaiveLicense): object => ({
  id: license.id,
  holder: license.holder,
  kind: license.kind,
  product: license.product,
  lastGroup: license.lastGroup,
  term: license.term,
  updates: license.updates,
  source: license.source,
  listedAt: license.listedAt,
  activatedAt: license.activatedAt,
  deviceId: license.deviceId,
  withdrawn: license.withdrawn,
  replacedBy: license.replacedBy,
});

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);

describe('the list, whatever the order in which the streams arrive', () => {
  it('equals the list that a naive fold of the same log gives, at every position', async () => {
    await fc.assert(
      fc.asyncProperty(fleetSteps(40), fc.array(fc.nat(50), { maxLength: 60 }), async (steps, choices) => {
        await projected(interleaved(randomFleet(steps).events, choices), async ({ model, now, events }) => {
          const log = await events();
          const list = (moment: Moment, account: AccountId): object[] =>
            [...model.queries.licenses(moment, account, everything).rows].sort(byId).map(shown);
          for (let position = 0; position <= log.length; position++) {
            const cabinet = naiveCabinet(log.slice(0, position));
            for (const account of ACCOUNTS) {
              expect(list({ ...now(), position }, account)).toEqual([...naiveList(cabinet, account)].sort(byId).map(expected));
            }
          }
        });
      }),
      { numRuns: 25 },
    );
  });

  it('holds the same rows as a file built from the log at once, also after restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fleetSteps(60),
        fc.array(fc.nat(50), { maxLength: 60 }),
        fc.array(fc.nat(100), { maxLength: 3 }),
        async (steps, choices, restarts) => {
          await inFolder(async (folder) => {
            const store = new MemoryEventStore();
            const events = interleaved(randomFleet(steps).events, choices);
            const cuts = [...restarts.map((at) => Math.floor((at * events.length) / 100)), events.length].sort((a, b) => a - b);
            let from = 0;
            for (const to of cuts) {
              const model = await openReadModel({ folder, store });
              model.start();
              await appendAll(store, events.slice(from, to));
              await model.catchUp();
              await model.close();
              from = to;
            }
            expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
          });
        },
      ),
      { numRuns: 25 },
    );
  });
});
