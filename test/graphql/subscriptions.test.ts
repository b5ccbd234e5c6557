import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { bearerOf, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Change {
  readonly position: string;
  readonly event: { readonly type: string; readonly data: unknown; readonly subject: { readonly id: string } | null } | null;
  readonly license: { readonly id: string; readonly status: string } | null;
  readonly removedLicenseId: string | null;
}
type Follow = (
  query: string,
  variables: object,
  bearer?: string,
) => { readonly changes: AsyncIterator<Change>; readonly stop: () => void };

const CHANGED = `subscription ($accountId: ID, $since: Position) { licenseChanged(accountId: $accountId, since: $since) {
  position event { type data subject { id } } license { id status } removedLicenseId
} }`;

/** Like `ws`, with a header that browsers cannot send. */
const withToken = (bearer: string) =>
  class extends WebSocket {
    constructor(address: string | URL | null, protocols?: string | string[]) {
      super(address ?? '', protocols, { headers: { authorization: `Bearer ${bearer}` } });
    }
  };

interface Result {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

async function* changesOf(results: AsyncIterable<Result>): AsyncGenerator<Change> {
  for await (const { data, errors } of results) {
    if (errors) throw new Error(JSON.stringify(errors));
    yield data?.['licenseChanged'] as Change;
  }
}

const overWebSocket =
  (api: () => Api): Follow =>
  (query, variables, bearer = OWNER) => {
    const client = createWsClient({
      url: `${api().url.replace('http', 'ws')}/graphql`,
      webSocketImpl: withToken(bearer),
      retryAttempts: 0,
    });
    return {
      changes: changesOf(client.iterate({ query, variables: { ...variables } })),
      stop: () => void client.dispose(),
    };
  };

const overSse =
  (api: () => Api): Follow =>
  (query, variables, bearer = OWNER) => {
    const client = createSseClient({
      url: `${api().url}/graphql/stream`,
      headers: { authorization: `Bearer ${bearer}` },
      retryAttempts: 0,
    });
    return {
      changes: changesOf(client.iterate({ query, variables: { ...variables } })),
      stop: () => {
        client.dispose();
      },
    };
  };

const take = async (changes: AsyncIterator<Change>, count: number): Promise<readonly Change[]> => {
  const taken: Change[] = [];
  while (taken.length < count) {
    const { value, done } = await changes.next();
    if (done) throw new Error('the subscription ended');
    taken.push(value);
  }
  return taken;
};

let current: Api;
describe.each([
  ['over WebSocket', overWebSocket(() => current)],
  ['as server-sent events', overSse(() => current)],
])('licenseChanged %s', (_name, follow) => {
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeEach(async () => {
    current = await openApi();
    shop = await openShop(current, 3);
  });
  afterEach(() => current.close());

  const epoch = (): string => shop.position.split('.')[0] ?? '';
  const unlink = (index: number) =>
    current.mutate<{ position: string }>(
      OWNER,
      'unlinkLicense',
      { licenseId: shop.issued[index]?.licenseId, confirmWorkFinished: true },
      'position',
    );
  const summary = (change: Change): string => `${change.event?.type ?? 'none'} ${change.license?.status ?? 'gone'}`;

  it('gives every change once: first what was missed, then what comes', async () => {
    const { changes, stop } = follow(CHANGED, { since: `${epoch()}.0` });
    const missed = await take(changes, 3);
    expect(missed.map(summary)).toEqual([
      'LicenseActivated ACTIVATED',
      'LicenseActivated ACTIVATED',
      'LicenseActivated ACTIVATED',
    ]);
    const next = changes.next();
    const { position } = await unlink(0);
    const { value } = (await next) as { value: Change };
    expect(summary(value)).toBe('LicenseUnlinked FREE');
    expect(value.event?.subject?.id).toBe(shop.issued[0]?.licenseId);
    expect(Number(value.position.split('.')[1])).toBeLessThanOrEqual(Number(position.split('.')[1]));
    stop();
  });

  it('goes on behind the position of any change, without gap or double', async () => {
    const whole = follow(CHANGED, { since: `${epoch()}.0` });
    const all = await take(whole.changes, 3);
    whole.stop();
    for (const [index, { position }] of all.entries()) {
      if (index === all.length - 1) break;
      const rest = follow(CHANGED, { since: position });
      expect(await take(rest.changes, all.length - index - 1)).toEqual(all.slice(index + 1));
      rest.stop();
    }
  });

  it('refuses a place in the log that nothing has reached, rather than wait in silence', async () => {
    const { changes, stop } = follow(CHANGED, { since: `${epoch()}.999999` });
    await expect(changes.next()).rejects.toThrow(/POSITION_UNKNOWN/);
    stop();
  });

  it('tells a vendor what the license is, and not what happened', async () => {
    const { changes, stop } = follow(CHANGED, { accountId: 'acc_shop', since: `${epoch()}.0` }, VENDOR);
    const [first] = await take(changes, 1);
    expect(first?.event).toBeNull();
    expect(first?.license?.status).toBe('ACTIVATED');
    stop();
  });

  it('tells which license left the list', async () => {
    const { changes, stop } = follow(CHANGED, {});
    const next = changes.next();
    // A subscription without since begins when it is accepted: a change may come before that.
    const removing = (async () => {
      for (let index = 0; index < 3; index++) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        await current.mutate(OWNER, 'removeLicenseFromList', { licenseId: shop.issued[index]?.licenseId }, 'position');
      }
    })();
    const { value } = (await next) as { value: Change };
    expect(value).toMatchObject({ license: null, event: { type: 'LicenseRemovedFromList' } });
    expect(shop.issued.map(({ licenseId }) => licenseId)).toContain(value.removedLicenseId);
    await removing;
    stop();
  });

  it('tells of a term that ended by the clock, with no event', async () => {
    const { changes, stop } = follow(CHANGED, { since: shop.position });
    const ended = take(changes, 3);
    current.cabinet.at('2026-04-01T09:00:00Z');
    expect((await ended).map(summary)).toEqual(['none EXPIRED', 'none EXPIRED', 'none EXPIRED']);
    expect((await ended).map(({ position }) => position)).toEqual([shop.position, shop.position, shop.position]);
    stop();
  });

  it('shows the new holder nothing of the former one', async () => {
    await current.mutate(VENDOR, 'openAccount', { accountId: 'acc_other', name: 'Другой' }, 'position');
    const licenseId = shop.issued[0]?.licenseId;
    await unlink(0);
    const released = { licenseId, toAccountId: 'acc_other', reason: 'продан Ивановым' };
    const { position } = await current.mutate<{ position: string }>(VENDOR, 'releaseLicense', released, 'position');
    const shopSees = follow(CHANGED, { since: `${epoch()}.${String(Number(position.split('.')[1]) - 1)}` });
    expect(await take(shopSees.changes, 1)).toMatchObject([{ license: null, removedLicenseId: licenseId, event: null }]);
    shopSees.stop();
    await current.mutate(STRANGER, 'addLicensesByCode', { codes: [shop.issued[0]?.code] }, 'position');
    const strangerSees = follow(CHANGED, { since: `${epoch()}.0` }, STRANGER);
    const seen = await take(strangerSees.changes, 1);
    expect(seen).toMatchObject([{ license: { id: licenseId, status: 'FREE' }, event: { type: 'LicenseUploaded' } }]);
    expect(JSON.stringify(seen)).not.toMatch(/acc_shop|Иванов/);
    strangerSees.stop();
  });

  it.each([
    ['an account of somebody else', { accountId: 'acc_other' }, 'NOT_FOUND'],
    ['an account that does not exist', { accountId: 'acc_none' }, 'NOT_FOUND'],
    ['a position of another history', { since: 'another1.5' }, 'POSITION_UNKNOWN'],
  ])('is refused for %s', async (_case, variables, code) => {
    const { changes, stop } = follow(CHANGED, variables);
    await expect(changes.next()).rejects.toThrow(code);
    stop();
  });

  it('is refused to a role that may not', async () => {
    const gateway = bearerOf('GATEWAY', { accounts: ['acc_shop'], database: shop.databaseId });
    const { changes, stop } = follow(CHANGED, {}, gateway);
    await expect(changes.next()).rejects.toThrow('FORBIDDEN');
    stop();
  });
});

describe('the endpoints of subscriptions', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ limits: { subscriptionsPerViewer: 2 } });
    await openShop(api, 1);
  });
  afterAll(() => api.close());

  const post = (
    query: string,
    headers: Readonly<Record<string, string>> = { authorization: `Bearer ${OWNER}` },
  ): Promise<Response> =>
    fetch(`${api.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
      body: JSON.stringify({ query }),
    });
  const sseCode = async (query: string): Promise<string | undefined> => {
    const { errors } = (await (await post(query)).json()) as { errors: { extensions: { code: string } }[] };
    return errors[0]?.extensions.code;
  };
  const wsCode = async (query: string): Promise<string | undefined> => {
    const client = createWsClient({
      url: `${api.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: withToken(OWNER),
      retryAttempts: 0,
    });
    try {
      await client.iterate({ query }).next();
      return undefined;
    } catch (errors) {
      return (errors as readonly { readonly extensions: { readonly code: string } }[])[0]?.extensions.code;
    } finally {
      await client.dispose();
    }
  };
  const upgradeStatus = (headers: Readonly<Record<string, string>>): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
      socket.on('unexpected-response', (request, response) => {
        resolve(response.statusCode);
        request.destroy();
      });
      socket.on('open', () => {
        resolve(101);
        socket.close();
      });
      socket.on('error', reject);
    });

  it.each([['{ viewer { id } }'], ['mutation { openAccount(input: { name: "x" }) { position } }']])(
    'refuse %s',
    async (query) => {
      expect(await sseCode(query)).toBe('BAD_REQUEST');
      expect(await wsCode(query)).toBe('BAD_REQUEST');
    },
  );

  it('have the limits that queries have', async () => {
    const aliases = Array.from({ length: 60 }, (_, index) => `a${String(index)}: position`).join(' ');
    for (const code of [sseCode, wsCode]) {
      expect(await code(`subscription { licenseChanged { ${aliases} } }`)).toBe('QUERY_TOO_LARGE');
      expect(await code(`subscription { licenseChanged { ${'position '.repeat(3_000)} } }`)).toBe('QUERY_TOO_LARGE');
    }
  });

  it('answer 401 without a token that is good', async () => {
    expect((await post('subscription { licenseChanged { position } }', {})).status).toBe(401);
    expect((await post('subscription { licenseChanged { position } }', { authorization: 'Bearer nonsense' })).status).toBe(401);
    expect(await upgradeStatus({})).toBe(401);
    expect(await upgradeStatus({ authorization: 'Bearer nonsense' })).toBe(401);
    expect(await upgradeStatus({ authorization: `Bearer ${OWNER}` })).toBe(101);
  });

  it('take the token of a browser from connection_init, and close without it', async () => {
    const fromBrowser = (connectionParams: Record<string, unknown>) =>
      createWsClient({
        url: `${api.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: class extends WebSocket {
          constructor(address: string | URL | null, protocols?: string | string[]) {
            super(address ?? '', protocols, { origin: 'https://cabinet.example' });
          }
        },
        connectionParams,
        retryAttempts: 0,
      });
    const query = `subscription { licenseChanged(since: "${(await api.data<{ licenses: { position: string } }>(OWNER, '{ licenses { position } }')).licenses.position.split('.')[0] ?? ''}.0") { position } }`;
    const good = fromBrowser({ authorization: `Bearer ${OWNER}` });
    expect((await good.iterate({ query }).next()).value).toMatchObject({ data: { licenseChanged: {} } });
    await good.dispose();
    await expect(fromBrowser({}).iterate({ query }).next()).rejects.toMatchObject({ code: 4401 });
  });

  it('count the subscriptions of a viewer over all connections, and forget those that ended', async () => {
    const query = 'subscription { licenseChanged { position } }';
    const open = [await post(query), await post(query)];
    expect((await post(query)).status).toBe(429);
    expect(await wsCode(query)).toBe('RATE_LIMITED');
    for (const response of open) await response.body?.cancel();
    let status = 429;
    while (status === 429) {
      const again = await post(query);
      ({ status } = again);
      await again.body?.cancel();
    }
    expect(status).toBe(200);
  });
});

it('a stop of the server cuts streams off, so that their clients come again', async () => {
  const api = await openApi({}, 'gentle');
  await openShop(api, 1);
  const response = await fetch(`${api.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${OWNER}` },
    body: JSON.stringify({ query: 'subscription { licenseChanged { position } }' }),
  });
  const text = response.text();
  await api.close();
  await expect(text).rejects.toThrow();
});
