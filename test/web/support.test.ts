/** Support and the vendor in the page: an account among hundreds, what people say of diagnoses, parked events; accounts, licenses and orders. */
import type { Browser, Locator, Page } from 'playwright-core';
import type { Role } from '../../src/domain/events.js';
import { CLOUD, MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { axeFindings, visit, type Visit } from './page.js';

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
  for (const visited of open) {
    expect(visited.faults).toEqual([]);
    await visited.close();
  }
  await shop.close();
});

async function enter(role: Role, path = '/licenses', account = 'acc_shop'): Promise<Page> {
  const visited = await visit(browser, shop.server.signInLink(role).replace('/#', `${path}?account=${account}#`));
  open.push(visited);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  return visited.page;
}
const dialogOf = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

it('support finds an account among hundreds, by its name or its id', async () => {
  const numbers = Array.from({ length: 230 }, (_, index) => index);
  for (let at = 0; at < numbers.length; at += 10)
    await Promise.all(
      numbers
        .slice(at, at + 10)
        .map((index) =>
          shop.mutate(shop.vendor, 'openAccount', { accountId: `acc_n${String(index)}`, name: `Ларёк № ${String(index)}` }),
        ),
    );
  const page = await enter('SUPPORT');
  const choice = page.getByRole('banner').getByRole('button', { name: /^Кабинет:/ });
  await choice.filter({ hasText: 'Магазин на Ленина' }).waitFor();
  await choice.click();
  const search = dialogOf(page, 'Найти кабинет');
  await search.getByText('232 кабинета').waitFor();
  await search.getByRole('button', { name: 'Показать ещё' }).click();
  await search.locator('.accounts > li').nth(59).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await search.getByLabel('Поиск').fill('ларек № 217');
  await search.getByText('1 кабинет', { exact: true }).waitFor();
  await search.getByRole('button', { name: 'Ларёк № 217' }).click();
  await page.waitForURL(/account=acc_n217/);
  await choice.filter({ hasText: 'Ларёк № 217' }).waitFor();
  await choice.click();
  await search.getByLabel('Поиск').fill('acc_other');
  await search.getByRole('button', { name: 'Супермаркет «Вега»' }).click();
  await choice.filter({ hasText: 'Супермаркет «Вега»' }).waitFor();
}, 60_000);

it('support reads whether the diagnoses helped, by cause and in the words of those who asked', async () => {
  const rate = (input: object) => shop.mutate(shop.owner, 'rateDiagnosis', input);
  await rate({ helped: true, causes: ['TERM_ENDED', 'BASE_STOPPED'], comment: 'Спасибо, помогло' });
  await rate({ helped: false, causes: ['TERM_ENDED'] });
  const page = await enter('SUPPORT', '/cases');
  await page.getByText('Помогла ли диагностика').click();
  await page.getByText(/Помогло 1 из 2 \(50\s%\)/).waitFor();
  await page.getByRole('row', { name: /База остановлена 1 1 100\s%/ }).waitFor();
  await page.getByText('Спасибо, помогло').waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

it('support retries all that is parked, and reads what came of it', async () => {
  const base = await shop.base('CLOUD');
  shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'throw' });
  for (const device of ['ТСД-1', 'ТСД-2']) await shop.report(base, device, { activationCode: (await shop.issue(CLOUD)).code });
  const page = await enter('SUPPORT', '/health');
  const retry = page.getByRole('button', { name: 'Попробовать все' });
  await retry.click();
  await page.getByText('Потоков всё ещё отложено: 2.').waitFor();
  shop.server.faults();
  await retry.click();
  await page.getByText('Потоков всё ещё отложено: 0.').waitFor();
  await page.getByText('Отложенных событий нет').waitFor();
  expect(await axeFindings(page)).toEqual([]);
});

it('the vendor opens an account, issues licenses for it, and takes their codes along', async () => {
  const page = await enter('VENDOR', '/vendor');
  await page.getByText('Для кабинета «Магазин на Ленина».').waitFor();
  await page.getByLabel('Название').fill('Ларёк у вокзала');
  await page.getByRole('button', { name: 'Открыть кабинет' }).click();
  await page.getByText('Кабинет «Ларёк у вокзала» открыт.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('link', { name: 'Выпустить ему лицензии' }).click();
  await page.getByText('Для кабинета «Ларёк у вокзала».').waitFor();
  await page.getByLabel('Продукт').fill('Магазин 15');
  await page.getByLabel('Сколько', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Выпустить лицензии' }).click();
  const issued = dialogOf(page, 'Лицензии выпущены');
  await issued.locator('code').nth(2).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    issued.getByRole('button', { name: 'Скачать CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('codes.csv');
});

it('the vendor gives a license to another holder, found by name, and withdraws one', async () => {
  for (let count = 0; count < 2; count += 1) {
    const { code } = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  }
  const page = await enter('VENDOR');
  const first = page.getByRole('button', { name: 'Магазин 15' }).first();
  await first.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Сменить владельца' }).click();
  const release = dialogOf(page, 'Сменить владельца');
  await release.getByText('Новый владелец: никому').waitFor();
  await release.getByLabel('Причина').fill('Продана');
  await release.getByLabel('Найти нового владельца').fill('вега');
  await release.getByLabel('Найти нового владельца').press('Enter');
  await release.getByText('1 кабинет', { exact: true }).waitFor();
  await release.getByRole('button', { name: 'Супермаркет «Вега»' }).click();
  await release.getByText('Новый владелец: Супермаркет «Вега»').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await release.getByRole('button', { name: 'Сменить владельца' }).click();
  await release.waitFor({ state: 'detached' });
  await page.locator('[role=table][aria-rowcount="2"]').waitFor();

  const withdrawing = await enter('VENDOR');
  await withdrawing.getByRole('button', { name: 'Магазин 15' }).click();
  await withdrawing.getByRole('dialog').getByRole('button', { name: 'Отозвать' }).click();
  const withdraw = dialogOf(withdrawing, 'Отозвать');
  await withdraw.getByLabel('Причина').fill('Возврат');
  await withdraw.getByRole('button', { name: 'Отозвать' }).click();
  await withdraw.waitFor({ state: 'detached' });
  await withdrawing.getByText('Отозвана').first().waitFor();
});

it('the vendor works off the orders of every account by where they stand', async () => {
  const items = [{ product: { name: 'Магазин 15' }, kind: 'MAIN', quantity: 1, months: 12 }];
  const other = await shop.server.token('OWNER', 'acc_other');
  for (const owner of [shop.owner, other]) await shop.mutate(owner, 'orderLicenses', { items });
  const page = await enter('VENDOR', '/orders');
  await page.getByLabel('Чьи').selectOption('Все кабинеты');
  const row = (name: string): Locator => page.getByRole('row').filter({ hasText: name });
  await row('Магазин на Ленина').waitFor();
  await row('Супермаркет «Вега»').getByRole('button', { name: 'Отметить оплату' }).click();
  await row('Супермаркет «Вега»').getByText('Оплачен', { exact: true }).waitFor();
  await page.getByLabel('Статус').selectOption('Оплачен');
  await row('Магазин на Ленина').waitFor({ state: 'detached' });
  expect(await axeFindings(page)).toEqual([]);
  await row('Супермаркет «Вега»').getByRole('button', { name: 'Выполнить' }).click();
  await dialogOf(page, 'Лицензии выпущены').getByRole('button', { name: 'Закрыть' }).click();
  await page.getByRole('button', { name: 'Уйти без кодов' }).click();
  await page.getByText('Заказов нет').waitFor();
});
