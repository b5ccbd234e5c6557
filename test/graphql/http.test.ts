import { serverAudits } from 'graphql-http';
import { EventStoreUnavailable } from '../../src/event-store/errors.js';
import { openApi, openShop, OWNER, VENDOR, type Api, type ApiError } from './support.js';

describe('POST and GET /graphql', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi();
    await openShop(api, 1);
  });
  afterAll(() => api.close());

  const codeOf = async (query: string, variables: object = {}): Promise<string | undefined> =>
    (await api.ask(OWNER, query, variables)).errors[0]?.extensions.code;

  const fetchFn = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${OWNER}`);
    headers.set('apollo-require-preflight', '1');
    return fetch(input, { ...init, headers });
  };
  const audits = serverAudits({ url: () => `${api.url}/graphql`, fetchFn });

  it('is audited in 61 points', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [`${audit.id} ${audit.name}`, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });

  it.each([
    ['no token', {}],
    ['a token that is none', { authorization: 'Bearer nonsense' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('answers %s with 401, whatever was sent', async (_name, headers: Readonly<Record<string, string>>) => {
    for (const request of [
      { method: 'POST', body: '{"query":"{ viewer { id } }"}' },
      { method: 'POST', body: 'nonsense' },
      { method: 'GET' },
    ]) {
      const response = await fetch(`${api.url}/graphql`, {
        ...request,
        headers: { 'content-type': 'application/json', ...headers },
      });
      expect(response.status).toBe(401);
      expect(((await response.json()) as { errors: ApiError[] }).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('refuses a role before it looks at the arguments', async () => {
    for (const input of [
      { accountId: 'acc_x', items: [] },
      { items: [{ kind: 'CLOUD', perpetual: false, product: { name: 'x'.repeat(20_000) } }] },
    ]) {
      const { errors } = await api.ask(
        OWNER,
        'mutation ($input: IssueLicensesInput!) { issueLicenses(input: $input) { errors { code } } }',
        { input },
      );
      expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it('refuses what a page in a browser could send without asking first', async () => {
    const response = await fetch(`${api.url}/graphql?query={viewer{id}}`, { headers: { authorization: `Bearer ${OWNER}` } });
    expect(response.status).toBe(400);
  });

  it('refuses several operations in one request', async () => {
    const response = await fetchFn(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ query: '{ viewer { id } }' }]),
    });
    expect(response.status).toBe(400);
  });

  it('points subscriptions to their own endpoints', async () => {
    expect(await codeOf('subscription { licenseChanged { position } }')).toBe('BAD_REQUEST');
  });

  describe('refuses documents that are', () => {
    const nested = (levels: number): string => `${'{ not: '.repeat(levels)}{}${' }'.repeat(levels)}`;

    it('too long', async () => {
      expect(await codeOf(`{ ${'viewer { id } '.repeat(600)} }`)).toBe('QUERY_TOO_LARGE');
    });
    it('too deep', async () => {
      const deep = `${'device { database { devices { nodes { license { '.repeat(3)}id${' } } } } }'.repeat(3)}`;
      expect(await codeOf(`{ license(id: "x") { ${deep} } }`)).toBe('QUERY_TOO_LARGE');
    });
    it('full of aliases', async () => {
      expect(await codeOf(`{ viewer { ${Array.from({ length: 60 }, (_, index) => `a${String(index)}: id`).join(' ')} } }`)).toBe(
        'QUERY_TOO_LARGE',
      );
    });
    it('full of root fields', async () => {
      expect(await codeOf(`{ ${Array.from({ length: 21 }, (_, index) => `a${String(index)}: viewer { id }`).join(' ')} }`)).toBe(
        'QUERY_TOO_LARGE',
      );
    });
    it('bombs of fragments', async () => {
      const bomb = Array.from(
        { length: 30 },
        (_, index) =>
          `fragment F${String(index)} on License { replaces { ...F${String(index + 1)} } replacedBy { ...F${String(index + 1)} } }`,
      );
      expect(await codeOf(`{ license(id: "x") { ...F0 } } ${bomb.join(' ')} fragment F30 on License { id }`)).toBe(
        'QUERY_TOO_LARGE',
      );
    });
    it('too dear: pages within pages', async () => {
      const query = (size: number) =>
        `{ databases(first: ${String(size)}) { nodes { devices(first: ${String(size)}) { nodes { id name license { id } } } } } }`;
      expect(await codeOf(query(200))).toBe('QUERY_TOO_LARGE');
      expect(await codeOf(query(50))).toBeUndefined();
    });
    it('full of conditions, written or sent beside', async () => {
      expect(await codeOf(`{ licenses(where: ${nested(400)}) { totalCount } }`)).toBeDefined();
    });
    it('full of conditions in a variable, however deep', async () => {
      const query = JSON.stringify('query ($where: LicenseWhere) { licenses(where: $where) { totalCount } }');
      for (const depth of [30, 5_000, 100_000]) {
        // As text: so deep an object overflows the stack of whoever writes it, here the test.
        const where = `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;
        const response = await fetch(`${api.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${OWNER}` },
          body: `{"query":${query},"variables":{"where":${where}}}`,
        });
        const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_LARGE']);
      }
      expect(await codeOf('{ viewer { id } }')).toBeUndefined();
    });
  });

  it('lets the richest list of 200 pass, and a whole introspection', async () => {
    const rich = `{ licenses(first: 200) { totalCount position pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node {
      id code kind status source demo listedAt activatedAt updatesUntil updatesActive deviceMode deviceModeReason position
      product { name level configuration sku } term { perpetual from until }
      device { id code name model os clientVersion mode connectedAt lastReportedAt } database { id name kind state }
      replaces { id code } replacedBy { id code }
      viewerCan { activate { allowed refusal } unlink { allowed refusal } renew { allowed refusal } remove { allowed refusal } reveal { allowed refusal } }
    } } } }`;
    expect(await codeOf(rich)).toBeUndefined();
    const { getIntrospectionQuery } = await import('graphql');
    expect(await codeOf(getIntrospectionQuery())).toBeUndefined();
  });

  it('names the field that is too long and does not repeat what was sent', async () => {
    const search = 'секрет'.repeat(100);
    const response = await api.ask(OWNER, 'query ($where: LicenseWhere) { licenses(where: $where) { totalCount } }', {
      where: { search },
    });
    expect(response.errors[0]?.extensions).toEqual({ code: 'INVALID_INPUT', fields: ['where.search'] });
    expect(JSON.stringify(response)).not.toContain('секрет');
  });
});

