import fc from 'fast-check';
import type { CursorKey, LicenseRow, PageRequest } from '../../projections/queries.js';
import { CursorMismatch } from '../../projections/page.js';
import type { AccountId, DatabaseId, Instant, LicenseId, UploadId } from '../../src/domain/ids.js';
import { FleetBuilder, interleaved } from '../support/fleet-builder.js';
import { naiveCabinet, naiveList } from '../support/naive-list.js';
import { ACCOUNTS, fleetSteps, randomFleet } from '../support/random-fleet.js';
import { projected } from './support.js';

const OURS = 'acc_ours' as AccountId;
const THEIRS = 'acc_theirs' as AccountId;
const PRODUCT = { name: 'Магазин 15', level: null, configuration: null, sku: null };
const page: PageRequest = { limit: 50, direction: 'forwards' };
const choices = fc.array(fc.nat(50), { maxLength: 40 });

describe('positions and times', () => {
  it('belong together exactly, for every event', async () => {
    await fc.assert(
      fc.asyncProperty(fleetSteps(40), async (steps) => {
        await projected(randomFleet(steps), async ({ model, events }) => {
          const log = await events();
          for (const { position, recordedAt } of log) {
            expect(model.queries.recordedAtOf(position)).toBe(recordedAt);
            expect(model.queries.positionAt(recordedAt)).toBe(log.filter((event) => event.recordedAt <= recordedAt).length);
          }
        });
      }),
      { numRuns: 20 },
    );
  });

  it('begin before the first event', async () => {
    await projected(new FleetBuilder(), ({ model }) => {
      expect(model.queries.recordedAtOf(0)).toBeNull();
      expect(model.queries.positionAt('2030-01-01T00:00:00.000Z' as Instant)).toBe(0);
      expect(model.queries.checkpoint()).toEqual({ position: 0, recordedAt: null, epoch: 'memory-1' });
    });
  });
});

