/** Open orders: only those that may bring or renew what is asked about are a cause. */
import { CLOUD, causeOf, MAIN, openShop, PRODUCT, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const ORDERED = { product: PRODUCT, kind: 'CLOUD', quantity: 1, months: 12 };

async function order(item: object = ORDERED): Promise<string> {
  const placed = await shop.mutate<{ order: { id: string } }>(shop.owner, 'orderLicenses', { items: [item] }, 'order { id }');
  return placed.order.id;
}

describe('an open order of licenses', () => {
  it('is no cause of what it cannot bring', async () => {
    const base = await shop.base('CLOUD', { productName: PRODUCT.name });
    const theirs = await shop.issue(MAIN, 'acc_other');
    const local = await shop.report(await shop.base('LOCAL'), 'LOCAL');
    const other = await shop.report(await shop.base('CLOUD', { productName: 'Склад 15' }), 'OTHER');
    const { code, licenseId } = await shop.issue(CLOUD);
    const running = await shop.report(base, 'RUNNING', { activationCode: code });
    const unpaid = await order();
    await shop.mutate(shop.vendor, 'markOrderPaid', { orderId: await order() });
    const questions = [
      { activationCode: theirs.code },
      { activationCode: `${theirs.code.slice(0, -1)}?` },
      { licenseId },
      { fileName: 'never.xml' },
      { deviceCode: 'NEVER' },
      { databaseId: base },
      { deviceId: local },
      { deviceId: other },
      { deviceId: running },
    ];
    for (const asked of questions) {
      const causes = await shop.causes(asked);
      expect([asked, causes.filter((code) => code.startsWith('ORDER_'))]).toEqual([asked, []]);
    }
    expect(await shop.causes({ orderId: unpaid })).toEqual(['ORDER_UNPAID']);
  });

  it('is only likely to be of the device that has no license, and proven where it is asked for', async () => {
    const device = await shop.report(await shop.base('CLOUD', { productName: PRODUCT.name }), 'D1');
    const orderId = await order();
    const likely = causeOf(await shop.diagnose({ deviceId: device }), 'ORDER_UNPAID');
    expect([likely.certainty, likely.missingFacts.length]).toEqual(['LIKELY', 1]);
    expect(causeOf(await shop.diagnose({ orderId }), 'ORDER_UNPAID').certainty).toBe('PROVEN');
  });
});

describe('an open order of a renewal', () => {
  it('is proven, and says that the license is renewed, not issued', async () => {
    const base = await shop.base('CLOUD');
    const { code, licenseId } = await shop.issue(CLOUD);
    const other = await shop.issue(CLOUD);
    await shop.report(base, 'D1', { activationCode: code });
    await shop.report(base, 'D2', { activationCode: other.code });
    const renewal = { licenseIds: [licenseId], clock: 'TERM', months: 12 };
    const { order: placed } = await shop.mutate<{ order: { id: string } }>(shop.owner, 'orderRenewal', renewal, 'order { id }');
    const unpaid = causeOf(await shop.diagnose({ licenseId }), 'ORDER_UNPAID');
    expect([unpaid.certainty, unpaid.nextAction?.variables]).toEqual(['PROVEN', { orderId: placed.id }]);
    expect(unpaid.explanation).toMatch(/^Продление заказали.*продлевают после оплаты\.$/);
    expect(await shop.causes({ licenseId: other.licenseId })).toEqual([]);
    await shop.mutate(shop.vendor, 'markOrderPaid', { orderId: placed.id });
    const paid = causeOf(await shop.diagnose({ licenseId }), 'ORDER_NOT_FULFILLED');
    expect(paid.title).toBe('Заказ оплачен, но лицензия ещё не продлена');
    await shop.mutate(shop.vendor, 'fulfilOrder', { orderId: placed.id });
    expect(await shop.causes({ licenseId })).toEqual([]);
  });
});

describe('an order that was asked for', () => {
  const place = (mutation: string, input: object) =>
    shop.mutate<{ order: { id: string } }>(shop.owner, mutation, input, 'order { id }');

  it('leads to its licenses once it is fulfilled, until each is listed and active', async () => {
    const { order: placed } = await place('orderLicenses', { items: [{ ...ORDERED, quantity: 2 }] });
    await shop.mutate(shop.vendor, 'markOrderPaid', { orderId: placed.id });
    await shop.mutate(shop.vendor, 'fulfilOrder', { orderId: placed.id });
    const base = await shop.base('CLOUD');
    for (const name of ['D1', 'D2']) {
      const diagnosis = await shop.diagnose({ orderId: placed.id });
      expect(diagnosis.causes.map(({ code }) => code)).toEqual(['NOT_ACTIVATED']);
      const device = await shop.report(base, name);
      await shop.activate(diagnosis.license?.id ?? '', device);
      await shop.report(base, name);
    }
    const active = await shop.diagnose({ orderId: placed.id });
    expect([active.listed, active.causes]).toEqual([true, []]);
  });

  it('says that it was cancelled, and offers the same again', async () => {
    const { order: placed } = await place('orderLicenses', { items: [ORDERED] });
    await shop.mutate(shop.owner, 'cancelOrder', { orderId: placed.id });
    const cause = causeOf(await shop.diagnose({ orderId: placed.id }), 'ORDER_UNPAID');
    expect([cause.title, cause.evidence.map(({ type }) => type)]).toEqual([
      'Заказ отменён',
      ['LicensesOrdered', 'OrderCancelled'],
    ]);
    expect(await shop.follow(cause)).toEqual([]);
  });

  it('says that there is none, in the same words for the order of another tenant', async () => {
    const stranger = await shop.server.token('OWNER', 'acc_other');
    const theirs = await shop.diagnose({ orderId: await order() }, stranger);
    const none = await shop.diagnose({ orderId: 'ord_0123456789' }, stranger);
    expect([theirs.causes, theirs.checks]).toEqual([none.causes, none.checks]);
    expect(theirs.causes.map(({ code, title }) => [code, title])).toEqual([
      ['CODE_UNKNOWN', 'Такого заказа в этом кабинете нет'],
    ]);
  });
});
