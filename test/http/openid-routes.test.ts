/** Signing in by an OpenID provider, as a browser sees it and as somebody who means harm does: test/support/openid. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import type { LightMyRequestResponse } from 'fastify';
import { roleOfSession } from '../../src/http/openid-routes.js';
import { spentIds } from '../../src/keys/spent-ids.js';
import { AUDIENCE, CLIENT_ID, startTestProvider, type Person, type TestProvider } from '../support/openid/provider.js';
import { answerOf, locationOf, ORIGIN, problemIn, startNode, Visitor } from '../support/openid/visitor.js';

const ANNA: Person = { sub: 'anna', name: 'Анна', locale: 'ru', role: 'OWNER', accounts: ['acc_1'] };
const PEOPLE = {
  anna: ANNA,
  boris: { ...ANNA, sub: 'boris', name: 'Борис', accounts: ['acc_2'] },
  guest: { sub: 'guest', name: 'Гость' },
};

let provider: TestProvider;
beforeAll(async () => {
  provider = await startTestProvider(PEOPLE);
});
beforeEach(() => {
  provider.behave({});
  provider.people.set('anna', ANNA);
});
afterAll(() => provider.close());

const tokenIn = (answer: LightMyRequestResponse): string => answer.json<{ token: string }>().token;
const setCookies = ({ headers }: LightMyRequestResponse): readonly string[] => [headers['set-cookie'] ?? []].flat();

describe('a sign-in', () => {
  it('asks the provider for a code that is tied to this browser and this request, and nothing else can use', async () => {
    const { app } = await startNode(provider);
    const begun = await new Visitor().get(app, '/session/sign-in?to=/devices');
    expect(begun.statusCode).toBe(303);
    const asked = Object.fromEntries(new URL(locationOf(begun)).searchParams);
    expect(asked).toEqual({
      client_id: CLIENT_ID,
      redirect_uri: `${ORIGIN}/session/callback`,
      response_type: 'code',
      scope: 'openid',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(setCookies(begun)[0]).toMatch(/^__Host-kabinet_sign_in=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('ends where it began, with a session that no script and no other site can use, and tokens in no address and no log', async () => {
    const { app, log } = await startNode(provider);
    const visitor = new Visitor();
    const callback = await visitor.authorize(app, 'anna', '/devices?account=acc_1');
    const signedIn = await visitor.get(app, callback);
    expect([signedIn.statusCode, locationOf(signedIn)]).toEqual([303, `${ORIGIN}/devices?account=acc_1`]);
    expect(setCookies(signedIn)).toContainEqual(
      expect.stringMatching(/^__Host-kabinet_openid=[\w-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict; Secure$/),
    );
    expect(visitor.cookies.has('__Host-kabinet_sign_in')).toBe(false);

    const answer = await visitor.post(app, '/session/token');
    expect(answer.headers['cache-control']).toBe('no-store');
    const { sub, role, accounts, aud, exp = 0 } = decodeJwt(tokenIn(answer));
    expect({ sub, role, accounts, aud }).toEqual({ sub: 'anna', role: 'OWNER', accounts: ['acc_1'], aud: AUDIENCE });
    expect(answer.json()).toMatchObject({ expiresAt: new Date(exp * 1_000).toISOString() });
    expect(log()).not.toContain(new URLSearchParams(callback.split('?')[1]).get('code'));
    expect(log()).not.toContain('eyJ');
  });

  it('goes on at any node of the installation, and at no other', async () => {
    const [first, second, other] = await Promise.all([
      startNode(provider),
      startNode(provider),
      startNode(provider, { key: 'another' }),
    ]);
    const visitor = new Visitor();
    const callback = await visitor.authorize(first.app, 'anna');
    expect(problemIn(locationOf(await visitor.get(other.app, callback)))).toBe('expired');
    expect(locationOf(await visitor.get(second.app, callback))).toBe(`${ORIGIN}/`);
    expect((await visitor.post(first.app, '/session/token')).statusCode).toBe(200);
    expect((await visitor.post(other.app, '/session/token')).statusCode).toBe(204);
  });

  it('asks whoever is signed in at the provider once more, where the page wants it so', async () => {
    const { app } = await startNode(provider);
    const address = locationOf(await new Visitor().get(app, '/session/sign-in?prompt=login'));
    expect(new URL(address).searchParams.get('prompt')).toBe('login');
  });

  it('needs no secret where the client has none', async () => {
    provider.behave({ publicClient: true });
    const { app } = await startNode(provider, { environment: { KABINET_OIDC_CLIENT_SECRET: '' } });
    expect(await new Visitor().signIn(app, 'anna')).toBe(`${ORIGIN}/`);
  });

  it('gives the secret as the provider says that it takes it', async () => {
    provider.behave({ secretInForm: true });
    const { app } = await startNode(provider);
    expect(await new Visitor().signIn(app, 'anna')).toBe(`${ORIGIN}/`);
  });

  it('is refused by the provider where the secret is wrong', async () => {
    const { app } = await startNode(provider, { environment: { KABINET_OIDC_CLIENT_SECRET: 'another' } });
    expect(problemIn(await new Visitor().signIn(app, 'anna'))).toBe('not-understood');
  });

  it.each([
    ['another host', '//evil.example/'],
    ['another host, with a backslash', '/\\evil.example'],
    ['another host, with a tab that browsers leave out', '/\t/evil.example'],
    ['another host, behind a dot', '/.//evil.example'],
    ['another host, behind two dots', '/..//evil.example'],
    ['a whole address', 'https://evil.example/'],
    ['no path', 'evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['the sign-in itself, for ever', '/session/sign-in?to=/'],
    ['an address without end', `/${'x'.repeat(2_000)}`],
    ['nothing', ''],
  ])('leads to the page itself where a link asks for %s', async (_what, to) => {
    const { app } = await startNode(provider);
    expect(await new Visitor().signIn(app, 'anna', to)).toBe(`${ORIGIN}/`);
    expect(await new Visitor().signIn(app, 'nobody', to)).toMatch(`${ORIGIN}/#sign-in-failed=denied.`);
  });
});

describe('what somebody else brings', () => {
  it('signs nobody in by a link with a code and a state of its sender, whether or not a sign-in is pending', async () => {
    const { app } = await startNode(provider);
    const link = await new Visitor().authorize(app, 'boris');
    const victim = new Visitor();
    expect(problemIn(locationOf(await victim.get(app, link)))).toBe('expired');
    const own = await victim.authorize(app, 'anna');
    expect(problemIn(locationOf(await victim.get(app, link)))).toBe('expired');
    expect((await victim.post(app, '/session/token')).statusCode).toBe(204);
    // And spoils nothing of the victim's own.
    await victim.get(app, own);
    expect(decodeJwt(tokenIn(await victim.post(app, '/session/token'))).sub).toBe('anna');
  });

  it('leaves a session alone that is there already', async () => {
    const { app } = await startNode(provider);
    const victim = new Visitor();
    await victim.signIn(app, 'anna');
    await victim.get(app, await new Visitor().authorize(app, 'boris'));
    expect(decodeJwt(tokenIn(await victim.post(app, '/session/token'))).sub).toBe('anna');
  });

  it('takes no code that was stolen from another browser', async () => {
    const { app } = await startNode(provider);
    const stolen = new URLSearchParams((await new Visitor().authorize(app, 'anna')).split('?')[1]);
    const thief = new Visitor();
    const [path, own = ''] = (await thief.authorize(app, 'boris')).split('?');
    const answer = new URLSearchParams(own);
    answer.set('code', stolen.get('code') ?? '');
    expect(problemIn(locationOf(await thief.get(app, `${path ?? ''}?${answer.toString()}`)))).toBe('code-refused');
    expect((await thief.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('takes no code twice, not even with everything that the browser had', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    const callback = await visitor.authorize(app, 'anna');
    const copy = new Visitor();
    for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
    await visitor.get(app, callback);
    expect(problemIn(locationOf(await visitor.get(app, callback)))).toBe('expired');
    expect(problemIn(locationOf(await copy.get(app, callback)))).toBe('code-refused');
    expect((await copy.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('takes no cookie that was changed, cut, made up, or made for something else', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    const callback = await visitor.authorize(app, 'anna');
    const pending = visitor.cookies.get('__Host-kabinet_sign_in') ?? '';
    await visitor.get(app, callback);
    const session = visitor.cookies.get('__Host-kabinet_openid') ?? '';
    const middle = session.length >> 1;
    const other = session.charAt(middle) === 'A' ? 'B' : 'A';
    const changed = session.slice(0, middle) + other + session.slice(middle + 1);
    for (const value of [changed, session.slice(0, -4), session.slice(8), `${session}AAAA`, pending, 'A', 'A'.repeat(500)]) {
      const forger = new Visitor();
      forger.cookies.set('__Host-kabinet_openid', value);
      expect((await forger.post(app, '/session/token')).statusCode).toBe(204);
      // As a sibling under the same domain could set it.
      forger.cookies.set('kabinet_openid', session);
      expect((await forger.post(app, '/session/token')).statusCode).toBe(204);
      forger.cookies.set('__Host-kabinet_sign_in', value === pending ? session : value);
      expect(problemIn(locationOf(await forger.get(app, callback)))).toBe('expired');
    }
  });

  it.each(['cross-site', 'same-site'])('answers no page of another origin (%s)', async (site) => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    const headers = { cookie: visitor.cookie, 'sec-fetch-site': site };
    for (const url of ['/session/token', '/session/end', '/session'])
      expect((await app.inject({ method: 'POST', url, headers })).statusCode).toBe(403);
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(200);
  });
});

describe('what the provider answers', () => {
  it.each([
    ['another issuer of the answer', { answerIssuer: 'https://evil.example' }, 'wrong-issuer'],
    ['another issuer of the ID token', { idToken: { iss: 'https://evil.example' } }, 'wrong-issuer'],
    ['an ID token for another client', { idToken: { aud: 'another' } }, 'not-understood'],
    ['an ID token of another sign-in', { idToken: { nonce: 'another' } }, 'not-understood'],
    ['an ID token of long ago', { idToken: { exp: 1_000_000_000 } }, 'not-understood'],
    ['an ID token of another key', { foreignKey: true }, 'not-understood'],
    ['an access token for another service', { audience: 'another' }, 'not-understood'],
  ])('is refused with %s', async (_what, conduct, problem) => {
    const { app, entries } = await startNode(provider);
    const visitor = new Visitor();
    provider.behave(conduct);
    const location = await visitor.signIn(app, 'anna', '/devices');
    expect(location).toMatch(new RegExp(`^${ORIGIN}/devices#sign-in-failed=${problem}\\.[\\w-]{36}$`));
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
    // The number that the page shows is the one in the log.
    const refused = entries().find(({ msg }) => msg === 'sign-in refused');
    expect(refused).toMatchObject({ problem, reqId: location.split('.').at(-1) });
  });

  it('is refused where it should name its issuer and does not', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    const callback = await visitor.authorize(app, 'anna');
    const location = locationOf(await visitor.get(app, callback.replace(/&iss=[^&]+/, '')));
    expect(problemIn(location)).toBe('not-understood');
  });

  it('may leave its issuer out where it never names it', async () => {
    provider.behave({ answerIssuer: null });
    const { app } = await startNode(provider);
    expect(await new Visitor().signIn(app, 'anna')).toBe(`${ORIGIN}/`);
  });

  it('is refused with metadata of another issuer, which are asked for again the next time', async () => {
    const { app } = await startNode(provider);
    provider.behave({ metadataIssuer: 'https://evil.example' });
    expect(problemIn(locationOf(await new Visitor().get(app, '/session/sign-in')))).toBe('wrong-issuer');
    provider.behave({});
    expect(await new Visitor().signIn(app, 'anna')).toBe(`${ORIGIN}/`);
  });

  it('is told to a person whom it lets not in, and to one without a role here', async () => {
    const { app } = await startNode(provider);
    expect(problemIn(await new Visitor().signIn(app, 'nobody'))).toBe('denied');
    expect(problemIn(await new Visitor().signIn(app, 'guest'))).toBe('no-role');
    provider.people.set('anna', { ...ANNA, accounts: 'acc_1' });
    expect(problemIn(await new Visitor().signIn(app, 'anna'))).toBe('no-role');
    // Nothing that the person could ask for.
    provider.people.set('anna', { ...ANNA, locale: 5 });
    expect(problemIn(await new Visitor().signIn(app, 'anna'))).toBe('not-understood');
  });

  it('is waited for in vain: before, in between and after', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    provider.behave({ down: true });
    expect(problemIn(locationOf(await visitor.get(app, '/session/sign-in')))).toBe('unreachable');
    provider.behave({});
    const callback = await visitor.authorize(app, 'anna');
    provider.behave({ down: true });
    expect(problemIn(locationOf(await visitor.get(app, callback)))).toBe('unreachable');
    provider.behave({});
    await visitor.signIn(app, 'anna');
    provider.behave({ down: true });
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(503);
    provider.behave({});
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(200);
  });

  it('never comes, from where nothing listens', async () => {
    const gone = await startTestProvider(PEOPLE);
    const { app } = await startNode(gone);
    await gone.close();
    expect(problemIn(locationOf(await new Visitor().get(app, '/session/sign-in')))).toBe('unreachable');
  });

  it('comes too late', async () => {
    let time = Date.now();
    const { app } = await startNode(provider, { now: () => time });
    const visitor = new Visitor();
    const callback = await visitor.authorize(app, 'anna');
    time += 601_000;
    expect(problemIn(locationOf(await visitor.get(app, callback)))).toBe('expired');
  });
});

describe('a session', () => {
  it('lasts as long as the provider renews it, and says so to the browser when it is over', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(200);
    provider.withdraw('anna');
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
    expect(visitor.cookies.size).toBe(0);
  });

  it('has what the provider says now, and ends with the role', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    provider.people.set('anna', { ...ANNA, role: 'MEMBER' });
    expect(decodeJwt(tokenIn(await visitor.post(app, '/session/token')))).toMatchObject({ role: 'MEMBER' });
    provider.people.set('anna', { sub: 'anna' });
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('never becomes somebody else’s', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    provider.people.set('anna', { ...ANNA, sub: 'boris' });
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('gives two tabs that ask at once the same answer, and one whose answer was lost, though a refresh token is good once', async () => {
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    const headers = { cookie: visitor.cookie, 'sec-fetch-site': 'same-origin' };
    const ask = (): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', url: '/session/token', headers });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(tokenIn(first)).toBe(tokenIn(second));
    expect(tokenIn(await ask())).toBe(tokenIn(first));
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(200);
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(200);
  });

  it('lasts no longer than twelve hours', async () => {
    let time = Date.now();
    const { app } = await startNode(provider, { now: () => time });
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    time += 12 * 3_600_000;
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('is as long as its token where the provider gives nothing to renew it with', async () => {
    let time = Date.now();
    provider.behave({ withoutRefresh: true, accessSeconds: 120 });
    const { app } = await startNode(provider, { now: () => time });
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    const token = tokenIn(await visitor.post(app, '/session/token'));
    time += 60_000;
    expect(tokenIn(await visitor.post(app, '/session/token'))).toBe(token);
    time += 120_000;
    expect((await visitor.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('is opened by no token that a browser could not keep, but by any that can be renewed', async () => {
    provider.people.set('anna', { ...ANNA, accounts: Array.from({ length: 1_000 }, (_, n) => `acc_${String(n)}`) });
    const { app } = await startNode(provider);
    provider.behave({ withoutRefresh: true });
    expect(problemIn(await new Visitor().signIn(app, 'anna'))).toBe('not-understood');
    provider.behave({ idToken: { groups: 'x'.repeat(6_000) } });
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    expect(decodeJwt<{ accounts: unknown[] }>(tokenIn(await visitor.post(app, '/session/token'))).accounts).toHaveLength(1_000);
    // Without the ID token, for which there was no room.
    const { goTo } = (await visitor.post(app, '/session/end')).json<{ goTo: string }>();
    expect(new URL(goTo).searchParams.has('id_token_hint')).toBe(false);
  });

  it('is kept in two cookies where one is too short', async () => {
    provider.behave({ idToken: { groups: 'x'.repeat(3_000) } });
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    expect(visitor.cookies.size).toBe(2);
    const { goTo } = (await visitor.post(app, '/session/end')).json<{ goTo: string }>();
    expect(new URL(goTo).searchParams.has('id_token_hint')).toBe(true);
    expect(visitor.cookies.size).toBe(0);
  });
});

describe('signing out', () => {
  it('ends the session for everybody who copied its cookie, at every node, and leads to the provider to end it there', async () => {
    const [first, second] = await Promise.all([startNode(provider), startNode(provider)]);
    const visitor = new Visitor();
    await visitor.signIn(first.app, 'anna');
    const copy = new Visitor();
    for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
    const ended = await visitor.post(first.app, '/session/end');
    const { goTo } = ended.json<{ goTo: string }>();
    expect(goTo.startsWith(`${provider.issuer}/logout?`)).toBe(true);
    const { id_token_hint: hint = '', ...rest } = Object.fromEntries(new URL(goTo).searchParams);
    expect(rest).toEqual({ client_id: CLIENT_ID, post_logout_redirect_uri: `${ORIGIN}/` });
    expect(decodeJwt(hint)).toMatchObject({ sub: 'anna', aud: CLIENT_ID });
    expect(visitor.cookies.size).toBe(0);
    for (const { app } of [first, second]) expect((await copy.post(app, '/session/token')).statusCode).toBe(204);
  });

  it('ends the session at every node also while the provider is away', async () => {
    const keysDir = mkdtempSync(join(tmpdir(), 'kabinet-keys-'));
    const start = () => startNode(provider, { spent: spentIds(keysDir) });
    const [{ app }, other] = await Promise.all([start(), start()]);
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    const copy = new Visitor();
    for (const [name, value] of visitor.cookies) copy.cookies.set(name, value);
    provider.behave({ down: true });
    expect([200, 204]).toContain((await visitor.post(app, '/session/end')).statusCode);
    expect(visitor.cookies.size).toBe(0);
    provider.behave({});
    for (const node of [app, other.app]) expect((await copy.post(node, '/session/token')).statusCode).toBe(204);
    rmSync(keysDir, { recursive: true });
  });

  it('leads nowhere where the provider has no such address, nor for somebody who is not signed in', async () => {
    provider.behave({ withoutLogout: true });
    const { app } = await startNode(provider);
    const visitor = new Visitor();
    expect((await visitor.post(app, '/session/end')).statusCode).toBe(204);
    await visitor.signIn(app, 'anna');
    expect((await visitor.post(app, '/session/end')).statusCode).toBe(204);
  });

  it('puts no ID token into an address that the API would take for a token', async () => {
    provider.behave({ audience: CLIENT_ID, idToken: { role: 'OWNER', accounts: ['acc_1'] } });
    const { app } = await startNode(provider, { environment: { KABINET_JWT_AUDIENCE: CLIENT_ID } });
    const visitor = new Visitor();
    await visitor.signIn(app, 'anna');
    const { goTo } = (await visitor.post(app, '/session/end')).json<{ goTo: string }>();
    expect(new URL(goTo).searchParams.has('id_token_hint')).toBe(false);
  });
});

it('tells what is opened by its address alone whose session the browser brings, as long as it lasts', async () => {
  const { app, openId } = await startNode(provider);
  app.get('/whose', (request) => ({ role: roleOfSession(request, openId) ?? null }));
  const visitor = new Visitor();
  await visitor.signIn(app, 'anna');
  const role = async (): Promise<unknown> => (await visitor.get(app, '/whose')).json<{ role: unknown }>().role;
  expect(await role()).toBe('OWNER');
  provider.people.set('anna', { ...ANNA, role: 'MEMBER' });
  await visitor.post(app, '/session/token');
  expect(await role()).toBe('MEMBER');
  const kept = new Map(visitor.cookies);
  await visitor.post(app, '/session/end');
  expect(await role()).toBeNull();
  for (const [name, value] of kept) visitor.cookies.set(name, value);
  expect(await role()).toBeNull();
});

it('offers the way through the provider to whoever is not signed in, and takes no sign-in link', async () => {
  const { app } = await startNode(provider);
  const nobody = await new Visitor().post(app, '/session/token');
  expect([nobody.statusCode, nobody.headers['kabinet-sign-in']]).toEqual([204, 'openid']);
  expect((await new Visitor().post(app, '/session')).statusCode).toBe(401);
});

it('does nothing for whoever asks for the head of a page alone', async () => {
  const { app } = await startNode(provider);
  const visitor = new Visitor();
  const callback = await visitor.authorize(app, 'anna');
  const head = await app.inject({ method: 'HEAD', url: callback, headers: { cookie: visitor.cookie } });
  expect(head.headers['set-cookie']).toBeUndefined();
  expect(locationOf(await visitor.get(app, callback))).toBe(`${ORIGIN}/`);
  expect(await answerOf(locationOf(await visitor.get(app, '/session/sign-in')), 'anna')).toContain('code=');
});
