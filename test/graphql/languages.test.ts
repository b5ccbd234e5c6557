/** Errors about a question itself, on all three endpoints, in the language of whoever asks. */
import { WebSocket } from 'ws';
import { bearerOf, openApi, OWNER, type Api } from './support.js';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const RUSSIAN = /^[^]*[а-я]{3}/;
const ENGLISH = /^[^а-я]+$/;
const inLanguage = { ru: RUSSIAN, en: ENGLISH } as const;
const LANGUAGES = ['ru', 'en'] as const;

describe('a question that cannot be answered', () => {
  const ask = async (query: string, variables: object, language: string) =>
    (await api.ask(OWNER, query, variables, { 'accept-language': language })).errors.map(
      ({ message, extensions }) => [extensions.code, message] as const,
    );

  it.each([
    ['query ($since: DateTime!) { licenses(asOf: { time: $since }) { totalCount } }', { since: 'вчера' }],
    ['query ($since: Position!) { licenses(asOf: { position: $since }) { totalCount } }', { since: 'nowhere' }],
    ['{ licenses(asOf: { time: "2026-03-01" }) { totalCount } }', {}],
    ['{ licenses(minPosition: "nowhere") { totalCount } }', {}],
    ['query ($first: Int) { licenses(first: $first) { totalCount } }', { first: 'ten' }],
    ['query ($id: ID!) { license(id: $id) { id } }', {}],
    ['query ($id: ID!) { license(id: $id) { id } }', { id: null }],
    ['query ($where: LicenseWhere) { licenses(where: $where) { totalCount } }', { where: { kind: { eq: 'SMALL' } } }],
    ['query ($where: LicenseWhere) { licenses(where: $where) { totalCount } }', { where: { nothing: 1 } }],
    ['{ licenses { nothing } }', {}],
    ['{ licenses(nothing: 1) { totalCount } }', {}],
    ['{ licenses {', {}],
    [`{ ${'viewer { id } '.repeat(600)} }`, {}],
    [`{ viewer { ${Array.from({ length: 60 }, (_, index) => `a${String(index)}: id`).join(' ')} } }`, {}],
    ['{ databases(first: 200) { nodes { devices(first: 200) { nodes { id name license { id } } } } } }', {}],
    ['query A { viewer { id } } query B { viewer { id } }', {}],
    ['', {}],
  ])('is refused in Russian and English, with the same code: %.60s %j', async (query, variables) => {
    const [russian = [], english = []] = await Promise.all(LANGUAGES.map((language) => ask(query, variables, language)));
    expect(russian.length).toBeGreaterThan(0);
    expect(russian.map(([code]) => code)).toEqual(english.map(([code]) => code));
    for (const [, message] of russian) expect(message).toMatch(RUSSIAN);
    for (const [, message] of english) expect(message.replace('вчера', '')).toMatch(ENGLISH);
  });

  it('is told in Russian which variable is wrong, and how', async () => {
    const input = { items: [{ kind: 'CLOUD', perpetual: false, product: { name: 'x' }, updatesUntil: 'вчера' }] };
    const query = 'mutation ($input: IssueLicensesInput!) { issueLicenses(input: $input) { errors { code } } }';
    expect(await ask(query, { input }, 'ru')).toContainEqual([
      'BAD_USER_INPUT',
      'Переменная $input.items[0].updatesUntil: DateTime — текст RFC 3339 с часовым поясом, например 2026-03-01T09:00:00Z.',
    ]);
    expect(await ask('query ($first: Int) { licenses(first: $first) { totalCount } }', { first: 1.5 }, 'ru')).toEqual([
      ['BAD_USER_INPUT', 'Переменная $first: Нужно целое число.'],
    ]);
    expect(await ask('{ licenses { nothing } }', {}, 'ru')).toEqual([
      ['GRAPHQL_VALIDATION_FAILED', 'У типа LicenseConnection нет поля nothing.'],
    ]);
  });
});

describe('a request that is none', () => {
  it.each([
    ['no JSON', '{'],
    ['nothing', '{}'],
    ['several operations', '[{"query":"{ viewer { id } }"}]'],
    ['variables that are text', '{"query":"{ viewer { id } }","variables":"{}"}'],
  ])('but %s is refused in the language of the token', async (_what, body) => {
    for (const locale of LANGUAGES) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${bearerOf('OWNER', { accounts: ['acc_shop'], locale })}`,
          'accept-language': '*',
        },
        body,
      });
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: [{ message: string; extensions: { code: string } }] };
      expect(errors[0].extensions.code).toBe('BAD_REQUEST');
      expect(errors[0].message).toMatch(inLanguage[locale]);
    }
  });
});

describe('a subscription that is refused', () => {
  const address = (): string => `${api.url.replace('http', 'ws')}/graphql`;

  it('as an upgrade without a good token, or to another address, is told so in the language asked for', async () => {
    const refusal = (url: string, headers: Readonly<Record<string, string>>): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
        socket.on('error', reject);
        socket.on('unexpected-response', (_request, response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.on('end', () => {
            resolve(`${String(response.statusCode)} ${body}`);
          });
        });
      });
    for (const language of LANGUAGES) {
      const headers = { 'accept-language': language };
      const unauthenticated = await refusal(address(), { ...headers, authorization: 'Bearer nonsense' });
      expect(unauthenticated).toMatch(/^401 .*"UNAUTHENTICATED"/);
      expect(unauthenticated).toMatch(inLanguage[language]);
      const elsewhere = await refusal(`${address()}/nowhere`, headers);
      expect(elsewhere).toMatch(/^404 .*"NOT_FOUND"/);
      expect(elsewhere).toMatch(inLanguage[language]);
    }
  });

  it('for the token of connection_init is closed with a reason in the language asked for', async () => {
    for (const language of LANGUAGES) {
      const closed = await new Promise<readonly [number, string]>((resolve, reject) => {
        const socket = new WebSocket(address(), 'graphql-transport-ws', {
          origin: 'https://cabinet.example',
          headers: { 'accept-language': language },
        });
        socket.on('error', reject);
        socket.on('open', () => {
          socket.send('{"type":"connection_init","payload":{"authorization":"Bearer nonsense"}}');
        });
        socket.on('close', (code, reason) => {
          resolve([code, reason.toString('utf8')]);
        });
      });
      expect(closed[0]).toBe(4401);
      expect(closed[1]).toMatch(inLanguage[language]);
    }
  });

  it.each([[{ since: 'nowhere' }], [{ since: 5 }], [{ accountId: {} }]])(
    'for variables %j is no internal error',
    async (variables) => {
      for (const language of LANGUAGES) {
        const response = await fetch(`${api.url}/graphql/stream`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${OWNER}`, 'accept-language': language },
          body: JSON.stringify({
            query:
              'subscription ($accountId: ID, $since: Position) { licenseChanged(accountId: $accountId, since: $since) { position } }',
            variables,
          }),
        });
        expect(response.status).toBe(400);
        const { errors } = (await response.json()) as { errors: [{ message: string; extensions: { code: string } }] };
        expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
        expect(errors[0].message).toMatch(inLanguage[language]);
      }
    },
  );
});
