/** A change costs those who follow the account that it happened in, and nobody else. */
import 'reflect-metadata';
import fc from 'fast-check';
import type { ReadModelQueries } from '../../projections/queries.js';
import type { AccountId, LicenseId, UploadId } from '../../src/domain/ids.js';
import type { GraphqlContext } from '../../src/graphql/context.js';
import { licenseChanges } from '../../src/graphql/subscriptions/license-changes.js';
import { projected } from '../projections/support.js';
import { appendAll, FleetBuilder, type FleetEvent } from '../support/fleet-builder.js';
import { ACCOUNTS, fleetSteps, randomFleet } from '../support/random-fleet.js';

const OURS = 'acc_ours' as AccountId;
const LICENSE = 'lic_1' as LicenseId;
const PRODUCT = { name: 'Магазин 15', level: null, configuration: null, sku: null };
const IDLE = 10_000;

/** As much of a request as a subscription asks of it. Counts looks into lists by account. */
function following(model: { readonly queries: ReadModelQueries }, account: AccountId, looks: Map<AccountId, number>) {
  const { queries } = model;
  const counting: ReadModelQueries = {
    ...queries,
    licenseListChanges: (of, after, limit) => {
      looks.set(of, (looks.get(of) ?? 0) + 1);
      return queries.licenseListChanges(of, after, limit);
    },
  };
  const viewer = { id: 'usr_1', name: null, role: 'OWNER', locale: 'ru', accounts: [account], database: null };
  const context = {
    queries: counting,
    viewer,
    language: 'ru',
    now: () => '2026-01-01T00:00:00.000Z',
    eventAt: () => Promise.resolve(undefined),
    clockCheckMs: null,
  };
  return licenseChanges(context as unknown as GraphqlContext, account, undefined);
}

it(`wakes none of ${String(IDLE)} subscriptions of other accounts`, async () => {
  const given = new FleetBuilder();
  const others = Array.from({ length: 100 }, (_, number) => `acc_other${String(number)}` as AccountId);
  for (const account of [OURS, ...others]) given.openAccount(account, 'Ромашка');
  const before = [...given.events];
  // Of the vendor and of nobody's account, of an account, and again of the vendor: what it changes is a list of ours.
  given.issueLicense(LICENSE, { product: PRODUCT });
  given.uploadLicense(LICENSE, OURS, 'upl_1' as UploadId, 'CODE');
  given.withdraw(LICENSE);
  await projected(before, async ({ model, store }) => {
    const looks = new Map<AccountId, number>();
    const idle = await Promise.all(
      Array.from({ length: IDLE }, (_, number) => following(model, others[number % others.length] ?? OURS, looks)),
    );
    const waiting = idle.map((changes) => changes.next());
    const ours = await following(model, OURS, looks);
    const first = ours.next();
    looks.clear();
    await appendAll(store, given.events.slice(before.length));
    await model.catchUp();
    expect((await first).value).toMatchObject({ license: { id: LICENSE } });
    expect((await ours.next()).value).toMatchObject({ license: { id: LICENSE } });
    expect([...looks.keys()]).toEqual([OURS]);
    for (const changes of [ours, ...idle]) await changes.return?.();
    expect(new Set((await Promise.all(waiting)).map(({ done }) => done))).toEqual(new Set([true]));
  });
}, 60_000);

it('wakes everybody whose list a change is in, whoever made it', async () => {
  await fc.assert(
    fc.asyncProperty(fleetSteps(40), async (steps) => {
      const { events } = randomFleet(steps);
      await projected([], async ({ model, store }) => {
        const woken = new Set<AccountId>();
        for (const account of ACCOUNTS) model.queries.onListChange(account, () => void woken.add(account));
        for (const event of events) {
          const { position } = model.queries.checkpoint();
          woken.clear();
          await appendAll(store, [event]);
          await model.catchUp();
          const changed = ACCOUNTS.filter((account) => model.queries.licenseListChanges(account, position, 100).length > 0);
          expect([...woken].sort()).toEqual(expect.arrayContaining([...changed]));
        }
      });
    }),
    { numRuns: 15 },
  );
}, 60_000);

it('wakes everybody where rows were folded again', async () => {
  await projected([] as readonly FleetEvent[], async ({ model }) => {
    let woken = 0;
    model.queries.onListChange(OURS, () => {
      woken += 1;
    });
    await model.retryParked();
    expect(woken).toBe(1);
  });
});