describe('an error that nobody expected', () => {
  it('is answered as a number that stands in the log, and the log does not hold what was sent', async () => {
    const api = await openApi();
    const secret = 'SECRET-CODE';
    const broken = await openApi({
      service: { ...api.cabinet.service, addLicensesByCode: () => Promise.reject(new Error('the disk said no')) },
    });
    try {
      const { errors } = await broken.ask(
        OWNER,
        'mutation ($input: AddLicensesByCodeInput!) { addLicensesByCode(input: $input) { errors { code } } }',
        {
          input: { codes: [secret] },
        },
      );
      const [error] = errors;
      expect(error).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: expect.any(String) } });
      expect(JSON.stringify(errors)).not.toMatch(/disk|stack/);
      expect(broken.logged).toMatchObject([
        { correlationId: error?.extensions.correlationId, path: 'addLicensesByCode', err: new Error('the disk said no') },
      ]);
      expect(JSON.stringify(broken.logged)).not.toContain(secret);
    } finally {
      await broken.close();
      await api.close();
    }
  });

  it('is worth another try where the log cannot be reached', async () => {
    const api = await openApi();
    const broken = await openApi({
      service: { ...api.cabinet.service, openAccount: () => Promise.reject(new EventStoreUnavailable('closed')) },
    });
    try {
      const { errors } = await broken.ask(VENDOR, 'mutation { openAccount(input: { name: "x" }) { errors { code } } }');
      expect(errors[0]?.extensions).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
    } finally {
      await broken.close();
      await api.close();
    }
  });
});
