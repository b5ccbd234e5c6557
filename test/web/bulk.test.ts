/** Many licenses at once: each has its own answer, what runs can be stopped, and the whole list is a file. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { CLOUD, MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { addLicenses, productOf } from './long-list-shop.js';
import { axeFindings, visit, type Visit } from './page.js';

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
});
afterEach(async () => {
  for (const { faults, close } of open) {
    expect(faults).toEqual([]);
    await close();
  }
  await shop.close();
});

async function enter(link = shop.server.signInLink('OWNER', 'acc_shop'), path = '/licenses?sort=product'): Promise<Page> {
  const visited = await visit(browser, link.replace('/#', `${path}#`));
  open.push(visited);
  await visited.page.getByRole('row').nth(1).waitFor();
  return visited.page;
}
const rows = (page: Page, count: number): Promise<void> =>
  page.locator(`[role=table][aria-rowcount="${String(count + 1)}"]`).waitFor();
const select = (page: Page, product: string): Promise<void> =>
  page
    .getByRole('row', { name: new RegExp(product) })
    .getByRole('checkbox')
    .check();
const bulk = (page: Page): ReturnType<Page['getByRole']> => page.getByRole('group', { name: 'Со всеми сразу' });

it('removes what is selected and puts it back, each license with its result', async () => {
  await addLicenses(shop, 1, 5);
  const page = await enter();
  await select(page, productOf(2));
  await select(page, productOf(4));
  await bulk(page).getByText('Выбрано 2 лицензии').waitFor();
  await bulk(page).getByRole('button', { name: 'Убрать из списка' }).click();
  const dialog = page.getByRole('dialog', { name: 'Убрать из списка' });
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Убрать из списка' }).click();
  await dialog.getByText('Сделано: 2.').waitFor();
  await dialog.getByRole('row', { name: new RegExp(`${productOf(2)}.*сделано`) }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await rows(page, 3);
  await dialog.getByRole('button', { name: 'Вернуть убранные' }).click();
  await rows(page, 5);
  await page.getByRole('dialog', { name: 'Вернуть в список' }).getByText('Сделано: 2.').waitFor();
});

it('explains in the words of the API what was refused, and does the rest', async () => {
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  await shop.report(base, 'ТСД-1', { activationCode: code });
  const { code: free } = await shop.issue(MAIN);
  await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [free] });
  const page = await enter();
  await rows(page, 2);
  await page.getByRole('checkbox', { name: 'Выбрать загруженные' }).check();
  await bulk(page).getByRole('button', { name: 'Отвязать от устройств' }).click();
  const dialog = page.getByRole('dialog', { name: 'Отвязать от устройств' });
  const begin = dialog.getByRole('button', { name: 'Отвязать от устройств' });
  await dialog.locator('button:disabled', { hasText: 'Отвязать от устройств' }).waitFor();
  await dialog.getByLabel('Работа на устройстве завершена').check();
  await begin.click();
  await dialog.getByText('Сделано: 1. Не сделано: 1.').waitFor();
  await dialog.getByRole('row', { name: /Лицензия не активирована/ }).waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('button', { name: /^Свободная/ })
    .getByText('2')
    .waitFor();
});

it('orders the renewal of all that fit the filters, of each kind its own order', async () => {
  await addLicenses(shop, 1, 3);
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  await shop.report(base, 'ТСД-1', { activationCode: code });
  const page = await enter();
  await rows(page, 4);
  await page.getByRole('button', { name: 'Со всеми сразу' }).click();
  await bulk(page).getByRole('button', { name: 'Заказать продление' }).click();
  const dialog = page.getByRole('dialog', { name: 'Заказать продление' });
  await dialog.getByLabel('Со всеми, что подходят под условия: 4').check();
  await dialog.getByRole('button', { name: 'Заказать продление' }).click();
  await dialog.getByText('Сделано: 4.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('link', { name: 'Заказы' }).click();
  await page.getByText('Не оплачен').nth(1).waitFor();
});

it('goes on where the network was away, and stops when it is told to', async () => {
  await addLicenses(shop, 1, 400);
  const page = await enter();
  await page.getByRole('button', { name: 'Со всеми сразу' }).click();
  await bulk(page).getByRole('button', { name: 'Убрать из списка' }).click();
  const dialog = page.getByRole('dialog', { name: 'Убрать из списка' });
  let isCut = true;
  let asked = 0;
  await page.route('**/graphql', async (route) => {
    if (!(route.request().postData() ?? '').includes('RemoveLicense')) return route.continue();
    asked += 1;
    return isCut && asked > 40 ? route.fulfill({ status: 429, json: LATER }) : route.continue();
  });
  await dialog.getByRole('button', { name: 'Убрать из списка' }).click();
  await dialog.getByText('Готово 40 из 400').waitFor();
  isCut = false;
  await dialog.getByText(/Готово (4[1-9]|[5-9]\d|\d{3}) из 400/).waitFor();
  await dialog.getByRole('button', { name: 'Остановить' }).click();
  await dialog.getByText('Остановлено. Что сделано, то сделано.').waitFor();
  open.length = 0;
});
const LATER = { errors: [{ message: 'later', extensions: { code: 'RATE_LIMITED' } }] };

