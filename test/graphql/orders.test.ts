import { bearerOf, ENGLISH, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Payload {
  readonly order: { readonly id: string };
  readonly issued: readonly { readonly licenseId: string; readonly code: string }[];
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}

const PARTNER = bearerOf('PARTNER', { accounts: ['acc_shop', 'acc_other'] });
const AUDITOR = bearerOf('AUDITOR', { accounts: ['acc_shop'] });
const RUSSIAN = { 'accept-language': 'ru' };
const PRODUCT = { name: 'Магазин 15', level: 'Базовая' };
const LICENSES = { items: [{ product: PRODUCT, kind: 'CLOUD', quantity: 2, months: 12 }] };
const ORDER = 'order { id kind status account { id } paidAt fulfilledAt cancelledAt licenses { totalCount } } issued { code }';

let api: Api;
let shop: Awaited<ReturnType<typeof openShop>>;
beforeEach(async () => {
  api = await openApi();
  shop = await openShop(api, 2);
  await openShop(api, 0, 'acc_other', STRANGER);
});
afterEach(() => api.close());

const run = (bearer: string, name: string, input: object, selection = ORDER): Promise<Payload> =>
  api.mutate<Payload>(bearer, name, input, selection);
const place = async (): Promise<string> => (await run(OWNER, 'orderLicenses', LICENSES)).order.id;
const pay = async (orderId: string): Promise<string> => (await run(VENDOR, 'markOrderPaid', { orderId })).order.id;

describe('an order of licenses', () => {
  it('is placed, paid and fulfilled: then its licenses are in the list, and the vendor alone saw their codes', async () => {
    const placed = await run(OWNER, 'orderLicenses', LICENSES);
    const { id: orderId } = placed.order;
    expect(placed).toEqual({
      order: {
        id: orderId,
        kind: 'LICENSES',
        status: 'UNPAID',
        account: { id: 'acc_shop' },
        paidAt: null,
        fulfilledAt: null,
        cancelledAt: null,
        licenses: { totalCount: 0 },
      },
      issued: [],
      errors: [],
    });
    api.cabinet.at('2026-03-02T09:00:00Z');
    expect(await run(VENDOR, 'markOrderPaid', { orderId })).toMatchObject({
      order: { status: 'PAID', paidAt: '2026-03-02T09:00:00.000Z' },
      issued: [],
    });
    api.cabinet.at('2026-03-03T09:00:00Z');
    const { issued } = await run(VENDOR, 'fulfilOrder', { orderId }, 'order { status fulfilledAt } issued { licenseId code }');
    expect(issued).toHaveLength(2);

    const seen = await api.data<{ node: { licenses: { nodes: { id: string }[] } } }>(
      OWNER,
      `query ($id: ID!) { node(id: $id) { ... on Order {
        status orderedAt paidAt fulfilledAt
        items { product { name level sku } kind quantity months clock license { id } error { code } }
        licenses { totalCount nodes { id source status code product { name } term { months } } }
      } } }`,
      { id: orderId },
    );
    expect(seen.node).toMatchObject({
      status: 'FULFILLED',
      orderedAt: '2026-03-01T09:00:00.000Z',
      paidAt: '2026-03-02T09:00:00.000Z',
      fulfilledAt: '2026-03-03T09:00:00.000Z',
      items: [
        {
          product: { ...PRODUCT, sku: null },
          kind: 'CLOUD',
          quantity: 2,
          months: 12,
          clock: null,
          license: null,
          error: null,
        },
      ],
      licenses: { totalCount: 2 },
    });
    for (const license of seen.node.licenses.nodes) {
      expect(license).toMatchObject({
        source: 'ORDER',
        status: 'FREE',
        code: expect.stringMatching(/^•/),
        product: { name: 'Магазин 15' },
        term: { months: 12 },
      });
    }
    const ids = issued.map(({ licenseId }) => licenseId);
    expect(new Set(seen.node.licenses.nodes.map(({ id }) => id))).toEqual(new Set(ids));
    for (const { code } of issued) expect(JSON.stringify(seen)).not.toContain(code);
    const { licenses } = await api.data<{ licenses: object }>(
      OWNER,
      '{ licenses(where: { kind: { eq: CLOUD } }) { totalCount } }',
    );
    expect(licenses).toEqual({ totalCount: 4 });
  });

  it('is given by its article number alone', async () => {
    const items = [{ sku: 'MS-15-B', product: null, kind: 'MAIN', quantity: 3, months: null }];
    const { order } = await run(OWNER, 'orderLicenses', { items }, 'order { id items { product { name sku } quantity months } }');
    expect(order).toMatchObject({ items: [{ product: { name: 'MS-15-B', sku: 'MS-15-B' }, quantity: 3, months: 12 }] });
  });

  it('is cancelled while it is not paid, and then neither paid nor fulfilled', async () => {
    const orderId = await place();
    expect(await run(OWNER, 'cancelOrder', { orderId, reason: 'передумали' })).toMatchObject({
      order: { status: 'CANCELLED', cancelledAt: '2026-03-01T09:00:00.000Z' },
      errors: [],
    });
    for (const mutation of ['markOrderPaid', 'fulfilOrder']) {
      expect((await run(VENDOR, mutation, { orderId })).errors).toMatchObject([{ code: 'ORDER_CLOSED', path: ['orderId'] }]);
    }
  });

  it('stands in the list of its account, newest first, page by page', async () => {
    const placed = [await place(), await place(), await place()];
    const page = (after: string | null) =>
      api.data<{
        orders: { totalCount: number; nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }>(
        OWNER,
        'query ($after: String) { orders(first: 2, after: $after) { totalCount nodes { id } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
    const { orders: first } = await page(null);
    const { orders: second } = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ id }) => id)).toEqual(placed.toReversed());
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([3, true, false]);
  });
});

