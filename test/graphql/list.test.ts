import { bearerOf, ENGLISH, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Node {
  readonly id: string;
  readonly code: string;
  readonly status: string;
}
interface List {
  readonly licenses: {
    readonly nodes: readonly Node[];
    readonly edges: readonly { readonly cursor: string }[];
    readonly totalCount: number;
    readonly position: string;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string | null;
      readonly endCursor: string | null;
    };
  };
}

const LIST = `query ($first: Int, $after: String, $last: Int, $before: String, $where: LicenseWhere, $orderBy: [LicenseSort!], $asOf: AsOf,
    $minPosition: Position, $accountId: ID) {
  licenses(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy, asOf: $asOf,
      minPosition: $minPosition, accountId: $accountId) {
    totalCount position edges { cursor } nodes { id code status } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
const BY_DEVICE = [{ field: 'DEVICE_NAME', direction: 'ASC' }];

describe('the list of licenses', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 7);
  });
  afterAll(() => api.close());
  beforeEach(() => {
    api.cabinet.at('2026-03-01T09:00:00Z');
  });

  const list = async (variables: object): Promise<List['licenses']> => (await api.data<List>(OWNER, LIST, variables)).licenses;
  const codes = async (variables: object, bearer = OWNER): Promise<readonly string[]> =>
    (await api.ask<List>(bearer, LIST, variables)).errors.map(({ extensions }) => extensions.code);

  it('answers a license with its device, its base, its mode and what may be done, codes masked', async () => {
    const { licenses } = await api.data<{ licenses: { nodes: object[] } }>(
      OWNER,
      `query ($orderBy: [LicenseSort!]) { licenses(first: 1, orderBy: $orderBy) { nodes {
        code kind status source demo updatesUntil updatesActive activatedAt listedAt product { name } term { perpetual from until months }
        device { name code mode database { name } license { id } } database { name kind } deviceMode deviceModeReason
        viewerCan { activate { allowed refusal } unlink { allowed refusal } remove { allowed } reveal { allowed } }
      } } }`,
      { orderBy: BY_DEVICE },
    );
    expect(licenses.nodes[0]).toMatchObject({
      code: expect.stringMatching(/^(•{5}-){4}[0-9A-Z]{5}$/),
      kind: 'CLOUD',
      status: 'ACTIVATED',
      source: 'AUTOMATIC',
      updatesActive: null,
      product: { name: 'Магазин 15' },
      term: { perpetual: false, from: '2026-03-01T09:00:00.000Z', until: '2026-04-01T09:00:00.000Z', months: null },
      device: { name: 'ТСД D000', code: 'D000', mode: 'FULL', database: { name: 'Облако' } },
      database: { name: 'Облако', kind: 'CLOUD' },
      deviceMode: 'FULL',
      deviceModeReason: 'Лицензия действует.',
      viewerCan: {
        activate: { allowed: false, refusal: 'LICENSE_NOT_FREE' },
        unlink: { allowed: true, refusal: null },
        remove: { allowed: true },
        reveal: { allowed: true },
      },
    });
  });

  it('loads the devices, bases and modes of a page together, whatever its length', async () => {
    const calls: string[] = [];
    const counted = new Proxy(api.readModel.queries, {
      get(target, name: string) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]): unknown => {
          calls.push(name);
          return (value as (...given: readonly unknown[]) => unknown).apply(target, [...args]);
        };
      },
    });
    const counting = await openApi({ queries: counted });
    try {
      await counting.data(
        OWNER,
        '{ licenses { nodes { deviceMode database { name } device { name mode database { name } license { id } } replacedBy { id } } } }',
      );
    } finally {
      await counting.close();
    }
    for (const name of ['licenses', 'devicesById', 'databasesById', 'deviceModes']) {
      expect(calls.filter((called) => called === name)).toHaveLength(1);
    }
    expect(calls).not.toContain('countLicenses');
  });

  it('gives every row once, walked forwards and backwards by pages of two', async () => {
    const whole = (await list({ orderBy: BY_DEVICE })).nodes.map(({ id }) => id);
    expect(whole).toHaveLength(7);
    const forwards: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: List['licenses'] = await list({ first: 2, after, orderBy: BY_DEVICE });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      forwards.push(...page.nodes.map(({ id }) => id));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(forwards).toEqual(whole);
    const backwards: string[] = [];
    for (let before: string | null = null, more = true; more;) {
      const page: List['licenses'] = await list({ last: 2, before, orderBy: BY_DEVICE });
      expect(page.pageInfo.hasNextPage).toBe(before !== null);
      backwards.unshift(...page.nodes.map(({ id }) => id));
      ({ startCursor: before, hasPreviousPage: more } = page.pageInfo);
    }
    expect(backwards).toEqual(whole);
  });

  it('shows no change of status between two pages, though the terms end meanwhile', async () => {
    const { pageInfo } = await list({ first: 3, orderBy: BY_DEVICE });
    api.cabinet.at('2026-06-01T00:00:00Z');
    const statuses = async (variables: object): Promise<readonly string[]> =>
      (await list(variables)).nodes.map(({ status }) => status);
    expect(new Set(await statuses({ first: 10, after: pageInfo.endCursor, orderBy: BY_DEVICE }))).toEqual(new Set(['ACTIVATED']));
    expect(new Set(await statuses({ orderBy: BY_DEVICE }))).toEqual(new Set(['EXPIRED']));
  });

  it('refuses cursors of another order, another field, another moment, and made-up ones', async () => {
    const { pageInfo } = await list({ first: 2, orderBy: BY_DEVICE });
    const after = pageInfo.endCursor;
    expect(await codes({ after })).toEqual(['INVALID_INPUT']);
    expect(await codes({ after: 'bm9uc2Vuc2U', orderBy: BY_DEVICE })).toEqual(['INVALID_INPUT']);
    const forged = JSON.parse(Buffer.from(after ?? '', 'base64url').toString()) as unknown[];
    const withKeys = (...keys: readonly unknown[]): string =>
      Buffer.from(JSON.stringify([...forged.slice(0, 6), ...keys])).toString('base64url');
    expect(await codes({ after: withKeys('a', 'b', 'c', 'd'), orderBy: BY_DEVICE })).toEqual(['INVALID_INPUT']);
    expect(await codes({ after: withKeys({}, 'b'), orderBy: BY_DEVICE })).toEqual(['INVALID_INPUT']);
    expect(await codes({ after: withKeys(5, 7), orderBy: BY_DEVICE })).toEqual([]);
    expect(await codes({ after, orderBy: BY_DEVICE, asOf: { time: '2026-03-01T09:00:00Z' } })).toEqual(['INVALID_INPUT']);
    const { errors } = await api.ask(OWNER, 'query ($after: String) { devices(after: $after) { nodes { id } } }', { after });
    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', fields: ['after'] });
  });

  it('refuses pages of more than 200 rows, and two directions at once', async () => {
    expect(await codes({ first: 201 })).toEqual(['INVALID_INPUT']);
    expect(await codes({ first: -1 })).toEqual(['INVALID_INPUT']);
    expect(await codes({ first: 2, last: 2 })).toEqual(['INVALID_INPUT']);
    expect(await codes({ first: 200 })).toEqual([]);
  });

  it('answers the count alone to whoever asks for no rows', async () => {
    expect(await list({ first: 0 })).toMatchObject({
      totalCount: 7,
      nodes: [],
      pageInfo: { hasNextPage: true, endCursor: null },
    });
  });

  it('filters by and, or, not, search and status', async () => {
    const count = async (where: object): Promise<number> => (await list({ where })).totalCount;
    expect(await count({ status: { eq: 'ACTIVATED' } })).toBe(7);
    expect(await count({ not: { status: { eq: 'ACTIVATED' } } })).toBe(0);
    expect(await count({ search: 'тсд d003' })).toBe(1);
    expect(await count({ or: [{ search: 'D001' }, { and: [{ search: 'D002' }, { kind: { in: ['CLOUD'] } }] }] })).toBe(2);
    expect(await count({ databaseId: { eq: 'nonsense' } })).toBe(0);
    expect(
      await codes({
        where: { or: Array.from({ length: 200 }, () => ({ and: [{ search: 'a' }, { search: 'b' }, { search: 'c' }] })) },
      }),
    ).toEqual(['INVALID_INPUT']);
  });

  it('shows another tenant an empty list, and nothing of a license by its id', async () => {
    const [issued] = shop.issued;
    for (const [bearer, accountId] of [
      [STRANGER, 'acc_shop'],
      [STRANGER, 'acc_none'],
      [STRANGER, 'nonsense'],
    ] as const) {
      const { data, errors } = await api.ask<List>(bearer, LIST, { accountId });
      expect(errors).toEqual([]);
      expect(data.licenses).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } });
    }
    const { data } = await api.ask<object>(
      STRANGER,
      'query ($id: ID!) { license(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }',
      {
        id: issued?.licenseId,
      },
    );
    expect(data).toEqual({ license: null, node: null, nodes: [null] });
  });

  it('needs the account to be named by whoever has several, in the language of the asker', async () => {
    const partner = bearerOf('PARTNER', { accounts: ['acc_shop', 'acc_other'] });
    const english = await api.ask(partner, LIST, {}, ENGLISH);
    expect(english.errors[0]).toMatchObject({
      message: expect.stringMatching(/^You reach/),
      extensions: { code: 'INVALID_INPUT' },
    });
    const russian = await api.ask(partner, LIST, {});
    expect(russian.errors[0]?.message).toMatch(/^Вам доступно/);
    expect((await api.ask<List>(partner, LIST, { accountId: 'acc_shop' })).data.licenses.totalCount).toBe(7);
  });

  it('counts by status, kind and what ends soon', async () => {
    const { licenseSummary } = await api.data<{ licenseSummary: object }>(
      OWNER,
      '{ licenseSummary { total byStatus { status count } byKind { kind count } termEnding { withinDays count } updatesEnding { count } } }',
    );
    expect(licenseSummary).toMatchObject({
      total: 7,
      byStatus: expect.arrayContaining([
        { status: 'ACTIVATED', count: 7 },
        { status: 'EXPIRED', count: 0 },
      ]),
      byKind: [
        { kind: 'CLOUD', count: 7 },
        { kind: 'MAIN', count: 0 },
      ],
      termEnding: [30, 14, 7, 1].map((withinDays) => ({ withinDays, count: 0 })),
    });
  });

  it('shows a held license that is in no list by its id, and a free one to nobody else', async () => {
    const free = shop.issued[7];
    const answer = await api.data<{ license: object }>(
      OWNER,
      'query ($id: ID!) { license(id: $id) { id status listedAt source viewerCan { remove { refusal } } } }',
      {
        id: free?.licenseId,
      },
    );
    expect(answer.license).toEqual({
      id: free?.licenseId,
      status: 'FREE',
      listedAt: null,
      source: null,
      viewerCan: { remove: { refusal: 'LICENSE_NOT_IN_LIST' } },
    });
  });

  it('finds a license by its whole code as typed, and limits tries with unknown ones', async () => {
    const code = shop.issued[0]?.code.toLowerCase().replaceAll('-', ' ');
    const find = (bearer: string, typed: string | undefined) =>
      api.ask<{ licenseByCode: { id: string } | null }>(bearer, 'query ($code: String!) { licenseByCode(code: $code) { id } }', {
        code: typed,
      });
    expect((await find(OWNER, code)).data.licenseByCode?.id).toBe(shop.issued[0]?.licenseId);
    expect((await find(VENDOR, code)).data.licenseByCode?.id).toBe(shop.issued[0]?.licenseId);
    for (let miss = 0; miss < 3; miss++) expect((await find(STRANGER, code)).data.licenseByCode).toBeNull();
    expect((await find(STRANGER, code)).errors[0]?.extensions.code).toBe('RATE_LIMITED');
    for (let mistyped = 0; mistyped < 5; mistyped++) expect((await find(OWNER, 'ABCDE')).data.licenseByCode).toBeNull();
    expect((await find(OWNER, code)).errors).toEqual([]);
  });
});

describe('a question about a moment', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 1);
  });
  afterAll(() => api.close());

  const ask = (variables: object) => api.ask<List>(OWNER, LIST, variables);
  const codes = async (variables: object): Promise<readonly string[]> =>
    (await ask(variables)).errors.map(({ extensions }) => extensions.code);

  it('answers the list as it was, with nothing to be done then', async () => {
    const { position } = (await ask({})).data.licenses;
    const licenseId = shop.issued[0]?.licenseId;
    api.cabinet.at('2026-03-10T00:00:00Z');
    const unlinked = await api.mutate<{ license: { status: string } }>(
      OWNER,
      'unlinkLicense',
      { licenseId, confirmWorkFinished: true },
      'license { status }',
    );
    expect(unlinked).toMatchObject({ license: { status: 'FREE' }, errors: [] });
    for (const asOf of [{ position }, { time: '2026-03-05T00:00:00+03:00' }]) {
      const { licenses } = await api.data<{ licenses: { nodes: object[]; position: string } }>(
        OWNER,
        'query ($asOf: AsOf) { licenses(asOf: $asOf) { position nodes { status device { license { id } } viewerCan { unlink { allowed refusal } reveal { allowed } } } } }',
        { asOf },
      );
      expect(licenses).toEqual({
        position,
        nodes: [
          {
            status: 'ACTIVATED',
            device: { license: { id: licenseId } },
            viewerCan: { unlink: { allowed: false, refusal: 'NOT_PERMITTED' }, reveal: { allowed: false } },
          },
        ],
      });
    }
    expect((await ask({})).data.licenses.nodes[0]?.status).toBe('FREE');
  });

  it('refuses the future, two moments at once and none', async () => {
    expect(await codes({ asOf: { time: '2036-01-01T00:00:00Z' } })).toEqual(['INVALID_INPUT']);
    expect(await codes({ asOf: {} })).toEqual(['INVALID_INPUT']);
    const { position } = (await ask({})).data.licenses;
    expect(await codes({ asOf: { position, time: '2026-03-01T09:00:00Z' } })).toEqual(['INVALID_INPUT']);
  });

  it('refuses a position of another history at once, and text that is none', async () => {
    expect(await codes({ minPosition: 'another1.5' })).toEqual(['POSITION_UNKNOWN']);
    expect(await codes({ asOf: { position: 'another1.5' } })).toEqual(['POSITION_UNKNOWN']);
    expect(await codes({ minPosition: '5' })).toEqual(['BAD_USER_INPUT']);
    expect(await codes({ asOf: { time: '2026-03-01T09:00:00' } })).toEqual(['BAD_USER_INPUT']);
  });

  it('refuses a moment behind the end of the log: no repeat would make one of it', async () => {
    const [epoch] = (await ask({})).data.licenses.position.split('.');
    const { errors } = await ask({ asOf: { position: `${epoch ?? ''}.999999` } });
    expect(errors[0]?.extensions).toEqual({ code: 'POSITION_UNKNOWN', fields: ['asOf.position'] });
  });

  it('refuses to wait for a position that the log has never reached', async () => {
    const [epoch] = (await ask({})).data.licenses.position.split('.');
    const { errors } = await ask({ minPosition: `${epoch ?? ''}.999999` });
    expect(errors[0]?.extensions).toEqual({ code: 'POSITION_UNKNOWN', fields: ['minPosition'] });
  });

  it('shows a mutation to the query that waits for its position', async () => {
    const { position } = await api.mutate<{ position: string }>(
      OWNER,
      'renameDatabase',
      { databaseId: shop.databaseId, name: 'Новое имя' },
      'position',
    );
    const { database } = await api.data<{ database: { name: string } }>(
      OWNER,
      'query ($id: ID!, $minPosition: Position) { database(id: $id, minPosition: $minPosition) { name } }',
      { id: shop.databaseId, minPosition: position },
    );
    expect(database.name).toBe('Новое имя');
  });

  it.each([
    [{ search: 'x'.repeat(201) }, 'Too long: no more than 200.'],
    [{ status: { in: Array.from({ length: 201 }, () => 'FREE') } }, 'Too long: no more than 200.'],
  ])('says how much it takes', async (where, message) => {
    const { errors } = await api.ask(OWNER, LIST, { where }, ENGLISH);
    expect(errors[0]).toMatchObject({ message, extensions: { code: 'INVALID_INPUT' } });
  });
});
