/** What the QR code of a base holds: where the cabinet is, as whoever asks reached it, and which base it is. */
import { request } from 'node:http';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../support/server.js';

interface Base {
  readonly id: string;
  readonly connectionString: string | null;
}
const BASE = 'query ($id: ID!) { database(id: $id) { id connectionString } }';

let server: TestServer;
let owner: string;
let id: string;
beforeAll(async () => {
  server = await startTestServer();
  await server.mutate(await server.token('VENDOR'), 'openAccount', { accountId: 'acc_shop', name: 'Магазин' });
  owner = await server.token('OWNER', 'acc_shop');
});
beforeEach(async () => {
  const base = { accountId: 'acc_shop', name: 'База', kind: 'CLOUD' };
  id = (await server.mutate<{ database: Base }>(owner, 'registerDatabase', base, 'database { id }')).database.id;
});
afterAll(() => server.close());

const stringFor = async (token: string): Promise<string | null | undefined> =>
  (await server.query<{ database: Base | null }>(token, BASE, { id })).database?.connectionString;

/** With another Host than the one that is connected to, which fetch cannot send. */
const askAs = (host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${owner}`, 'content-type': 'application/json' };
    const asking = request(`${server.url}/graphql`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => {
        resolve(text);
      });
    });
    asking.on('error', reject);
    asking.end(JSON.stringify({ query: BASE, variables: { id } }));
  });

it('is an address of this server with the id of the base', async () => {
  expect(await stringFor(owner)).toBe(`${server.url}/connect/${id}`);
});

it('names the server as it was reached, and nothing where no address could be made of that', async () => {
  expect(await askAs('cabinet.example')).toContain(`"connectionString":"http://cabinet.example/connect/${id}"`);
  expect(await askAs('in:valid:host')).toContain('"connectionString":null');
});

it('is the same over a subscription', async () => {
  const code = (
    await server.mutate<{ issued: readonly { readonly code: string }[] }>(
      await server.token('VENDOR'),
      'issueLicenses',
      { accountId: 'acc_shop', items: [{ kind: 'CLOUD', perpetual: false, months: 12, product: { name: 'Магазин 15' } }] },
      'issued { code }',
    )
  ).issued[0]?.code;
  const bearer = { authorization: `Bearer ${owner}` };
  class Authorized extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: bearer });
    }
  }
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Authorized,
    retryAttempts: 0,
  });
  const report = { databaseId: id, deviceCode: 'T-1', name: 'ТСД', activationCode: code };
  // Read from before the report on, so that nothing hangs on which of the two is first.
  const { position: since } = await server.mutate<{ position: string }>(owner, 'renameDatabase', {
    databaseId: id,
    name: 'База 2',
  });
  await server.mutate(owner, 'reportDevice', report);
  const query = 'subscription ($since: Position) { licenseChanged(since: $since) { license { database { connectionString } } } }';
  const changes = client.iterate<{ licenseChanged: { license: { database: Base | null } | null } }>({
    query,
    variables: { since },
  });
  const { value } = await changes.next();
  await client.dispose();
  expect(value).toMatchObject({
    data: { licenseChanged: { license: { database: { connectionString: `${server.url}/connect/${id}` } } } },
  });
});

it('is not told to another account, and is none once the base is deleted', async () => {
  expect(await stringFor(await server.token('OWNER', 'acc_other'))).toBeUndefined();
  await server.mutate(owner, 'deleteDatabase', { databaseId: id });
  expect(await stringFor(owner)).toBeNull();
});
