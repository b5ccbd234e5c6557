/** Signing in to the page by a link: nothing of it stays where somebody else could find it. */
import type { Browser } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit } from './page.js';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

const owner = (): string => server.signInLink('OWNER', 'acc_demo');

it('signs in by the link, and keeps its code out of the address, the storage and what scripts see of cookies', async () => {
  const { page, faults, close } = await visit(browser, owner());
  await page.getByRole('heading', { name: 'Лицензии', level: 1 }).waitFor();
  const left = {
    address: page.url(),
    stored: await inPage(page, '[...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage })]'),
    cookie: await inPage(page, 'document.cookie'),
  };
  expect(left).toEqual({ address: `${server.url}/licenses`, stored: [], cookie: '' });
  expect(faults).toEqual([]);
  await close();
});

it('stays signed in when the page is loaded again, and no longer once signed out', async () => {
  const { page, faults, close } = await visit(browser, owner());
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor({ state: 'detached' });
  expect(faults).toEqual([]);
  await close();
});

it('says what is wrong with a link of another server, and what to do', async () => {
  const { page, close } = await visit(browser, `${server.url}/#sign-in=of-another-server`);
  await page.getByRole('alert').filter({ hasText: 'Возьмите новую ссылку' }).waitFor();
  expect(page.url()).toBe(`${server.url}/`);
  expect(await axeFindings(page)).toEqual([]);
  await close();
});

it('signs in by a token that is typed, which a reload forgets', async () => {
  const { page, close } = await visit(browser, server.url);
  await page.getByText('Или войдите по токену').click();
  await page.getByLabel('Токен').fill(await server.token('AUDITOR', 'acc_demo'));
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await close();
});

it('takes the language that the browser asks for, and remembers the one that is chosen', async () => {
  const { page, close } = await visit(browser, owner(), { locale: 'de-DE' });
  await page.getByRole('heading', { name: 'Licenses' }).waitFor();
  await page.locator('html[lang=en]').waitFor();
  await page.getByLabel('Language').selectOption('ru');
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.locator('html[lang=ru]').waitFor();
  await close();
});

it('says so when the session has ended meanwhile, and shows nothing of it any more', async () => {
  const { page, close } = await visit(browser, owner());
  await page.getByRole('row').nth(1).waitFor();
  // As when the server was started anew: neither the token nor the cookie is known any more.
  await page.route('**/graphql', (route) => route.fulfill({ status: 401, json: { errors: [] } }));
  await page.context().clearCookies();
  await page.getByRole('button', { name: /^Свободная/ }).click();
  await page.getByText('Вход закончился').waitFor();
  await page.getByRole('table').waitFor({ state: 'detached' });
  await close();
});
