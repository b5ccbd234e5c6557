/** `offset` of the list of licenses: any place in it, in any order, both ways, and at the moment of a cursor. */
import { ENGLISH, openApi, openShop, OWNER, VENDOR, type Api } from './support.js';

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}

const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $offset: Int, $orderBy: [LicenseSort!], $where: LicenseWhere, $asOf: AsOf) {
  licenses(first: $first, after: $after, last: $last, before: $before, offset: $offset, orderBy: $orderBy, where: $where, asOf: $asOf) {
    nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage }
  }
}`;
const ORDERS = ['LISTED_AT', 'TERM_UNTIL', 'UPDATES_UNTIL', 'PRODUCT', 'STATUS', 'DEVICE_NAME'].flatMap((field) =>
  ['ASC', 'DESC'].map((direction) => ({ field, direction })),
);

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await openShop(api, 5);
  // Perpetual ones, without an end of their term: the second part of a list in that order.
  const items = Array.from({ length: 6 }, (_, index) => ({
    kind: 'MAIN',
    perpetual: true,
    product: { name: `Магазин ${String(index)}` },
    ...(index % 2 === 0 && { updatesUntil: `2027-0${String(index + 1)}-01T00:00:00.000Z` }),
  }));
  const issued = await api.mutate<{ issued: readonly { code: string }[] }>(
    VENDOR,
    'issueLicenses',
    { accountId: 'acc_shop', items },
    'issued { code }',
  );
  const codes = issued.issued.map(({ code }) => code);
  await api.mutate(OWNER, 'addLicensesByCode', { accountId: 'acc_shop', codes }, 'uploadId');
});
afterAll(() => api.close());

const list = async (variables: object): Promise<Page> => (await api.data<{ licenses: Page }>(OWNER, LIST, variables)).licenses;
const ids = ({ nodes }: Page): readonly string[] => nodes.map(({ id }) => id);

it.each(ORDERS)('passes over rows from either end and from any cursor: $field $direction', async (order) => {
  const orderBy = [order];
  const whole = await list({ first: 200, orderBy });
  const all = ids(whole);
  expect(all).toHaveLength(11);
  const cursor = (index: number): string | undefined => whole.edges[index]?.cursor;
  for (const offset of [0, 1, 4, 5, 6, 10, 11, 50]) {
    expect(ids(await list({ first: 3, offset, orderBy }))).toEqual(all.slice(offset, offset + 3));
    const end = Math.max(0, all.length - offset);
    expect(ids(await list({ last: 3, offset, orderBy }))).toEqual(all.slice(Math.max(0, end - 3), end));
    expect(ids(await list({ first: 3, after: cursor(2), offset, orderBy }))).toEqual(all.slice(3 + offset, 6 + offset));
    const before = Math.max(0, 9 - offset);
    expect(ids(await list({ last: 3, before: cursor(9), offset, orderBy }))).toEqual(all.slice(Math.max(0, before - 3), before));
  }
});

it('tells of the rows that were passed over, and of those behind the page', async () => {
  expect((await list({ first: 3, offset: 2 })).pageInfo).toEqual({ hasPreviousPage: true, hasNextPage: true });
  expect((await list({ first: 3, offset: 8 })).pageInfo).toEqual({ hasPreviousPage: true, hasNextPage: false });
  expect((await list({ last: 3, offset: 2 })).pageInfo).toEqual({ hasPreviousPage: true, hasNextPage: true });
});

it('counts rows that fit the filter alone', async () => {
  const where = { kind: { eq: 'MAIN' } };
  const all = ids(await list({ first: 200, where }));
  expect(all).toHaveLength(6);
  expect(ids(await list({ first: 2, offset: 3, where }))).toEqual(all.slice(3, 5));
});

it('reads at the moment of the cursor, whatever came and went since, and at a moment of the past', async () => {
  const orderBy = [{ field: 'PRODUCT', direction: 'ASC' }];
  const before = await list({ first: 200, orderBy });
  const time = api.cabinet.deps.now();
  api.cabinet.at('2026-03-02T09:00:00Z');
  const [first] = ids(before);
  await api.mutate(OWNER, 'removeLicenseFromList', { licenseId: first }, 'position');
  expect(ids(await list({ first: 3, offset: 5, orderBy }))).toEqual(ids(before).slice(6, 9));
  expect(ids(await list({ first: 3, after: before.edges[0]?.cursor, offset: 4, orderBy }))).toEqual(ids(before).slice(5, 8));
  expect(ids(await list({ last: 3, before: before.edges[10]?.cursor, offset: 4, orderBy }))).toEqual(ids(before).slice(3, 6));
  expect(ids(await list({ first: 3, offset: 5, orderBy, asOf: { time } }))).toEqual(ids(before).slice(5, 8));
});

it('refuses less than none, in both languages', async () => {
  const { errors } = await api.ask(OWNER, LIST, { offset: -1 });
  expect(errors[0]).toMatchObject({
    message: expect.stringContaining('Пропустить'),
    extensions: { code: 'INVALID_INPUT', fields: ['offset'] },
  });
  expect((await api.ask(OWNER, LIST, { offset: -1 }, ENGLISH)).errors[0]?.message).toContain('passed over');
});

it('says for people why something cannot be done to a license, in their language, and nothing where it can', async () => {
  interface Permitted {
    readonly refusal: string | null;
    readonly message: string | null;
  }
  const text = '{ licenses(first: 50) { nodes { viewerCan { unlink { refusal message } renew { refusal message } } } } }';
  const said = async (headers: Readonly<Record<string, string>>): Promise<readonly Permitted[]> =>
    (
      await api.ask<{ licenses: { nodes: readonly { viewerCan: Readonly<Record<string, Permitted>> }[] } }>(
        OWNER,
        text,
        {},
        headers,
      )
    ).data.licenses.nodes.flatMap(({ viewerCan }) => Object.values(viewerCan));
  const [russian, english] = [await said({}), await said(ENGLISH)];
  const inactive = (message: string): Permitted => ({ refusal: 'LICENSE_NOT_ACTIVATED', message });
  expect(russian).toContainEqual(inactive('Лицензия не активирована.'));
  expect(english).toContainEqual(inactive('The license is not activated.'));
  for (const { refusal, message } of [...russian, ...english]) expect(message === null).toBe(refusal === null);
  expect(russian).toContainEqual({ refusal: null, message: null });
});
