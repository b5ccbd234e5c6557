import type { AccountId, LicenseId, OrderId } from '../../src/domain/ids.js';
import type { EventStore } from '../../src/event-store/port.js';
import { finishWhatWasCutOff } from '../../src/processes/recovery.js';
import { openReadModel, type ReadModel } from '../../projections/open-read-model.js';
import { openCabinet, valueOf, type Cabinet } from '../support/cabinet.js';
import { crashAfter } from '../support/crash-after.js';
import { differencesFromRebuilt, type Projected } from './support.js';

const ACCOUNT = 'acc_shop' as AccountId;
const ITEMS = [{ sku: 'MS-15-B', kind: 'MAIN', quantity: 2 }] as const;

let cabinet: Cabinet;
let model: ReadModel;

async function open(wrap?: (store: EventStore) => EventStore): Promise<void> {
  cabinet = await openCabinet(wrap ? { wrap } : {});
  model = await openReadModel({ folder: `${cabinet.folder}/model`, store: cabinet.store, clock: Date.now });
  await valueOf(cabinet.service.openAccount(cabinet.call({ role: 'VENDOR' }), { accountId: ACCOUNT, name: 'Магазин' }));
}
afterEach(async () => {
  await model.close();
  await cabinet.close();
});

const vendor = () => cabinet.call({ role: 'VENDOR' });
const order = async (): Promise<OrderId> =>
  (await valueOf(cabinet.service.orderLicenses(cabinet.call(), { accountId: ACCOUNT, items: ITEMS }))).orderId;
const fulfil = async (orderId: OrderId): Promise<readonly LicenseId[]> => {
  await valueOf(cabinet.service.markOrderPaid(vendor(), { orderId }));
  const { issued } = await valueOf(cabinet.service.fulfilOrder(vendor(), { orderId }));
  return issued.map(({ licenseId }) => licenseId);
};

describe('the orders of an account', () => {
  beforeEach(() => open());

  it('come newest first, page by page', async () => {
    const ids = [await order(), await order(), await order()];
    await model.catchUp();
    const first = model.queries.orders(ACCOUNT, { limit: 2, direction: 'forwards' });
    expect(first.rows.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const from = first.cursors.at(-1);
    const second = model.queries.orders(ACCOUNT, { limit: 2, direction: 'forwards', ...(from && { from }) });
    expect([second.rows.map(({ id }) => id), second.more]).toEqual([[ids[0]], false]);
    expect(model.queries.countOrders(ACCOUNT)).toBe(3);
    expect(model.queries.countOrders('acc_other' as AccountId)).toBe(0);
  });

  it('tell when each was paid, fulfilled or cancelled, and with which licenses', async () => {
    const [done, unwanted] = [await order(), await order()];
    cabinet.at('2026-03-02T09:00:00.000Z');
    const licenses = await fulfil(done);
    await valueOf(cabinet.service.cancelOrder(cabinet.call(), { orderId: unwanted }));
    await model.catchUp();
    expect(model.queries.orderById(done)).toMatchObject({
      status: 'FULFILLED',
      orderedAt: '2026-03-01T09:00:00.000Z',
      paidAt: '2026-03-02T09:00:00.000Z',
      fulfilledAt: '2026-03-02T09:00:00.000Z',
      cancelledAt: null,
      fulfilled: [{ licenseIds: licenses, refused: null }],
    });
    expect(model.queries.orderById(unwanted)).toMatchObject({ status: 'CANCELLED', cancelledAt: '2026-03-02T09:00:00.000Z' });
  });

  it('lead to the licenses that they brought', async () => {
    const [one, other] = [await order(), await order()];
    const licenses = await fulfil(one);
    await fulfil(other);
    await model.catchUp();
    const moment = { position: model.queries.checkpoint().position, at: cabinet.deps.now() };
    const { rows } = model.queries.licenses(moment, ACCOUNT, { where: { orderId: one }, limit: 10, direction: 'forwards' });
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(licenses));
    expect(model.queries.countLicenses(moment, ACCOUNT, { licenseId: licenses[0] ?? ('' as LicenseId) })).toBe(1);
  });

  it('are the same rows in a model that is built anew', async () => {
    await fulfil(await order());
    await order();
    await model.catchUp();
    const store = cabinet.store as unknown as Projected['store'];
    expect(await differencesFromRebuilt({ store, folder: `${cabinet.folder}/model` })).toEqual([]);
  });
});

describe('unfinished work', () => {
  it('is an order whose fulfilment was cut off, until it is finished', async () => {
    const crash = crashAfter('OrderFulfilmentStarted');
    await open(crash.wrap);
    const orderId = await order();
    await expect(fulfil(orderId)).rejects.toThrow('crashed');
    await model.catchUp();
    expect(model.queries.unfinishedFulfilments(10)).toEqual([orderId]);
    crash.repair();
    expect(await finishWhatWasCutOff(cabinet.deps, model.queries)).toBe(1);
    await model.catchUp();
    expect(model.queries.unfinishedFulfilments(10)).toEqual([]);
    expect(model.queries.orderById(orderId)?.status).toBe('FULFILLED');
  });

  it('is a transition license that its predecessor does not name, until it does', async () => {
    const crash = crashAfter('LicenseIssued', 3);
    await open(crash.wrap);
    const [old] = await fulfil(await order());
    const replace = { licenseId: old ?? '', product: { name: 'Склад 15' } };
    await expect(cabinet.service.replaceLicense(vendor(), replace)).rejects.toThrow('crashed');
    await model.catchUp();
    expect(model.queries.unfinishedReplacements(10).map(({ replaces }) => replaces)).toEqual([old]);
    crash.repair();
    await finishWhatWasCutOff(cabinet.deps, model.queries);
    await model.catchUp();
    expect(model.queries.unfinishedReplacements(10)).toEqual([]);
  });
});
