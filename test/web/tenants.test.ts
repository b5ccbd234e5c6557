/** Whoever looks at another account, or is another person, sees nothing of the one before, however late its answers come. */
import type { Browser, Page, Route } from 'playwright-core';
import { MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { visit, type Visit } from './page.js';

const OURS = 'Только наш продукт';
const THEIRS = 'Только чужой продукт';

let shop: Shop;
let browser: Browser;
let open: Visit[];
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  open = [];
  shop = await openShop({ page: true });
  for (const [account, name] of [
    ['acc_shop', OURS],
    ['acc_other', THEIRS],
  ] as const) {
    const { code } = await shop.issue({ ...MAIN, product: { name, level: 'Базовая' } }, account);
    await shop.mutate(await shop.server.token('OWNER', account), 'addLicensesByCode', { codes: [code] });
  }
});
afterEach(async () => {
  for (const visited of open) await visited.close();
  await shop.close();
});

async function enter(link: string): Promise<Page> {
  const visited = await visit(browser, link);
  open.push(visited);
  return visited.page;
}

/** Answers that speak of one account are held back from now on, until they are let go: then they come to whoever still waits. */
async function holdBack(
  page: Page,
  account: string,
): Promise<{ readonly held: () => number; readonly letGo: () => Promise<void> }> {
  const held: (() => Promise<void>)[] = [];
  let holding = true;
  await page.route('**/graphql', async (route: Route) => {
    const asks = route.request().postData()?.includes(account) === true;
    if (!asks || !holding) return route.continue();
    const answer = await route.fetch();
    held.push(() => route.fulfill({ response: answer }).catch(() => undefined));
    return undefined;
  });
  return {
    held: () => held.length,
    letGo: async () => {
      holding = false;
      await Promise.all(held.splice(0).map((answer) => answer()));
    },
  };
}

const row = (page: Page, product: string): Promise<void> => page.getByRole('button', { name: product }).waitFor();

it('passes over answers of the account before that come after another one was chosen', async () => {
  const page = await enter(
    shop.server.signInLink('PARTNER', 'acc_shop', 'acc_other').replace('/#', '/licenses?account=acc_other#'),
  );
  await row(page, THEIRS);
  const late = await holdBack(page, 'acc_shop');
  const accounts = page.getByRole('combobox', { name: 'Кабинет' });
  await accounts.selectOption('acc_shop');
  await page.getByRole('button', { name: THEIRS }).waitFor({ state: 'detached' });
  while (late.held() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await accounts.selectOption('acc_other');
  await row(page, THEIRS);
  await late.letGo();
  // Everything that could come has come once this has been asked for and answered.
  await page.getByRole('searchbox').fill('чужой');
  await page.waitForURL(/q=/);
  await row(page, THEIRS);
  expect(await page.locator('body').textContent()).not.toContain(OURS);
});

it('shows nothing of whoever was signed in before: not to the next one, and not to the back button', async () => {
  const page = await enter(shop.server.signInLink('OWNER', 'acc_shop'));
  await row(page, OURS);
  await page.getByRole('navigation').getByRole('link', { name: 'Устройства' }).click();
  await page.getByRole('heading', { name: 'Устройства' }).waitFor();
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  expect(await page.locator('body').textContent()).not.toContain(OURS);

  await page.goto(shop.server.signInLink('OWNER', 'acc_other'));
  await row(page, THEIRS);
  expect(await page.locator('body').textContent()).not.toContain(OURS);
  await page.goBack();
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.locator('body').textContent()).not.toContain(OURS);
});

it('passes over an answer that comes after its asker has signed out', async () => {
  const page = await enter(shop.server.signInLink('OWNER', 'acc_shop'));
  await row(page, OURS);
  const late = await holdBack(page, 'acc_shop');
  await page.getByRole('searchbox').fill('наш');
  while (late.held() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByRole('heading', { name: 'Вход' }).waitFor();
  await late.letGo();
  await page.getByText('Или войдите по токену').click();
  await page.getByLabel('Токен').fill(await shop.server.token('OWNER', 'acc_other'));
  await page.getByRole('button', { name: 'Войти' }).click();
  await row(page, THEIRS);
  expect(await page.locator('body').textContent()).not.toContain(OURS);
});

it('keeps an address of another account for nobody who does not reach it', async () => {
  const page = await enter(shop.server.signInLink('OWNER', 'acc_other').replace('/#', '/licenses?account=acc_shop#'));
  await page.getByRole('heading', { name: 'Такого кабинета у вас нет' }).waitFor();
  expect(await page.locator('body').textContent()).not.toContain(OURS);
});
