/** Whole server, public API and test clock: a case resolves itself when what it waited for has happened, whatever event did it. */
import { setTimeout as wait } from 'node:timers/promises';
import { START } from '../support/cabinet.js';
import { CLOUD, MAIN, openShop, PRODUCT, type Shop } from './support.js';

let shop: Shop;
let base: string;
beforeEach(async () => {
  shop = await openShop();
  base = await shop.base('CLOUD', { productName: PRODUCT.name, level: PRODUCT.level });
});
afterEach(async () => {
  shop.server.faults();
  await shop.close();
});

interface CaseAnswer {
  readonly status: string;
  readonly resolvedBy: { readonly role: string | null } | null;
  readonly diagnoses: readonly { readonly causes: readonly { readonly code: string }[] }[];
}

const open = async (diagnosis: object): Promise<{ readonly id: string; readonly causes: readonly string[] }> => {
  const selection = 'supportCase { id diagnoses { causes { code } } }';
  const { supportCase } = await shop.mutate<{ supportCase: CaseAnswer & { readonly id: string } }>(
    shop.owner,
    'openSupportCase',
    { diagnosis },
    selection,
  );
  return { id: supportCase.id, causes: supportCase.diagnoses[0]?.causes.map(({ code }) => code) ?? [] };
};

async function read(id: string): Promise<CaseAnswer> {
  const query =
    'query ($id: ID!) { node(id: $id) { ... on SupportCase { status resolvedBy { role } diagnoses { causes { code } } } } }';
  return (await shop.server.query<{ node: CaseAnswer }>(shop.owner, query, { id })).node;
}

/** Codes of every diagnosis of the case, once it is resolved. */
async function resolvedItself(id: string): Promise<readonly string[]> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const { status, resolvedBy, diagnoses } = await read(id);
    if (status === 'RESOLVED') {
      expect(resolvedBy?.role).toBeNull();
      return diagnoses.map(({ causes }) => causes.map(({ code }) => code).join(' '));
    }
    await wait(20);
  }
  throw new Error(`it is still open: ${JSON.stringify(await read(id))}`);
}

const must = async <Payload = object>(token: string, name: string, input: object, selection = ''): Promise<Payload> => {
  const payload = await shop.mutate<Payload>(token, name, input, selection);
  expect(payload.errors).toEqual([]);
  return payload;
};

/** A license of the shop that runs on a device of the base. */
async function running(deviceCode: string, item: object = CLOUD) {
  const { licenseId, code } = await shop.issue(item);
  if (item === MAIN) await must(shop.owner, 'addLicensesByCode', { codes: [code] });
  const deviceId = await shop.report(base, deviceCode, { activationCode: code });
  return { licenseId, code, deviceId };
}

const renewal = async (licenseId: string): Promise<string> => {
  const input = { licenseIds: [licenseId], clock: 'TERM', months: 12 };
  return (await must<{ order: { id: string } }>(shop.owner, 'orderRenewal', input, 'order { id }')).order.id;
};

