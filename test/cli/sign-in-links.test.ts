/** The links that `kabinet serve` prints for the demo account, as a browser would use them. */
import { folders, startKabinet } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const LAST = /OPERATOR: http\S+\n/;

it('prints a link a role, whose code opens a session of that role, for this server and no other address', async () => {
  const env = { PORT: '0', KABINET_LOG_LEVEL: 'silent', KABINET_DEMO: '1', KABINET_HOST: '0.0.0.0' };
  const { child, ended } = startKabinet(['serve'], { dataDir: make(), env });
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (part: string) => {
      text += part;
      if (LAST.test(text)) resolve(text);
    });
    child.once('close', () => reject(new Error(text)));
  });
  const links = [...said.matchAll(/^([A-Z]+): (http:\S+)#sign-in=(\S+)$/gm)].map(([, role, page = '', code = '']) => ({
    role,
    page,
    code,
  }));
  // A gateway is a machine.
  expect(links.map(({ role }) => role)).toEqual(['OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'VENDOR', 'OPERATOR']);
  for (const { role, page, code } of links) {
    // No browser can ask for 0.0.0.0.
    expect(page).toMatch(/^http:\/\/localhost:\d+\/$/);
    const address = page.replace('localhost', '127.0.0.1');
    const headers = { 'content-type': 'application/json' };
    const session = await fetch(`${address}session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
    const { token } = (await session.json()) as { token: string };
    const answer = await fetch(`${address}graphql`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ viewer { role } }' }),
    });
    expect(await answer.json()).toEqual({ data: { viewer: { role } } });
  }
  child.kill('SIGTERM');
  await ended;
}, 60_000);