describe('an order of renewals', () => {
  it('renews what can be renewed, and says of each other license why not', async () => {
    const [first, second, free] = shop.issued.map(({ licenseId }) => licenseId);
    const untilOf = async (): Promise<readonly (string | null)[]> => {
      const { nodes } = await api.data<{ nodes: { term: { until: string | null } }[] }>(
        OWNER,
        'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on License { term { until } } } }',
        { ids: [first, second, free] },
      );
      return nodes.map(({ term }) => term.until);
    };
    expect(await untilOf()).toEqual(['2026-04-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', null]);

    const renewal = { licenseIds: [first, free, second], clock: 'TERM', months: 12 };
    const placed = await run(
      OWNER,
      'orderRenewal',
      renewal,
      'order { id kind items { product { name } kind quantity months clock license { id } error { code message path } } }',
    );
    const item = (id: string | undefined) => ({
      product: null,
      kind: null,
      quantity: 1,
      months: 12,
      clock: 'TERM',
      license: { id },
      error: null,
    });
    const notActivated = { code: 'LICENSE_NOT_ACTIVATED', message: 'Лицензия не активирована.' };
    expect(placed).toEqual({
      order: {
        id: placed.order.id,
        kind: 'RENEWAL',
        items: [item(first), { ...item(free), error: { ...notActivated, path: [] } }, item(second)],
      },
      errors: [{ ...notActivated, path: ['licenseIds', '1'] }],
    });

    const orderId = await pay(placed.order.id);
    expect(
      await run(VENDOR, 'fulfilOrder', { orderId }, 'order { status licenses { nodes { id } } } issued { code }'),
    ).toMatchObject({
      order: { status: 'FULFILLED', licenses: { nodes: expect.arrayContaining([{ id: first }, { id: second }]) } },
      issued: [],
      errors: [],
    });
    expect(await untilOf()).toEqual(['2027-04-01T09:00:00.000Z', '2027-04-01T09:00:00.000Z', null]);
  });

  it('keeps the reason of a license that was withdrawn between order and fulfilment', async () => {
    const [first, second] = shop.issued.map(({ licenseId }) => licenseId);
    const renewal = { licenseIds: [first, second], clock: 'TERM', months: 1 };
    const orderId = await pay((await run(OWNER, 'orderRenewal', renewal)).order.id);
    await api.mutate(VENDOR, 'withdrawLicense', { licenseId: second, reason: 'возврат' }, 'license { id }');
    expect(
      await run(VENDOR, 'fulfilOrder', { orderId }, 'order { items { error { code } } licenses { totalCount } }'),
    ).toMatchObject({
      order: { items: [{ error: null }, { error: { code: 'LICENSE_WITHDRAWN' } }], licenses: { totalCount: 1 } },
      errors: [{ code: 'LICENSE_WITHDRAWN', path: ['items', '1'] }],
    });
  });
});

