/** What is ordered already is not offered again, and one order is enough for all causes of a diagnosis. */
import { CLOUD, causeOf, MAIN, openShop, PRODUCT, type DiagnosisAnswer, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const offered = ({ causes }: DiagnosisAnswer, mutation: string) =>
  causes.filter(({ nextAction }) => nextAction?.mutation === mutation).map(({ code }) => code);

async function running(item: object, kind: string): Promise<{ licenseId: string; device: string }> {
  const { licenseId, code } = await shop.issue(item);
  return { licenseId, device: await shop.report(await shop.base(kind), 'D1', { activationCode: code }) };
}

it.each([
  ['TERM_ENDED', CLOUD, 'CLOUD'],
  ['UPDATES_ENDED_EXCHANGE', MAIN, 'INTERNET_EXCHANGE'],
])('%s offers the open order of the renewal in place of another one', async (code, item, kind) => {
  const { licenseId } = await running(item, kind);
  shop.server.at('2027-06-01T00:00:00.000Z');
  expect(await shop.follow(causeOf(await shop.diagnose({ licenseId }), code))).toEqual([]);
  const ordered = await shop.diagnose({ licenseId });
  expect(offered(ordered, 'orderRenewal')).toEqual([]);
  const { nextAction } = causeOf(ordered, code);
  expect(nextAction?.label).toBe('Оплатить заказ');
  expect(nextAction?.variables).toEqual(causeOf(ordered, 'ORDER_UNPAID').nextAction?.variables);
});

it('DEMO_LICENSE_ENDED and NO_LICENSE ask for one order, and for none while it is open', async () => {
  const { licenseId } = await running({ ...CLOUD, months: 1, demo: true }, 'CLOUD');
  const other = await shop.report(await shop.base('CLOUD', { productName: PRODUCT.name }), 'D2');
  shop.server.at('2026-06-01T00:00:00.000Z');
  const diagnosis = await shop.diagnose({ licenseId, deviceId: other });
  expect(diagnosis.causes.map(({ code }) => code)).toEqual(expect.arrayContaining(['DEMO_LICENSE_ENDED', 'NO_LICENSE']));
  expect(offered(diagnosis, 'orderLicenses')).toEqual(['DEMO_LICENSE_ENDED']);
  expect(await shop.follow(causeOf(diagnosis, 'DEMO_LICENSE_ENDED'))).toEqual([]);
  expect(offered(await shop.diagnose({ licenseId, deviceId: other }), 'orderLicenses')).toEqual([]);
});

it('NO_LICENSE offers the license that is at hand before a new one', async () => {
  const device = await shop.report(await shop.base('CLOUD', { productName: PRODUCT.name }), 'D1');
  const { licenseId } = await shop.issue(CLOUD);
  const diagnosis = await shop.diagnose({ licenseId, deviceId: device });
  expect(offered(diagnosis, 'orderLicenses')).toEqual([]);
  expect(offered(diagnosis, 'activateLicense')).toEqual(['NOT_ACTIVATED', 'NO_LICENSE']);
});

it('NO_LICENSE orders what the base has, level and configuration too, and only once', async () => {
  const facts = { productName: 'Склад 15', level: 'Базовая', configuration: 'УТ 11' };
  const device = await shop.report(await shop.base('CLOUD', facts), 'D1');
  const cause = causeOf(await shop.diagnose({ deviceId: device }), 'NO_LICENSE');
  const product = { name: 'Склад 15', level: 'Базовая', configuration: 'УТ 11' };
  expect(cause.nextAction?.variables?.input).toMatchObject({ items: [{ product, kind: 'CLOUD', quantity: 1 }] });
  expect(await shop.follow(cause)).toEqual([]);
  expect(offered(await shop.diagnose({ deviceId: device }), 'orderLicenses')).toEqual([]);
});
