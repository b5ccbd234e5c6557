/** `kabinet token --page`: a link for a browser, over a log of several nodes too. */
import { join } from 'node:path';
import { compiledSources } from '../support/compile.js';
import { startKurrentDouble } from '../support/kurrentdb/kurrentdb-double.js';
import { serverProcess } from '../support/server-process.js';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const post = (url: string, body: object, cookie = ''): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) });

it('signs in at one node of a cluster, goes on at another, and ends at both', async () => {
  const double = await startKurrentDouble();
  const env = { KABINET_EVENT_STORE: double.url, KABINET_KEYS_DIR: join(make(), 'keys') };
  const [one, other] = [
    await serverProcess(compiledSources(), make(), { ...env, KABINET_WORKER: '1' }),
    await serverProcess(compiledSources(), make(), env),
  ];
  try {
    await one.start();
    await other.start();
    const { code, stdout, stderr } = await kabinet(['token', '--role', 'OPERATOR', '--page', 'https://kabinet.example/any'], {
      dataDir: make(),
      env,
    });
    expect(code).toBe(0);
    expect(stderr).toContain('works once');
    const [, signIn] = /^https:\/\/kabinet\.example\/#sign-in=(\S+)$/.exec(linesOf(stdout).at(-1) ?? '') ?? [];
    const opened = await post(`${one.url}/session`, { code: signIn });
    expect(opened.status).toBe(200);
    const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
    expect((await post(`${other.url}/session`, { code: signIn })).status).toBe(401);
    const renewed = await post(`${other.url}/session/token`, {}, cookie);
    expect(renewed.status).toBe(200);
    const { token } = (await renewed.json()) as { token: string };
    const answer = await fetch(`${one.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { role } }' }),
    });
    expect(await answer.json()).toEqual({ data: { viewer: { role: 'OPERATOR' } } });
    expect((await post(`${other.url}/session/end`, {}, cookie)).status).toBe(204);
    expect((await post(`${one.url}/session/token`, {}, cookie)).status).toBe(204);
  } finally {
    await Promise.all([one.stop(), other.stop()]);
    await double.stop();
  }
}, 120_000);

it.each([
  [['--role', 'SUPPORT', '--page', 'kabinet.example']],
  [['--role', 'SUPPORT', '--page', 'javascript:alert(1)']],
  [['--role', 'GATEWAY', '--account', 'acc_1', '--database', 'db_1', '--page', 'https://kabinet.example']],
  [
    [
      '--role',
      'PARTNER',
      ...Array.from({ length: 300 }, (_, n) => ['--account', `acc_shop${String(n)}`]).flat(),
      '--page',
      'https://k.example',
    ],
  ],
])('refuses %j with exit code 2', async (args) => {
  const { code, stdout } = await kabinet(['token', ...args], { dataDir: make() });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
