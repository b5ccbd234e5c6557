/** A link of `kabinet token --page`: a browser takes it as one of `npm start`, once. */
import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { visit } from './page.js';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

it('signs one browser in, and another one not', async () => {
  const link = await server.printedLink('OWNER', 'acc_demo');
  const first = await visit(browser, link);
  await first.page.getByRole('heading', { name: 'Лицензии', level: 1 }).waitFor();
  await first.page.reload();
  await first.page.getByRole('heading', { name: 'Лицензии', level: 1 }).waitFor();
  const second = await visit(browser, link);
  await second.page.getByRole('alert').filter({ hasText: 'уже использована' }).waitFor();
  expect(second.page.url()).toBe(`${server.url}/`);
  await first.close();
  await second.close();
}, 60_000);
