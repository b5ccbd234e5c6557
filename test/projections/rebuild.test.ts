import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { fileOf } from '../../projections/prepare-file.js';
import type { DatabaseId, DeviceId } from '../../src/domain/ids.js';
import { appendAll, type FleetBuilder } from '../support/fleet-builder.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { ACCOUNTS, randomFleet, type FleetStep } from '../support/random-fleet.js';
import { differencesFromRebuilt, dump, inFolder, projected } from './support.js';

const step = (action: FleetStep['action'], a = 0, b = 0, c = 0): FleetStep => ({ action, a, b, c, days: 1 });

/** A cloud license in the first account's list. */
const fleet = (): FleetBuilder => randomFleet([step('connect'), step('issue'), step('activate'), step('uploadFile', 0, 0, 5)]);

const page = { limit: 50, direction: 'forwards' } as const;

const listOf = (model: ReadModel): readonly string[] => {
  const { position, recordedAt } = model.queries.checkpoint();
  const [account] = ACCOUNTS;
  if (!recordedAt || !account) throw new Error('nothing is projected');
  return model.queries.licenses({ position, at: recordedAt }, account, page).rows.map(({ id }) => id);
};

async function projectedOnce(folder: string, store: MemoryEventStore): Promise<void> {
  const model = await openReadModel({ folder, store });
  await model.catchUp();
  await model.close();
}

const change = (path: string, statement: string): void => {
  const database = new BetterSqlite3(path);
  database.exec(statement);
  database.close();
};

describe('the file of the read model, at start', () => {
  it('is built from the log where there is none, with the rows of one that followed the log', async () => {
    await projected(fleet(), async ({ folder, store, model }) => {
      await model.close();
      const followed = dump(folder);
      renameSync(fileOf(folder), join(folder, 'elsewhere.db'));
      const progress: number[] = [];
      const again = await openReadModel({ folder, store, onProgress: ({ processed }) => progress.push(processed) });
      expect(again.builtAtStart?.reason).toBe('missing');
      expect(progress.at(-1)).toBe(again.queries.checkpoint().position);
      expect(listOf(again)).toEqual(['lic_0']);
      await again.close();
      expect(dump(folder)).toEqual(followed);
    });
  });

  it('is gone on with where it belongs to the log', async () => {
    await projected(fleet(), async ({ folder, store, model }) => {
      await model.close();
      const again = await openReadModel({ folder, store });
      expect(again.builtAtStart).toBeUndefined();
      expect(listOf(again)).toEqual(['lic_0']);
      await again.close();
    });
  });

  it.each([
    ['tells of another log', "UPDATE checkpoint SET epoch = 'before the restore'", 'other log'],
    ['is ahead of the log', 'UPDATE checkpoint SET position = 1000', 'ahead of the log'],
    ['is of another schema', "UPDATE meta SET fingerprint = 'older'", 'other schema'],
    ['was not finished', 'UPDATE meta SET complete = 0', 'unfinished'],
    ['lost its checkpoint table', 'DROP TABLE checkpoint', 'damaged'],
  ])('is built again where it %s', async (_, statement, reason) => {
    await projected(fleet(), async ({ folder, store, model }) => {
      await model.close();
      change(fileOf(folder), `${statement}; DELETE FROM license`);
      const again = await openReadModel({ folder, store });
      expect(again.builtAtStart?.reason).toBe(reason);
      expect(listOf(again)).toEqual(['lic_0']);
      await again.close();
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    });
  });

  it('is built again where it is no database at all', async () => {
    await inFolder(async (folder) => {
      const store = new MemoryEventStore();
      await appendAll(store, fleet().events);
      writeFileSync(fileOf(folder), 'not a database'.repeat(1_000));
      const model = await openReadModel({ folder, store });
      expect(model.builtAtStart?.reason).toBe('damaged');
      expect(listOf(model)).toEqual(['lic_0']);
      await model.close();
    });
  });

  it('is compared with the one of the version before, which stays beside it', async () => {
    await inFolder(async (folder) => {
      const store = new MemoryEventStore();
      await appendAll(store, fleet().events);
      await projectedOnce(folder, store);
      renameSync(fileOf(folder), fileOf(folder, 0));
      change(fileOf(folder, 0), "UPDATE license SET product_name = 'Другой' WHERE id = 'lic_0'");
      const model = await openReadModel({ folder, store });
      expect(model.builtAtStart?.differences).toEqual([
        { table: 'license', onlyOld: 0, onlyNew: 0, changed: 1, examples: ['lic_0'] },
      ]);
      await model.close();
      expect(existsSync(fileOf(folder, 0))).toBe(true);
    });
  });
});

describe('a rebuild of the file that is served', () => {
  it('finds nothing to say where the rows are right, and goes on from there', async () => {
    const given = fleet();
    await projected(given, async ({ folder, store, model }) => {
      const total = model.queries.checkpoint().position;
      const progress: number[] = [];
      expect(await model.rebuild(({ processed }) => progress.push(processed))).toEqual({ position: total, differences: [] });
      expect(progress.at(-1)).toBe(total);
      const before = given.events.length;
      given.later(1_000).renameDatabase('db_0' as DatabaseId, 'Новое имя');
      await appendAll(store, given.events.slice(before));
      await model.catchUp();
      expect(listOf(model)).toEqual(['lic_0']);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.includes('building'))).toEqual([]);
    });
  });

  it('keeps the old file beside the new one, for a way back', async () => {
    await projected(fleet(), async ({ folder, model }) => {
      const before = dump(folder);
      await model.rebuild();
      await model.close();
      renameSync(`${fileOf(folder)}.previous`, fileOf(folder));
      expect(dump(folder)).toEqual(before);
    });
  });

  it('says which rows were wrong, and mends them', async () => {
    await projected(fleet(), async ({ folder, store, model }) => {
      change(fileOf(folder), "UPDATE license SET list_account = NULL, source = NULL WHERE id = 'lic_0'; DELETE FROM device");
      const { differences } = await model.rebuild();
      expect(differences).toEqual([
        { table: 'license', onlyOld: 0, onlyNew: 0, changed: 1, examples: ['lic_0'] },
        { table: 'device', onlyOld: 0, onlyNew: 1, changed: 0, examples: ['dev_one0'] },
      ]);
      expect(listOf(model)).toEqual(['lic_0']);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
      expect((await model.status()).lastRebuildDifferences).toBe(2);
    });
  });

  it('misses nothing that comes in meanwhile, and answers queries all the time', async () => {
    const given = fleet();
    await projected(given, async ({ folder, store, model }) => {
      const before = given.events.length;
      for (let index = 0; index < 300; index++) given.later(60_000).renameDevice('dev_one0' as DeviceId, `ТСД ${String(index)}`);
      const rebuild = model.rebuild();
      for (const event of given.events.slice(before)) {
        await appendAll(store, [event]);
        expect(listOf(model)).toEqual(['lic_0']);
      }
      await rebuild;
      await model.catchUp();
      expect(model.queries.checkpoint().position).toBe(given.events.length);
      expect(await differencesFromRebuilt({ store, folder })).toEqual([]);
    });
  });

  it('runs one at a time', async () => {
    await projected(fleet(), async ({ model }) => {
      const first = model.rebuild();
      await expect(model.rebuild()).rejects.toThrow('a rebuild is under way');
      await first;
    });
  });
});