describe('who orders', () => {
  it('finds nothing of the order of another tenant, as of one that does not exist', async () => {
    const orderId = await place();
    const look = async (bearer: string, id: string) => {
      const { order, errors } = await run(bearer, 'cancelOrder', { orderId: id });
      const list = '{ orders(accountId: "acc_shop") { totalCount nodes { id } } }';
      return {
        order,
        errors,
        seen: await api.data(bearer, `query ($id: ID!) { node(id: $id) { id } }`, { id }),
        list: await api.data(bearer, list),
      };
    };
    const theirs = await look(STRANGER, orderId);
    expect(theirs).toMatchObject({
      order: null,
      errors: [{ code: 'NOT_FOUND', path: ['orderId'] }],
      seen: { node: null },
      list: { orders: { totalCount: 0, nodes: [] } },
    });
    expect(await look(STRANGER, 'ord_nothing')).toEqual(theirs);
    const [licenseId] = shop.issued.map((issued) => issued.licenseId);
    const renewal = { licenseIds: [licenseId], clock: 'TERM', months: 1 };
    expect(await run(STRANGER, 'orderRenewal', renewal)).toMatchObject({
      order: null,
      errors: [{ code: 'NOT_FOUND', path: ['licenseIds', '0'] }],
    });
  });

  it('is a partner for an account that it serves and names', async () => {
    expect((await run(PARTNER, 'orderLicenses', LICENSES)).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['accountId'] },
    ]);
    const { order } = await run(PARTNER, 'orderLicenses', { ...LICENSES, accountId: 'acc_shop' });
    expect(order).toMatchObject({ status: 'UNPAID', account: { id: 'acc_shop' } });
    expect(await run(PARTNER, 'cancelOrder', { orderId: order.id })).toMatchObject({ order: { status: 'CANCELLED' } });
  });

  it('is no auditor, who reads orders', async () => {
    const orderId = await place();
    const read = 'query ($id: ID!) { orders { nodes { id } } node(id: $id) { id } }';
    expect(await api.data(AUDITOR, read, { id: orderId })).toEqual({
      orders: { nodes: [{ id: orderId }] },
      node: { id: orderId },
    });
    const order = 'mutation ($input: OrderLicensesInput!) { orderLicenses(input: $input) { order { id } } }';
    expect((await api.ask(AUDITOR, order, { input: LICENSES })).errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('does not fulfil: that is the vendor’s, once it is paid', async () => {
    const orderId = await place();
    const fulfil = 'mutation ($id: ID!) { fulfilOrder(input: { orderId: $id }) { issued { code } } }';
    expect((await api.ask(OWNER, fulfil, { id: orderId })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await run(VENDOR, 'fulfilOrder', { orderId })).toMatchObject({ order: null, errors: [{ code: 'ORDER_NOT_PAID' }] });
  });
});

describe('the refusal of an order', () => {
  const refused = async (bearer: string, mutation: string, input: object, headers: Readonly<Record<string, string>>) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { payload: ${mutation}(input: $input) { errors { message path } } }`;
    const { data } = await api.ask<{ payload: Payload }>(bearer, query, { input }, headers);
    return data.payload.errors.map(({ message, path }) => `${path.join('.')}: ${message}`);
  };

  it('is said in the language that is asked for', async () => {
    const [paid, unpaid, cancelled] = [await pay(await place()), await place(), await place()];
    await run(OWNER, 'cancelOrder', { orderId: cancelled });
    const [license] = shop.issued.map(({ licenseId }) => licenseId);
    const item = (fields: object) => ({ items: [{ kind: 'MAIN', quantity: 1, ...fields }] });
    const cases = [
      [
        OWNER,
        'cancelOrder',
        { orderId: paid },
        'orderId: Заказ уже оплачен, и отменить его здесь нельзя. Обратитесь к поставщику.',
      ],
      [VENDOR, 'fulfilOrder', { orderId: unpaid }, 'orderId: Заказ ещё не оплачен. Сначала отметьте оплату.'],
      [VENDOR, 'fulfilOrder', { orderId: cancelled }, 'orderId: Заказ уже закрыт: он выполнен или отменён.'],
      [OWNER, 'orderLicenses', item({}), 'items.0.product: Укажите продукт или его артикул.'],
      [OWNER, 'orderLicenses', item({ sku: 'A', quantity: 0 }), 'items.0.quantity: Количество — от 1 до 1000.'],
      [
        OWNER,
        'orderRenewal',
        { licenseIds: [license], clock: 'UPDATES', months: 12 },
        'licenseIds.0: Продлевать нечего: у лицензии нет такого срока или подписки, либо они ещё не начались.',
      ],
      [
        OWNER,
        'orderRenewal',
        { licenseIds: [license, license], clock: 'TERM', months: 12 },
        'licenseIds.1: Эта лицензия указана дважды.',
      ],
    ] as const;
    for (const [bearer, mutation, input, text] of cases) {
      expect(await refused(bearer, mutation, input, RUSSIAN)).toEqual([text]);
      expect((await refused(bearer, mutation, input, ENGLISH)).join()).toMatch(/^[\w.]+: [A-Z][^а-яё]+$/i);
    }
  });
});

describe('a transition license', () => {
  it('goes on for the same account, and each of the two names the other', async () => {
    const [old] = shop.issued.map(({ licenseId }) => licenseId);
    const { issued, errors } = await run(
      VENDOR,
      'replaceLicense',
      { licenseId: old, product: { name: 'Склад 15', level: null } },
      'issued { licenseId code }',
    );
    expect(errors).toEqual([]);
    expect(issued).toHaveLength(1);
    const [successor] = issued;
    const seen = await api.data<{ nodes: readonly object[] }>(
      OWNER,
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on License { status product { name } replaces { id } replacedBy { id } term { until } } } }',
      { ids: [old, successor?.licenseId] },
    );
    const term = { until: '2026-04-01T09:00:00.000Z' };
    expect(seen.nodes).toMatchObject([
      { id: old, status: 'REPLACED', replaces: null, replacedBy: { id: successor?.licenseId }, term },
      { id: successor?.licenseId, product: { name: 'Склад 15' }, replaces: { id: old }, replacedBy: null, term },
    ]);
    expect(JSON.stringify(seen)).not.toContain(successor?.code);
    expect((await run(VENDOR, 'replaceLicense', { licenseId: old, product: PRODUCT }, 'issued { code }')).errors).toMatchObject([
      { code: 'LICENSE_REPLACED', path: ['licenseId'] },
    ]);
  });
});