describe('a case resolves itself, without a restart, once', () => {
  it('the base is started', async () => {
    const { licenseId } = await running('D1');
    await must(shop.owner, 'stopDatabase', { databaseId: base });
    const [asked, ofBase] = [await open({ licenseId }), await open({ databaseId: base })];
    expect([asked.causes, ofBase.causes]).toEqual([['BASE_STOPPED'], ['BASE_STOPPED']]);
    await must(shop.owner, 'startDatabase', { databaseId: base });
    expect([await resolvedItself(asked.id), await resolvedItself(ofBase.id)]).toEqual([
      ['BASE_STOPPED', ''],
      ['BASE_STOPPED', ''],
    ]);
  });

  it('the base reports the product that the license is for', async () => {
    const { licenseId } = await running('D1');
    await must(shop.owner, 'reportDatabase', { databaseId: base, productName: 'Склад 15' });
    const { id, causes } = await open({ licenseId });
    expect(causes).toContain('WRONG_PRODUCT');
    await must(shop.owner, 'reportDatabase', { databaseId: base, productName: PRODUCT.name });
    await resolvedItself(id);
  });

  it("the device's clock is right again", async () => {
    const { licenseId } = await running('D1');
    await shop.report(base, 'D1', { deviceTime: '2026-03-01T12:00:00.000Z' });
    const { id, causes } = await open({ licenseId });
    expect(causes).toContain('CLOCK_SKEW');
    await shop.report(base, 'D1', { deviceTime: START });
    await resolvedItself(id);
  });

  it('the device has reported after its license was unlinked and activated again', async () => {
    const { licenseId, deviceId, code } = await running('D1');
    await shop.unlink(licenseId);
    const { id, causes } = await open({ licenseId });
    expect(causes).toContain('UNLINKED_NOT_REACTIVATED');
    await shop.activate(licenseId, deviceId);
    await shop.report(base, 'D1', { activationCode: code });
    await resolvedItself(id);
  });

  it('the order that stood in its way is cancelled', async () => {
    const { licenseId } = await running('D1');
    const orderId = await renewal(licenseId);
    const { id, causes } = await open({ licenseId });
    expect(causes).toEqual(['ORDER_UNPAID']);
    await must(shop.owner, 'cancelOrder', { orderId });
    expect(await resolvedItself(id)).toEqual(['ORDER_UNPAID', '']);
  });

  it('its license is renewed through an order, with the diagnoses between', async () => {
    const { licenseId } = await running('D1');
    shop.server.at('2027-04-01T09:00:00Z');
    while (!(await shop.causes({ licenseId })).includes('TERM_ENDED')) await wait(20);
    const orderId = await renewal(licenseId);
    const [asked, ofOrder] = [await open({ licenseId }), await open({ orderId })];
    await must(shop.vendor, 'markOrderPaid', { orderId });
    while ((await read(asked.id)).diagnoses.length < 2) await wait(20);
    await must(shop.vendor, 'fulfilOrder', { orderId });
    const found = await resolvedItself(asked.id);
    expect([found[0], found[1], found.at(-1)]).toEqual(['ORDER_UNPAID TERM_ENDED', 'ORDER_NOT_FULFILLED TERM_ENDED', '']);
    await resolvedItself(ofOrder.id);
  });

  it('its order is fulfilled, which brings the licenses into the list', async () => {
    const items = [{ product: PRODUCT, kind: 'MAIN', quantity: 2, months: 12 }];
    const { order } = await must<{ order: { id: string } }>(shop.owner, 'orderLicenses', { items }, 'order { id }');
    await must(shop.vendor, 'markOrderPaid', { orderId: order.id });
    const { id, causes } = await open({ orderId: order.id });
    expect(causes).toEqual(['ORDER_NOT_FULFILLED']);
    await must(shop.vendor, 'fulfilOrder', { orderId: order.id });
    await resolvedItself(id);
  });

  it('its device has a license', async () => {
    const deviceId = await shop.report(base, 'D1');
    const { id, causes } = await open({ deviceId });
    expect(causes).toEqual(['NO_LICENSE']);
    const { code } = await shop.issue(CLOUD);
    await shop.report(base, 'D1', { activationCode: code });
    await resolvedItself(id);
  });

  it('its term has begun, by the clock alone', async () => {
    const term = { validFrom: '2026-06-01T00:00:00.000Z', validUntil: '2027-06-01T00:00:00.000Z' };
    const { kind, perpetual, product } = CLOUD;
    const { licenseId } = await running('D1', { kind, perpetual, product, ...term });
    const { id, causes } = await open({ licenseId });
    expect(causes).toEqual(['TERM_NOT_STARTED']);
    shop.server.at('2026-06-01T00:00:01Z');
    await resolvedItself(id);
  });
});
