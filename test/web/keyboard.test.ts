/** The founding story by the keyboard alone: a main license is added, looked at, and activated. */
import type { Browser, Locator, Page } from 'playwright-core';
import { MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { visit } from './page.js';

const MOST_STEPS = 80;

let shop: Shop;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  shop = await openShop({ page: true });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
});

/** Steps on until it has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`the keyboard does not come to ${String(wanted)}`);
}

it('adds a license by its code, opens it, activates it on a device, and comes back to where it was', async () => {
  const { code } = await shop.issue(MAIN);
  await shop.report(await shop.base('LOCAL'), 'ТСД-1');
  const { page, faults, close } = await visit(browser, shop.server.signInLink('OWNER', 'acc_shop'));
  const press = async (wanted: Locator, key = 'Enter'): Promise<void> => {
    await tabTo(page, wanted);
    await page.keyboard.press(key);
  };
  await page.getByText('В списке пока нет лицензий').waitFor();
  await press(page.getByRole('link', { name: 'К содержанию' }));
  await page.locator('main:focus').waitFor();
  await press(page.getByRole('navigation').getByRole('link', { name: 'Добавить лицензии' }));
  await tabTo(page, page.getByLabel('Коды, по одному в строке'));
  await page.keyboard.type(code);
  await page.getByText('1 код набран верно').waitFor();
  await press(page.getByRole('button', { name: 'Добавить', exact: true }));
  // What came of it is where the keyboard goes on.
  await page.locator('h2:focus', { hasText: 'Что получилось: добавлена 1' }).waitFor();
  await press(page.getByRole('link', { name: 'К списку лицензий' }));

  await press(page.getByRole('button', { name: 'Магазин 15' }));
  const details = page.getByRole('dialog').first();
  await press(details.getByRole('button', { name: 'Активировать', exact: true }));
  const activating = page.getByRole('dialog', { name: 'Активировать' });
  await press(activating.getByLabel(/ТСД-1/), 'Space');
  await press(activating.getByRole('button', { name: 'Активировать', exact: true }));
  await details.locator('.status', { hasText: 'Активирована' }).first().waitFor();
  await activating.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.locator('[role=row] button:focus', { hasText: 'Магазин 15' }).waitFor();
  expect(faults).toEqual([]);
  await close();
}, 60_000);
