/** Time travel in the page: by a date and by a slider, over every tab, and nothing can be done there. */
import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, visit, type Visit } from './page.js';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** A year before the test's present. */
const THEN = '2025-03-01T12:00:00Z';
const past = (path: string): Promise<Visit> =>
  visit(browser, server.signInLink('OWNER', 'acc_demo').replace('/#', `${path}?at=${THEN}#`));
const totalThen = async (list: string): Promise<number> => {
  const text = `query ($asOf: AsOf) { list: ${list}(asOf: $asOf, first: 0) { totalCount } }`;
  const asked = await server.query<{ list: { totalCount: number } }>(await server.token('OWNER', 'acc_demo'), text, {
    asOf: { time: THEN },
  });
  return asked.list.totalCount;
};
const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

it('shows licenses, devices and bases as they were, and offers nothing to be done', async () => {
  const { page, faults, close } = await past('/devices');
  for (const [name, list] of [
    ['Устройства', 'devices'],
    ['Базы', 'databases'],
    ['Лицензии', 'licenses'],
  ] as const) {
    await tab(page, name);
    await page.locator('.title', { hasText: new RegExp(`^${name}${String(await totalThen(list))} `) }).waitFor();
    await page.getByRole('row').nth(1).waitFor();
    expect(
      await page
        .locator('main')
        .getByRole('button', { name: /Переименовать|Отвязать|Остановить|Удалить|Добавить/ })
        .count(),
    ).toBe(0);
  }
  expect(faults).toEqual([]);
  await close();
});

it('says of what is of the present alone that it is, and leads back there', async () => {
  const { page, close } = await past('/add');
  for (const name of ['Добавить лицензии', 'Почему нет лицензии?', 'Обращения']) {
    await tab(page, name);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByText('Этот раздел работает только в настоящем').waitFor();
  }
  expect(await axeFindings(page)).toEqual([]);
  await tab(page, 'Добавить лицензии');
  await page.locator('main').getByRole('button', { name: 'Вернуться в настоящее' }).click();
  await page.getByLabel('Коды, по одному в строке').waitFor();
  await close();
});

it('shows no event that was recorded later', async () => {
  const { page, close } = await past('/history');
  await page.locator('.timeline li').first().waitFor();
  const text = 'query ($to: DateTime!) { events(where: { recordedAt: { lte: $to } }, first: 0) { totalCount } }';
  const { events } = await server.query<{ events: { totalCount: number } }>(await server.token('OWNER', 'acc_demo'), text, {
    to: THEN,
  });
  await page.locator('.title', { hasText: new Intl.NumberFormat('ru').format(events.totalCount) }).waitFor();
  await close();
});

it('goes to a day by the slider, from the keyboard, and says the day while it moves', async () => {
  const { page, close } = await visit(browser, server.signInLink('OWNER', 'acc_demo'));
  await page.getByRole('row').nth(1).waitFor();
  await page.getByText('Показать на момент прошлого').click();
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText(/Кабинет показан на/).waitFor();
  await page.waitForURL(/at=/);
  await slider.focus();
  await page.keyboard.press('End');
  await page.getByText(/Кабинет показан на/).waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('at')).toBeNull();
  await close();
});

it('says of each difference what it was, what it is, and by which events', async () => {
  const { page, faults, close } = await past('/changes');
  const renewed = page.getByRole('row').filter({ hasText: 'Лицензия продлена' }).filter({ hasText: 'Изменилась' }).first();
  await renewed.waitFor();
  const [before, after] = [renewed.getByRole('cell').nth(1), renewed.getByRole('cell').nth(2)];
  expect(await after.locator('dt').allTextContents()).toEqual(await before.locator('dt').allTextContents());
  expect(await after.locator('dd').allTextContents()).not.toEqual(await before.locator('dd').allTextContents());
  await renewed.locator('summary').first().click();
  await renewed.locator('pre').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
