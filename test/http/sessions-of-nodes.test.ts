/** Sessions of the page over several nodes of one log: what they share is the keys folder. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { issueSignInCode } from '../../src/auth/page-tickets.js';
import { createSessions, SESSION_SECONDS } from '../../src/auth/sessions.js';
import { addSessionRoutes } from '../../src/http/session-routes.js';
import { spentIds } from '../../src/keys/spent-ids.js';
import { KEY_ID, NOW, pair, strangersPair, token, verifier } from '../auth/issuer.js';
import { startHttp } from './server.js';

const headers = { 'sec-fetch-site': 'same-origin' };
let keysDir: string;
let time: number;
beforeEach(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'kabinet-sessions-'));
  time = NOW;
});
afterEach(() => {
  rmSync(keysDir, { recursive: true, force: true });
});

const issuer = { issuer: 'kabinet', audience: 'kabinet', keyId: KEY_ID, privateKey: pair.privateKey, now: () => time };

interface Node {
  ask(path: string, cookie?: string, payload?: object): Promise<LightMyRequestResponse>;
  readonly demoCode: string;
}

async function node(): Promise<Node> {
  const sessions = createSessions({ issuer, spent: spentIds(keysDir, () => time) });
  const { app } = await startHttp({ routes: [(routes) => addSessionRoutes(routes, sessions)] });
  return {
    ask: (url, cookie, payload = {}) =>
      app.inject({ method: 'POST', url, headers: { ...headers, ...(cookie !== undefined && { cookie }) }, payload }),
    demoCode: sessions.signInCode({ role: 'OWNER', accounts: ['acc_1'], name: 'Анна', locale: 'en' }),
  };
}

const cookieOf = ({ headers: { 'set-cookie': cookie } }: LightMyRequestResponse): string => String(cookie).split(';')[0] ?? '';
const link = async (): Promise<string> => {
  const issued = await issueSignInCode(issuer, { role: 'SUPPORT' });
  if (!issued.ok) throw new Error(issued.problem);
  return issued.token;
};

it('a session goes on at a node that did not open it, as the same viewer', async () => {
  const [one, other] = [await node(), await node()];
  const cookie = cookieOf(await one.ask('/session', undefined, { code: one.demoCode }));
  const answer = await other.ask('/session/token', cookie);
  expect(answer.statusCode).toBe(200);
  expect(await verifier().verify(answer.json<{ token: string }>().token)).toMatchObject({
    ok: true,
    viewer: { id: 'owner@acc_1', role: 'OWNER', accounts: ['acc_1'], name: 'Анна', locale: 'en' },
  });
});

it('a session that was ended at one node is over at all of them, also for a copy of its cookie, and after a restart', async () => {
  const [one, other] = [await node(), await node()];
  const cookie = cookieOf(await one.ask('/session', undefined, { code: one.demoCode }));
  const second = cookieOf(await one.ask('/session', undefined, { code: one.demoCode }));
  expect((await other.ask('/session/end', cookie)).statusCode).toBe(204);
  for (const each of [one, other, await node()]) expect((await each.ask('/session/token', cookie)).statusCode).toBe(204);
  // Another session of the same viewer is another one.
  expect((await other.ask('/session/token', second)).statusCode).toBe(200);
});

it('nothing is kept of sessions whose time is over', async () => {
  const one = await node();
  const ended = async (): Promise<void> => {
    await one.ask('/session/end', cookieOf(await one.ask('/session', undefined, { code: one.demoCode })));
  };
  await ended();
  await ended();
  expect(readdirSync(join(keysDir, 'spent'))).toHaveLength(2);
  time += (SESSION_SECONDS + 1) * 1_000;
  await ended();
  expect(readdirSync(join(keysDir, 'spent'))).toHaveLength(1);
});

it('a printed link opens one session, at whichever node comes first', async () => {
  const nodes = [await node(), await node(), await node()];
  const code = await link();
  const opened = await Promise.all(nodes.map((each) => each.ask('/session', undefined, { code })));
  expect(opened.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401, 401]);
  expect((await nodes[0]?.ask('/session', undefined, { code }))?.statusCode).toBe(401);
});

it('a printed link is over after a quarter of an hour', async () => {
  const code = await link();
  time += 901_000;
  expect((await (await node()).ask('/session', undefined, { code })).statusCode).toBe(401);
});

it('none of the three stands for another: token, session, code', async () => {
  const one = await node();
  const [code, cookie] = [await link(), cookieOf(await one.ask('/session', undefined, { code: one.demoCode }))];
  const session = cookie.slice(cookie.indexOf('=') + 1);
  for (const ticket of [code, session]) expect(await verifier().verify(ticket)).toMatchObject({ ok: false });
  for (const wrong of [session, token()]) expect((await one.ask('/session', undefined, { code: wrong })).statusCode).toBe(401);
  for (const wrong of [code, token()]) expect((await one.ask('/session/token', `kabinet_session=${wrong}`)).statusCode).toBe(204);
});

it('takes no session that somebody else has signed, or changed', async () => {
  const one = await node();
  const strange = createSessions({ issuer: { ...issuer, privateKey: strangersPair.privateKey }, spent: spentIds(keysDir) });
  const forged = (await strange.open(strange.signInCode({ role: 'VENDOR' }))) ?? '';
  const cookie = cookieOf(await one.ask('/session', undefined, { code: one.demoCode }));
  const [head, body = '', signature] = cookie.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const changed = Buffer.from(JSON.stringify({ ...claims, role: 'VENDOR', accounts: ['*'] })).toString('base64url');
  for (const wrong of [
    `kabinet_session=${forged}`,
    [head, changed, signature].join('.'),
    'kabinet_session=',
    'kabinet_session=a.b.c',
  ])
    expect((await one.ask('/session/token', wrong)).statusCode).toBe(204);
});
