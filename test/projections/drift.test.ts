import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import type { ReadModel } from '../../projections/open-read-model.js';
import { fileOf } from '../../projections/prepare-file.js';
import type { AccountId, DatabaseId, DeviceId, LicenseId } from '../../src/domain/ids.js';
import { appendAll, FleetBuilder } from '../support/fleet-builder.js';
import { GappedEventStore } from '../support/gapped-store.js';
import { fleetSteps, randomFleet } from '../support/random-fleet.js';
import { differencesFromRebuilt, projected } from './support.js';

const OURS = 'acc_ours' as AccountId;
const CLOUD = 'db_cloud' as DatabaseId;
const SHOP = 'db_shop' as DatabaseId;
const PRODUCT = { name: 'Магазин 15', level: 'Базовая', configuration: null, sku: null };

/** Steps until the whole log was gone through, and every table from its beginning; what was repaired on the way. */
async function wholePass(model: ReadModel, stretch: number): Promise<readonly string[]> {
  const repaired: string[] = [];
  for (let [log, tables] = [0, 0]; log < 1 || tables < 2;) {
    const step = await model.checkDrift(stretch);
    repaired.push(...step.repaired.map(({ view, subject }) => `${view} ${subject}`));
    if (step.next === 0) log += 1;
    if (step.nextPlace === undefined) tables += 1;
  }
  return repaired;
}

/** Somebody edits the read model's file. */
function edit(folder: string, statement: string): number {
  const file = new BetterSqlite3(fileOf(folder));
  try {
    return file.prepare(statement).run().changes;
  } finally {
    file.close();
  }
}

/** Two licenses with a past on a cloud base, one on a local one. */
function fleet(): FleetBuilder {
  const built = new FleetBuilder();
  built.openAccount(OURS, 'Ромашка');
  built.registerDatabase(CLOUD, OURS, 'CLOUD', 'Облако');
  built.registerDatabase(SHOP, OURS, 'LOCAL', 'Магазин');
  for (const [license, device, base] of [
    ['lic_1', 'dev_1', CLOUD],
    ['lic_2', 'dev_2', CLOUD],
    ['lic_3', 'dev_3', SHOP],
  ] as const) {
    built.reportDevice(device as DeviceId, base);
    built.issueLicense(license as LicenseId, { kind: 'CLOUD', product: PRODUCT, term: { perpetual: false, months: 3 } });
    built.activate(license as LicenseId, device as DeviceId);
    built.later(1_000).renew(license as LicenseId, 'TERM', 3);
  }
  return built;
}