it('saves the whole list that is filtered, however much of it was looked at, and no formula', async () => {
  await addLicenses(shop, 1, 450);
  const { code } = await shop.issue({ ...MAIN, product: { name: '=HYPERLINK("http://x")' } });
  await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
  const page = await enter();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Скачать весь список (CSV)' }).click();
  const text = readFileSync(await (await coming).path(), 'utf8');
  const lines = text.trimEnd().split('\r\n');
  expect(lines[0]).toBe('\uFEFFПродукт,Уровень,Вид,Код,Статус,Устройство,База,Срок,Обновления до,Как попала');
  expect(lines).toHaveLength(452);
  expect(lines[1]).toMatch(/^"'=HYPERLINK\(""http:\/\/x""\)"/);
  expect(new Set(lines.slice(2).map((line) => line.split(',')[0]))).toEqual(
    new Set(Array.from({ length: 450 }, (_, index) => productOf(index + 1))),
  );
  expect(text).not.toContain(code);
  await page.getByRole('dialog').getByText('Выгружено: 451.').waitFor();
});

it('shows what came of each, and puts them back, also where the list has become empty by it', async () => {
  await addLicenses(shop, 1, 2);
  const page = await enter(undefined, '/licenses?kind=MAIN');
  await page.getByRole('button', { name: 'Со всеми сразу' }).click();
  await bulk(page).getByRole('button', { name: 'Убрать из списка' }).click();
  const dialog = page.getByRole('dialog', { name: 'Убрать из списка' });
  await dialog.getByRole('button', { name: 'Убрать из списка' }).click();
  await page.getByText('Под эти условия ничего не подходит').waitFor();
  await dialog.getByText('Сделано: 2.').waitFor();
  await dialog.getByRole('button', { name: 'Вернуть убранные' }).click();
  await rows(page, 2);
});

it('lets the vendor replace a license by a transition one, whose code is shown once', async () => {
  await addLicenses(shop, 1, 1);
  const page = await enter(shop.server.signInLink('VENDOR'), '/licenses?account=acc_shop');
  await page.getByRole('button', { name: productOf(1) }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Заменить переходной' }).click();
  const dialog = page.getByRole('dialog', { name: 'Заменить переходной' });
  await dialog.getByLabel('Продукт').fill('Магазин 16');
  await dialog.getByRole('button', { name: 'Заменить переходной' }).click();
  const issued = page.getByRole('dialog', { name: 'Лицензии выпущены' });
  await issued.locator('code', { hasText: /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/ }).waitFor();
  await issued.getByRole('button', { name: 'Закрыть' }).click();
  await page.getByRole('dialog').getByText('Заменена', { exact: true }).waitFor();
});

it('lets the vendor withdraw many for a reason, and others only save files', async () => {
  await addLicenses(shop, 1, 2);
  const vendor = await enter(shop.server.signInLink('VENDOR'), '/licenses?account=acc_shop');
  await vendor.getByRole('button', { name: 'Со всеми сразу' }).click();
  await bulk(vendor).getByRole('button', { name: 'Отозвать' }).click();
  const dialog = vendor.getByRole('dialog', { name: 'Отозвать' });
  await dialog.getByLabel('Причина').fill('Возврат оплаты');
  await dialog.getByRole('button', { name: 'Отозвать' }).click();
  await dialog.getByText('Сделано: 2.').waitFor();

  const auditor = await enter(shop.server.signInLink('AUDITOR'), '/licenses?account=acc_shop');
  await auditor.getByRole('checkbox', { name: 'Выбрать загруженные' }).check();
  await bulk(auditor).getByRole('button', { name: 'Скачать CSV' }).waitFor();
  expect(await bulk(auditor).getByRole('button').allTextContents()).toEqual(['Скачать CSV', 'Отмена']);
});

it('says in the language of the page why something cannot be done to a license', async () => {
  await addLicenses(shop, 1, 1);
  const page = await enter();
  await page.getByRole('button', { name: productOf(1) }).click();
  await page.getByRole('dialog').getByText('Лицензия не активирована.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Язык' }).selectOption('en');
  await page.getByRole('button', { name: productOf(1) }).click();
  await page.getByRole('dialog').getByText('The license is not activated.').waitFor();
});
