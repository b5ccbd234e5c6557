/** `POST /session`, `/session/token` and `/session/end`: the page's own sign-in, and nobody else's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { createSessions, PAGE_TOKEN_SECONDS, SESSION_SECONDS, type Sessions } from '../../src/auth/sessions.js';
import { addSessionRoutes } from '../../src/http/session-routes.js';
import { spentIds } from '../../src/keys/spent-ids.js';
import { KEY_ID, NOW, pair, verifier } from '../auth/issuer.js';
import { startHttp } from './server.js';

const PAGE = { 'sec-fetch-site': 'same-origin' };

let keysDir: string;
beforeEach(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'kabinet-sessions-'));
});
afterEach(() => {
  rmSync(keysDir, { recursive: true, force: true });
});

const sessionsOf = (now: () => number): Sessions =>
  createSessions({
    issuer: { issuer: 'kabinet', audience: 'kabinet', keyId: KEY_ID, privateKey: pair.privateKey, now },
    spent: spentIds(keysDir, now),
  });

async function signIn(now = () => NOW): Promise<{
  readonly ask: (path: string, options?: InjectOptions) => Promise<LightMyRequestResponse>;
  readonly code: string;
  readonly log: () => string;
}> {
  const sessions = sessionsOf(now);
  const { app, log } = await startHttp({ routes: [(routes) => addSessionRoutes(routes, sessions)] });
  return {
    ask: (path, options) => app.inject({ method: 'POST', url: path, headers: PAGE, ...options }),
    code: sessions.signInCode({ role: 'OWNER', accounts: ['acc_1'] }),
    log,
  };
}

const cookieOf = ({ headers }: LightMyRequestResponse): string => String(headers['set-cookie']).split(';')[0] ?? '';
const bodyOf = (answer: LightMyRequestResponse): { token: string; expiresAt: string } => answer.json();

it('gives a token of minutes for a code, and a cookie that no script and no other site can use', async () => {
  const { ask, code, log } = await signIn();
  const answer = await ask('/session', { payload: { code } });
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['set-cookie']).toMatch(
    /^kabinet_session=[\w-]+\.[\w-]+\.[\w-]+; Path=\/session; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
  const { token, expiresAt } = bodyOf(answer);
  expect(expiresAt).toBe(new Date(NOW + PAGE_TOKEN_SECONDS * 1_000).toISOString());
  expect(await verifier().verify(token)).toMatchObject({ ok: true, viewer: { role: 'OWNER', accounts: ['acc_1'] } });
  expect(log()).not.toContain(code);
});

it('asks for https where it is served over https', async () => {
  const sessions = sessionsOf(Date.now);
  const { app } = await startHttp({
    routes: [(routes) => addSessionRoutes(routes, sessions)],
    deps: { trustedProxies: ['127.0.0.1'] },
  });
  const code = sessions.signInCode({ role: 'SUPPORT' });
  const headers = { ...PAGE, 'x-forwarded-proto': 'https' };
  const answer = await app.inject({ method: 'POST', url: '/session', headers, payload: { code } });
  expect(answer.headers['set-cookie']).toMatch(/; Secure$/);
});

it('renews the token by the cookie until the session has lasted its time', async () => {
  let time = NOW;
  const { ask, code } = await signIn(() => time);
  const cookie = cookieOf(await ask('/session', { payload: { code } }));
  time += (SESSION_SECONDS - 60) * 1_000;
  const renewed = bodyOf(await ask('/session/token', { headers: { ...PAGE, cookie } }));
  // No longer than the session itself.
  expect(Date.parse(renewed.expiresAt)).toBe(NOW + SESSION_SECONDS * 1_000);
  time += 60_000;
  expect((await ask('/session/token', { headers: { ...PAGE, cookie } })).statusCode).toBe(204);
});

it('ends the session at the server: a cookie that somebody kept is worth nothing', async () => {
  const { ask, code } = await signIn();
  const cookie = cookieOf(await ask('/session', { payload: { code } }));
  const ended = await ask('/session/end', { headers: { ...PAGE, cookie } });
  expect(ended.headers['set-cookie']).toMatch(/^kabinet_session=; Path=\/session; Max-Age=0;/);
  expect((await ask('/session/token', { headers: { ...PAGE, cookie } })).statusCode).toBe(204);
});

it('ends the session that was there before, when somebody else signs in', async () => {
  const { ask, code } = await signIn();
  const cookie = cookieOf(await ask('/session', { payload: { code } }));
  await ask('/session', { payload: { code }, headers: { ...PAGE, cookie } });
  expect((await ask('/session/token', { headers: { ...PAGE, cookie } })).statusCode).toBe(204);
});

it('refuses a code that it never gave out, and what is no code', async () => {
  const { ask } = await signIn();
  expect((await ask('/session', { payload: { code: 'A'.repeat(43) } })).statusCode).toBe(401);
  for (const payload of [{}, { code: 1 }, [], '']) expect((await ask('/session', { payload })).statusCode).not.toBe(200);
});

it.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port of this host', { 'sec-fetch-site': 'same-site' }],
  ['another origin, by a browser that says no more', { origin: 'http://elsewhere.example' }],
  ['no origin that can be told', { origin: 'null' }],
])('refuses %s', async (_who, headers) => {
  const { ask, code } = await signIn();
  const cookie = cookieOf(await ask('/session', { payload: { code } }));
  for (const path of ['/session', '/session/token', '/session/end']) {
    const answer = await ask(path, { headers: { ...headers, cookie }, payload: { code } });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect((await ask('/session/token', { headers: { ...PAGE, cookie } })).statusCode).toBe(200);
});

it('has no session where tokens come from elsewhere', async () => {
  const { app } = await startHttp({ routes: [(routes) => addSessionRoutes(routes, null)] });
  expect((await app.inject({ method: 'POST', url: '/session/token', headers: PAGE })).statusCode).toBe(204);
  expect((await app.inject({ method: 'POST', url: '/session', headers: PAGE, payload: { code: 'x' } })).statusCode).toBe(401);
});
