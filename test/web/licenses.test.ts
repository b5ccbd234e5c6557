/** The list of licenses in the page: what it shows, how it is filtered, and that it follows what happens elsewhere. */
import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit, type PageOptions, type Visit } from './page.js';

let server: TestServer;
let browser: Browser;
let token: string;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
  token = await server.token('OWNER', 'acc_demo');
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

async function licenses(options?: PageOptions): Promise<Visit> {
  const visited = await visit(browser, server.signInLink('OWNER', 'acc_demo'), options);
  await visited.page.getByRole('row').nth(1).waitFor();
  return visited;
}

/** By the table itself: how many rows it has, shown or not. */
const rowsOf = async (page: Page): Promise<number> => Number(await page.getByRole('table').getAttribute('aria-rowcount')) - 1;

const totalOf = async (where: object): Promise<number> => {
  const text = 'query Total($where: LicenseWhere) { licenses(where: $where, first: 0) { totalCount } }';
  return (await server.query<{ licenses: { totalCount: number } }>(token, text, { where })).licenses.totalCount;
};

it('shows as many licenses as the API counts, and no code', async () => {
  const { page, faults, close } = await licenses();
  expect(await rowsOf(page)).toBe(await totalOf({}));
  expect(await page.getByRole('table').textContent()).not.toMatch(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
  expect(faults).toEqual([]);
  await close();
});

it('filters by status and keeps the filter in the address, so that it can be saved and sent', async () => {
  const { page, close } = await licenses();
  await page.getByRole('button', { name: /^Свободная/ }).click();
  const free = await totalOf({ status: { eq: 'FREE' } });
  expect(free).toBeGreaterThan(0);
  await page.locator(`[role=table][aria-rowcount="${String(free + 1)}"]`).waitFor();
  await page.waitForURL(/status=FREE/);
  await page.reload();
  await page.locator(`[role=table][aria-rowcount="${String(free + 1)}"]`).waitFor();
  await page.locator('button[aria-pressed=true]', { hasText: 'Свободная' }).waitFor();
  await close();
});

it('says that nothing fits, and leads to the question why', async () => {
  const { page, close } = await licenses();
  await page.getByRole('searchbox').fill('такого продукта нет');
  await page.getByText('Под эти условия ничего не подходит').waitFor();
  await page.getByRole('link', { name: 'Почему нет лицензии?' }).last().waitFor();
  await page.getByRole('button', { name: 'Сбросить фильтры' }).click();
  await page.locator(`[role=table][aria-rowcount="${String((await totalOf({})) + 1)}"]`).waitFor();
  await close();
});

it('shows the whole code where the owner asks for it, and a reload hides it', async () => {
  const { page, close } = await licenses();
  await page.getByRole('button', { name: 'Показать код' }).first().click();
  await page.getByRole('button', { name: 'Скопировать код' }).first().waitFor();
  await page
    .locator('code', { hasText: /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/ })
    .first()
    .waitFor();
  await page.reload();
  await page.getByRole('row').nth(1).waitFor();
  await page
    .locator('code', { hasText: /^••••-/ })
    .first()
    .waitFor();
  expect(await page.locator('code', { hasText: /^([0-9A-Z]{5}-){4}/ }).count()).toBe(0);
  await close();
});

it("opens a license with its life, and gives the keyboard's place back when it closes", async () => {
  const { page, faults, close } = await licenses();
  const first = page.getByRole('row').nth(1).getByRole('button').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('Лицензия добавлена в список').first().waitFor();
  await page.waitForURL(/license=lic_/);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('[role=row] button:focus', { hasText: (await first.textContent()) ?? '' }).waitFor();
  expect(faults).toEqual([]);
  await close();
});

it('shows what somebody else does without a reload', async () => {
  const { page, close } = await licenses();
  const before = await rowsOf(page);
  const listed = await server.query<{ licenses: { nodes: { id: string }[] } }>(token, '{ licenses(first: 1) { nodes { id } } }');
  const licenseId = listed.licenses.nodes[0]?.id;
  await server.mutate(token, 'removeLicenseFromList', { licenseId });
  await page.locator(`[role=table][aria-rowcount="${String(before)}"]`).waitFor();
  await server.mutate(token, 'restoreLicenseToList', { licenseId });
  await page.locator(`[role=table][aria-rowcount="${String(before + 1)}"]`).waitFor();
  await close();
});

describe('to everybody', () => {
  it.each([
    ['light', 1280, 'ru-RU'],
    ['dark', 1280, 'en-US'],
    ['light', 390, 'en-US'],
    ['dark', 390, 'ru-RU'],
  ] as const)('it is accessible: %s, %i px wide, %s', async (scheme, width, locale) => {
    const { page, faults, close } = await licenses({ scheme, width, locale });
    expect(await axeFindings(page)).toEqual([]);
    expect(await inPage(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(faults).toEqual([]);
    await close();
  });
});