describe('the drift detector', () => {
  it('finds nothing in rows that are as the log says, whatever the fleet', async () => {
    await fc.assert(
      fc.asyncProperty(fleetSteps(30), async (steps) => {
        await projected(randomFleet(steps).events, async ({ model }) => {
          expect(await wholePass(model, 7)).toEqual([]);
        });
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["UPDATE license SET list_account = NULL, source = NULL, listed_at = NULL WHERE id = 'lic_1'", 'license'],
    ['DELETE FROM license WHERE id IN (SELECT id FROM license LIMIT 1)', 'license'],
    ["UPDATE license SET product_name = 'x'", 'license'],
    ['DELETE FROM license_past WHERE id IN (SELECT id FROM license_past LIMIT 1)', 'license'],
    ['UPDATE device SET database_id = NULL', 'device'],
    ['DELETE FROM device WHERE id IN (SELECT id FROM device LIMIT 1)', 'device'],
    ["UPDATE database SET lifecycle = 'DELETED' WHERE lifecycle <> 'DELETED'", 'database'],
    ['DELETE FROM account WHERE id IN (SELECT id FROM account LIMIT 1)', 'account'],
  ])('finds and repairs, as a rebuild would have it: %s', async (statement, view) => {
    await projected(fleet(), async ({ model, store, folder }) => {
      expect(edit(folder, statement)).toBeGreaterThan(0);
      const repaired = await wholePass(model, 10);
      expect(repaired.filter((row) => row.startsWith(`${view} `))).not.toEqual([]);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      expect(await wholePass(model, 10)).toEqual([]);
    });
  });

  it.each([
    [`UPDATE copied SET id = 'lic_copy'; INSERT INTO license SELECT * FROM copied`, 'license lic_copy'],
    [`UPDATE copied SET id = 'dev_copy'; INSERT INTO license SELECT * FROM copied`, 'license dev_copy'],
    [`UPDATE copied SET id = ''; INSERT INTO license SELECT * FROM copied`, 'license ?'],
    [`INSERT INTO license_on_device VALUES ('dev_1', 'lic_ghost')`, 'license lic_ghost'],
    [`INSERT INTO license_on_device VALUES ('dev_ghost', 'lic_1')`, 'license lic_1'],
    [`INSERT INTO device_on_cloud VALUES ('dev_ghost')`, 'license dev_ghost'],
    [
      `INSERT INTO event SELECT 9999, 'lic_ghost', account_id, NULL, type, actor_id, correlation_id, occurred_at FROM event LIMIT 1`,
      'event lic_ghost',
    ],
  ])('finds and removes rows of things that the log never had: %s', async (statement, expected) => {
    for (const stretch of [3, 1_000])
      await projected(fleet(), async ({ model, store, folder }) => {
        const file = new BetterSqlite3(fileOf(folder));
        file.exec(`CREATE TEMP TABLE copied AS SELECT * FROM license WHERE id = 'lic_1'; ${statement}`);
        file.close();
        expect(await wholePass(model, stretch)).toEqual([expected]);
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
        expect(await wholePass(model, stretch)).toEqual([]);
      });
  });

  it.each([
    'DELETE FROM log_time',
    'DELETE FROM log_time WHERE first_position = 1',
    'DELETE FROM log_time WHERE recorded_at = (SELECT max(recorded_at) FROM log_time)',
    'UPDATE log_time SET first_position = first_position + 1 WHERE recorded_at = (SELECT max(recorded_at) FROM log_time)',
    'UPDATE log_time SET last_position = last_position + 7',
    'UPDATE log_time SET last_position = last_position - 1 WHERE first_position < last_position',
    'UPDATE log_time SET recorded_at = recorded_at + 1 WHERE first_position = 1',
    'UPDATE log_time SET recorded_at = recorded_at - 86400000 WHERE first_position > 1',
    'INSERT INTO log_time VALUES (1, 1000, 1000)',
    'INSERT INTO log_time SELECT max(recorded_at) + 1, 1000, 1000 FROM log_time',
  ])('finds and repairs what position a time had: %s', async (statement) => {
    for (const stretch of [1, 3, 1_000])
      await projected(fleet(), async ({ model, store, folder }) => {
        expect(edit(folder, statement)).toBeGreaterThan(0);
        const repaired = await wholePass(model, stretch);
        expect(new Set(repaired.map((row) => row.split(' ')[0]))).toEqual(new Set(['log-time']));
        await wholePass(model, stretch);
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
        expect(await wholePass(model, stretch)).toEqual([]);
        // What comes later goes on from the repaired row.
        const later = fleet().later(60_000);
        later.renew('lic_1' as LicenseId, 'TERM', 3);
        await appendAll(store, later.events.slice(fleet().events.length));
        await model.catchUp();
        expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      });
  });

  it('tells subscribers which licenses were repaired', async () => {
    await projected(fleet(), async ({ model, folder }) => {
      const told: string[] = [];
      model.queries.onRepair((licenses) => told.push(...licenses));
      edit(folder, "UPDATE license SET product_name = 'x' WHERE id IN (SELECT id FROM license LIMIT 1)");
      const repaired = await wholePass(model, 1_000);
      expect(repaired).toEqual(told.map((id) => `license ${id}`));
      expect(told).toHaveLength(1);
    });
  });

  it('leaves a parked stream to its retry', async () => {
    const faults = {
      refresh: () => undefined,
      faultFor: (view: string, event: { readonly type: string }) =>
        view === 'license' && event.type === 'LicenseActivated' ? ('throw' as const) : undefined,
    };
    await projected(
      fleet(),
      async ({ model }) => {
        const parked = model.parkedStreams();
        expect(parked).not.toEqual([]);
        expect(await wholePass(model, 10)).toEqual([]);
        expect(model.parkedStreams()).toEqual(parked);
      },
      { faults },
    );
  });

  it('finds nothing where a stream that shapes a row goes on behind the stretch that is looked at', async () => {
    const built = fleet();
    built.later(1_000).reportDevice('dev_1' as DeviceId, SHOP);
    built.later(1_000).reportDevice('dev_2' as DeviceId, SHOP);
    await projected(built, async ({ model }) => {
      for (const stretch of [1, 2, 3, 5, 8]) expect(await wholePass(model, stretch)).toEqual([]);
    });
  });

  it('goes through a log whose positions have gaps in as many steps', async () => {
    const built = fleet();
    const withGaps = new GappedEventStore();
    await projected(
      built,
      async ({ model, folder }) => {
        expect(edit(folder, `UPDATE license SET kind = 'MAIN' WHERE id = 'lic_1'`)).toBeGreaterThan(0);
        let [steps, repaired] = [0, 0];
        for (let next = -1; next !== 0; steps += 1) {
          const step = await model.checkDrift(5);
          repaired += step.repaired.length;
          next = step.next;
        }
        expect({ steps, repaired }).toEqual({ steps: Math.ceil(built.events.length / 5), repaired: 1 });
        expect(await wholePass(model, 5)).toEqual([]);
      },
      {},
      withGaps,
    );
  });
});
