/** `/graphiql`: there for a session of an operator, or for everybody in a demo, and for nobody else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createSessions, type Sessions, SESSION_SECONDS } from '../../src/auth/sessions.js';
import type { Role } from '../../src/domain/events.js';
import { addPage } from '../../src/http/page.js';
import { addSessionRoutes, isOperators } from '../../src/http/session-routes.js';
import { spentIds } from '../../src/keys/spent-ids.js';
import { KEY_ID, NOW, pair } from '../auth/issuer.js';
import { startHttp } from './server.js';

const PAGE = { 'sec-fetch-site': 'same-origin' };
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const GRAPHIQL = '<!doctype html>GraphiQL';

const folder = mkdtempSync(join(tmpdir(), 'kabinet-graphiql-'));
let time = NOW;
let sessions: Sessions;
let app: FastifyInstance;
beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<!doctype html>the cabinet');
  writeFileSync(join(folder, 'graphiql.html'), GRAPHIQL);
  const issuer = { issuer: 'kabinet', audience: 'kabinet', keyId: KEY_ID, privateKey: pair.privateKey, now: () => time };
  sessions = createSessions({ issuer, spent: spentIds(folder, () => time) });
  ({ app } = await startHttp({
    routes: [
      (routes) => {
        addSessionRoutes(routes, sessions);
        addPage(routes, folder, (request) => isOperators(request, sessions));
      },
    ],
  }));
});
beforeEach(() => {
  time = NOW;
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The cookies of a new session by the path that they go to, as a browser keeps them. */
async function signIn(role: Role): Promise<ReadonlyMap<string, string>> {
  const code = sessions.signInCode({ role, accounts: ['acc_1'] });
  return cookiesOf(await app.inject({ method: 'POST', url: '/session', headers: PAGE, payload: { code } }));
}

const cookiesOf = ({ headers }: LightMyRequestResponse): ReadonlyMap<string, string> =>
  new Map(
    [headers['set-cookie'] ?? []].flat().map((cookie) => [/Path=([^;]+)/.exec(cookie)?.[1] ?? '', cookie.split(';')[0] ?? '']),
  );

const open = (cookie: string, url = '/graphiql'): Promise<LightMyRequestResponse> =>
  app.inject({ url, headers: { ...BROWSER, cookie } });

it('is there for an operator, under a policy that lets no script or style in but its own files, and is not kept by the browser', async () => {
  const cookies = await signIn('OPERATOR');
  expect([...cookies.keys()]).toEqual(['/session', '/graphiql']);
  const answer = await open(cookies.get('/graphiql') ?? '');
  expect(answer.body).toBe(GRAPHIQL);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; [^*]*frame-ancestors 'none'; font-src data:$/,
  );
});

it.each(['OWNER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'VENDOR'] as const)(
  "answers %s as any address that nothing is at, even with that session's cookie",
  async (role) => {
    const cookies = await signIn(role);
    expect([...cookies.keys()]).toEqual(['/session']);
    const [asked, unknown] = [await open(cookies.get('/session') ?? ''), await open('', '/nothing-is-here')];
    const seen = ({ statusCode, body, headers }: LightMyRequestResponse): object => {
      const { date: _date, 'x-request-id': _id, ...rest } = headers;
      return { statusCode, body, rest };
    };
    expect(seen(asked)).toEqual(seen(unknown));
  },
);

it('is no file that could be asked for by its name', async () => {
  const cookie = (await signIn('OPERATOR')).get('/graphiql') ?? '';
  expect((await app.inject({ url: '/graphiql.html', headers: { cookie } })).statusCode).toBe(404);
  expect((await open(cookie, '/graphiql.html')).body).not.toBe(GRAPHIQL);
});

it('is gone with the session: signed out, or over', async () => {
  const cookies = await signIn('OPERATOR');
  const cookie = cookies.get('/graphiql') ?? '';
  const headers = { ...PAGE, cookie: cookies.get('/session') };
  const ended = cookiesOf(await app.inject({ method: 'POST', url: '/session/end', headers }));
  expect([...ended]).toEqual([
    ['/session', 'kabinet_session='],
    ['/graphiql', 'kabinet_session='],
  ]);
  expect((await open(cookie)).body).not.toBe(GRAPHIQL);

  const later = (await signIn('OPERATOR')).get('/graphiql') ?? '';
  expect((await open(later)).body).toBe(GRAPHIQL);
  time += SESSION_SECONDS * 1_000;
  expect((await open(later)).body).not.toBe(GRAPHIQL);
});