describe('changes of a list', () => {
  it('lead, step by step from any position, from the list as it was to the list as it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fleetSteps(60),
        choices,
        fc.nat(100),
        fc.integer({ min: 1, max: 5 }),
        async (steps, order, share, limit) => {
          await projected(interleaved(randomFleet(steps).events, order), async ({ model, now, events }) => {
            const log = await events();
            const from = Math.floor((log.length * share) / 100);
            for (const account of ACCOUNTS) {
              const list = (position: number): Map<LicenseId, LicenseRow> =>
                new Map(
                  model.queries
                    .licenses({ ...now(), position }, account, { limit: 1_000, direction: 'forwards' })
                    .rows.map((row) => [row.id, row]),
                );
              const followed = list(from);
              for (let after = from; ;) {
                const changes = model.queries.licenseListChanges(account, after, limit);
                for (const { licenseId, row, position } of changes) {
                  expect(position).toBeGreaterThan(after);
                  if (row) followed.set(licenseId, row);
                  else followed.delete(licenseId);
                }
                const last = changes.at(-1);
                if (!last) break;
                after = last.position;
                expect(new Map([...followed].sort())).toEqual(new Map([...list(after)].sort()));
              }
              expect([...followed.keys()].sort()).toEqual(
                naiveList(naiveCabinet(log), account)
                  .map(({ id }) => id)
                  .sort(),
              );
            }
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('open work', () => {
  it('is every slot whose activation or unlink is not finished', async () => {
    await fc.assert(
      fc.asyncProperty(fleetSteps(70), async (steps) => {
        const fleet = randomFleet(steps);
        await projected(fleet, ({ model }) => {
          const open = fleet.deviceIds().flatMap((deviceId) => {
            const slot = fleet.device(deviceId)?.slot;
            if (!slot || fleet.license(slot.licenseId)?.device?.intentId === slot.intentId) return [];
            return [{ deviceId, licenseId: slot.licenseId, intentId: slot.intentId }];
          });
          const byId = (a: { readonly deviceId: string }, b: { readonly deviceId: string }): number =>
            a.deviceId < b.deviceId ? -1 : 1;
          expect([...model.queries.unfinishedActivations(100)].sort(byId)).toEqual(open.sort(byId));
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is an upload that was cut off', async () => {
    const fleet = new FleetBuilder();
    fleet.upload('upl_done' as UploadId, OURS, [], true);
    fleet.upload('upl_cut' as UploadId, OURS, [], false);
    await projected(fleet, ({ model }) => {
      expect(model.queries.unfinishedUploads(10)).toEqual(['upl_cut']);
    });
  });
});

describe('uploads', () => {
  it('are answered newest first, with one outcome an item in their order', async () => {
    const fleet = new FleetBuilder();
    fleet.issueLicense('lic_1' as LicenseId, { product: PRODUCT });
    fleet.upload('upl_1' as UploadId, OURS, ['lic_1' as LicenseId, 'lic_unknown' as LicenseId]);
    fleet.later(1_000).upload('upl_2' as UploadId, OURS, []);
    fleet.upload('upl_3' as UploadId, THEIRS, []);
    await projected(fleet, ({ model: { queries } }) => {
      expect(queries.uploads(OURS, page).rows.map(({ id }) => id)).toEqual(['upl_2', 'upl_1']);
      expect(queries.countUploads(OURS)).toBe(2);
      expect(queries.uploadById('upl_1' as UploadId)).toMatchObject({
        accountId: OURS,
        finished: true,
        actor: { role: 'OWNER' },
      });
      const results = queries.uploadResults('upl_1' as UploadId, page);
      expect(results.rows).toMatchObject([
        { index: 0, outcome: 'ADDED', licenseId: 'lic_1', detail: null },
        { index: 1, outcome: 'CODE_UNKNOWN', licenseId: null },
      ]);
      expect(queries.countUploadResults('upl_1' as UploadId)).toBe(2);
      const [first] = results.cursors;
      const second = queries.uploadResults('upl_1' as UploadId, { ...page, ...(first && { from: first }) });
      expect(second.rows.map(({ index }) => index)).toEqual([1]);
    });
  });
});

describe('accounts and bases', () => {
  const given = (): FleetBuilder => {
    const fleet = new FleetBuilder();
    fleet.openAccount(OURS, 'Ёлочка');
    fleet.openAccount(THEIRS, 'Берёза');
    fleet.registerDatabase('db_b' as DatabaseId, OURS, 'LOCAL', 'Склад');
    fleet.registerDatabase('db_a' as DatabaseId, OURS, 'CLOUD', 'касса');
    fleet.later(1_000).renameDatabase('db_b' as DatabaseId, 'аптека');
    fleet.stopDatabase('db_a' as DatabaseId);
    return fleet;
  };

  it('are answered in order of name, found whatever the case and ё', async () => {
    await projected(given(), ({ model: { queries }, now }) => {
      expect(queries.accounts('all', page).rows.map(({ name }) => name.text)).toEqual(['Берёза', 'Ёлочка']);
      expect(queries.accounts('all', { ...page, search: 'ЕЛОЧ' }).rows.map(({ id }) => id)).toEqual([OURS]);
      expect(queries.accounts([THEIRS], page).rows.map(({ id }) => id)).toEqual([THEIRS]);
      expect(queries.countAccounts('all')).toBe(2);
      expect(queries.accountsById([OURS]).get(OURS)).toMatchObject({ locale: 'ru', timeZone: 'Europe/Moscow' });
      expect(queries.databases(now(), OURS, page).rows.map(({ id }) => id)).toEqual(['db_b', 'db_a']);
      expect(queries.databases(now(), OURS, { ...page, where: { search: 'КАСС' } }).rows).toMatchObject([
        { id: 'db_a', lifecycle: 'STOPPED' },
      ]);
      expect(queries.countDatabases(now(), OURS, { state: { ne: 'STOPPED' } })).toBe(1);
      expect(queries.databases(now(), THEIRS, page).rows).toEqual([]);
    });
  });

  it('show a base as of a moment as it was then', async () => {
    await projected(given(), ({ model: { queries }, now }) => {
      const before = { ...now(), position: 4 };
      expect(queries.databases(before, OURS, page).rows.map(({ name }) => name.text)).toEqual(['касса', 'Склад']);
      expect(queries.databasesById(before, ['db_a' as DatabaseId]).get('db_a' as DatabaseId)?.lifecycle).toBe('ACTIVE');
    });
  });
});

describe('waiting', () => {
  it('ends when the position is projected, or after the time', async () => {
    const fleet = new FleetBuilder();
    fleet.openAccount(OURS, 'Ромашка');
    await projected(fleet, async ({ model }) => {
      expect(await model.queries.waitFor(1, 0)).toBe('reached');
      expect(await model.queries.waitFor(2, 10)).toBe('behind');
    });
  });

  it('tells listeners of every step until they leave', async () => {
    const fleet = new FleetBuilder();
    fleet.openAccount(OURS, 'Ромашка');
    await projected(fleet, async ({ model, store }) => {
      const steps: number[] = [];
      const leave = model.queries.onAdvance((position) => steps.push(position));
      const [event] = fleet.events;
      if (!event) throw new Error('no event');
      const append = (revision: number): Promise<unknown> =>
        store.append(event.stream, revision, [
          { ...event.toAppend, id: `00000000-0000-8000-8000-00000000000${String(revision)}`, type: 'RequestReceived' },
        ]);
      await append(0);
      await model.catchUp();
      leave();
      await append(1);
      await model.catchUp();
      expect(steps).toEqual([2]);
    });
  });
});

describe('a cursor', () => {
  it('of another order is refused', async () => {
    await projected(new FleetBuilder(), ({ model, now }) => {
      const from: CursorKey = ['lic_1'];
      expect(() => model.queries.licenses(now(), OURS, { ...page, from })).toThrow(CursorMismatch);
    });
  });

  it('holds its place when its row is gone from the list', async () => {
    const fleet = new FleetBuilder();
    for (const id of ['lic_1', 'lic_2', 'lic_3'] as LicenseId[]) {
      fleet.later(1_000).issueLicense(id, { by: 'ORDER', accountId: OURS, product: PRODUCT });
    }
    fleet.remove('lic_2' as LicenseId, OURS);
    await projected(fleet, ({ model, now }) => {
      const orderBy = [{ field: 'LISTED_AT', direction: 'ASC' }] as const;
      const before = model.queries.licenses({ ...now(), position: 3 }, OURS, { ...page, limit: 2, orderBy });
      const from = before.cursors.at(-1);
      expect(before.rows.map(({ id }) => id)).toEqual(['lic_1', 'lic_2']);
      expect(model.queries.licenses(now(), OURS, { ...page, orderBy, ...(from && { from }) }).rows.map(({ id }) => id)).toEqual([
        'lic_3',
      ]);
    });
  });
});
