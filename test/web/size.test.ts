/** What the page weighs when it is opened for the first time, as far as the list of licenses. */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startTestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { visit } from './page.js';

const LIMIT_KB = 80;
const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));

it(`loads at most ${String(LIMIT_KB)} KB of JavaScript, compressed by gzip, before it shows the licenses`, async () => {
  const [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
  const { page, close } = await visit(browser, server.signInLink('OWNER', 'acc_demo'));
  await page.getByRole('row').nth(1).waitFor();
  const loaded = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)");
  const scripts = loaded.map((address) => new URL(address).pathname).filter((path) => path.endsWith('.js'));
  const bytes = scripts.map(
    (path) => statSync(`${DIST}${path}.gz`, { throwIfNoEntry: false })?.size ?? statSync(DIST + path).size,
  );
  expect(scripts.length).toBeGreaterThan(2);
  expect(bytes.reduce((sum, size) => sum + size, 0) / 1_024).toBeLessThan(LIMIT_KB);
  await close();
  await browser.close();
  await server.close();
}, 120_000);
