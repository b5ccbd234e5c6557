/** What a stranger found who walked through the page in every role. */
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../src/domain/events.js';
import { MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { visit, type Visit } from './page.js';

let shop: Shop;
let browser: Browser;
let open: Visit[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());
beforeEach(async () => {
  open = [];
  shop = await openShop({ page: true });
});
afterEach(async () => {
  for (const visited of open) await visited.close();
  await shop.close();
});

async function enter(role: Role, path: string, ...accounts: string[]): Promise<Page> {
  const visited = await visit(browser, shop.server.signInLink(role, ...accounts).replace('/#', `${path}#`));
  open.push(visited);
  return visited.page;
}

it('signs in by a link that is pasted into a tab at its address, and leaves no code there', async () => {
  const link = shop.server.signInLink('OWNER', 'acc_shop');
  const visited = await visit(browser, link.replace(/#.*/, ''));
  open.push(visited);
  const { page } = visited;
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  expect(page.url()).not.toContain('sign-in');
});

it.each(['acc_other', 'acc_of_nobody'])(
  'says that %s is no account of the viewer, whichever tab, and leads back',
  async (account) => {
    const page = await enter('OWNER', `/databases?account=${account}`, 'acc_shop');
    const none = page.getByRole('heading', { name: 'Такого кабинета у вас нет' });
    await none.waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Устройства' }).click();
    await page.waitForURL(/devices/);
    await none.waitFor();
    await page.getByRole('button', { name: 'В свой кабинет' }).click();
    await page.getByRole('heading', { name: 'Устройства' }).waitFor();
  },
);

it('asks before codes that are shown once are closed, and no more once they are saved', async () => {
  const page = await enter('VENDOR', '/vendor?account=acc_shop');
  await page.getByLabel('Продукт').fill('Магазин 15');
  await page.getByRole('button', { name: 'Выпустить лицензии' }).click();
  const issued = page.getByRole('dialog', { name: 'Лицензии выпущены' });
  await issued.locator('code').first().waitFor();
  await page.keyboard.press('Escape');
  await issued.getByText('больше они не покажутся').waitFor();
  await page.keyboard.press('Escape');
  await issued.locator('code').first().waitFor();
  await issued.getByRole('button', { name: 'Скачать CSV' }).click();
  await issued.getByText('больше они не покажутся').waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await issued.waitFor({ state: 'detached' });
});

it('opens a license of an order of all accounts under the account that ordered', async () => {
  const items = [{ product: { name: 'Магазин 15' }, kind: 'MAIN', quantity: 1, months: 12 }];
  await shop.fulfilled('orderLicenses', { items });
  const page = await enter('VENDOR', '/orders?account=acc_other&whose=all');
  await page.getByRole('link', { name: 'Магазин 15' }).click();
  await page.waitForURL(/licenses\?account=acc_shop&license=/);
});

it('offers support no action that is for the customer to do', async () => {
  const { code } = await shop.issue(MAIN);
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  const page = await enter('SUPPORT', '/missing?account=acc_shop');
  await page.getByLabel('Код активации').fill(code);
  await page.getByLabel('Код активации').press('Enter');
  await page.getByText('Это делает клиент.').first().waitFor();
  expect(await page.getByText('Это помогло?').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Написать в поддержку' }).count()).toBe(0);
});

it('offers an operator neither accounts nor the past', async () => {
  const page = await enter('OPERATOR', '/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Кабинет' }).count()).toBe(0);
  expect(await page.locator('input[type=datetime-local]').count()).toBe(0);
});

it('begins with no filter of the account before when another one is chosen', async () => {
  const page = await enter('PARTNER', '/devices?account=acc_shop&database=db_of_shop', 'acc_shop', 'acc_other');
  await page.getByRole('combobox', { name: 'Кабинет' }).selectOption('acc_other');
  await page.waitForURL(/devices\?account=acc_other$/);
});

it('keeps the page where a part of it cannot be loaded, and loads it when it is asked for again', async () => {
  const page = await enter('OWNER', '/licenses', 'acc_shop');
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.route('**/assets/**', (route) => route.abort());
  await page.getByRole('navigation').getByRole('link', { name: 'Устройства' }).click();
  await page.getByRole('alert').getByText('Эта часть страницы не загрузилась').waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Лицензии', exact: true }).click();
  await page.getByRole('heading', { name: 'Лицензии' }).waitFor();
  await page.unroute('**/assets/**');
  await page.getByRole('navigation').getByRole('link', { name: 'Устройства' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Повторить' }).click();
  await page.getByRole('heading', { name: 'Устройства' }).waitFor();
});
