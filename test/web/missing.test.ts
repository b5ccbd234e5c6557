/** "Why is my license missing?" from everywhere: only what is not known is asked, and the answer leads on. */
import type { Browser, Page } from 'playwright-core';
import { CLOUD, MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit, type PageOptions, type Visit } from './page.js';

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
  for (const visited of open) {
    expect(visited.faults).toEqual([]);
    await visited.close();
  }
  await shop.close();
});

async function enter(path = '/licenses', options: PageOptions = {}): Promise<Page> {
  const visited = await visit(browser, shop.server.signInLink('OWNER', 'acc_shop').replace('/#', `${path}#`), options);
  open.push(visited);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  return visited.page;
}
const fields = (page: Page): Promise<string[]> =>
  page
    .locator('main form')
    .locator('input:visible, select:visible')
    .evaluateAll((found) =>
      found.map(
        (field) =>
          (field as unknown as { labels: { firstChild: { textContent: string } }[] }).labels[0]?.firstChild.textContent ?? '',
      ),
    );

it('from the empty list, asks what is known; a code that is typed says its kind itself', async () => {
  const { code } = await shop.issue(MAIN);
  const page = await enter();
  await page.locator('.empty').getByRole('link', { name: 'Почему нет лицензии?' }).click();
  await page.getByLabel('Код активации').waitFor();
  expect(await fields(page)).toEqual([
    'Код активации',
    'Устройство',
    'База',
    'Какая лицензия ожидалась',
    'Имя файла, который загружали',
  ]);
  await page.getByLabel('Код активации').fill(code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'));
  await page.getByText('Ошибка в группе 5.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Код активации').fill(code);
  await page.getByLabel('Какая лицензия ожидалась').waitFor({ state: 'detached' });
  expect(await fields(page)).toEqual(['Код активации', 'Устройство', 'База']);
  await page.getByRole('button', { name: 'Найти причину' }).click();
  await page.getByRole('link', { name: 'Добавить лицензию по коду или из файла' }).click();
  await page.getByLabel('Коды, по одному в строке').waitFor();
});

it('from a search that found nothing, a code is not asked for again', async () => {
  const { code } = await shop.issue(MAIN);
  const page = await enter();
  await page.getByRole('searchbox').fill(code);
  await page.getByText('Под эти условия ничего не подходит').waitFor();
  await page.locator('.empty').getByRole('link', { name: 'Почему нет лицензии?' }).click();
  await page.locator('main form').waitFor();
  expect(await page.getByLabel('Код активации').inputValue()).toBe(code);
});

it('from the menu, finds a device by its name among any number, and asks nothing of it that it knows', async () => {
  const device = await shop.report(await shop.base('CLOUD'), 'T-1', { name: 'Касса' });
  const page = await enter('/missing');
  const typed = page.getByLabel('Устройство');
  await typed.fill('Касса');
  await page.locator('datalist option').first().waitFor({ state: 'attached' });
  await typed.fill('Касса · T-1');
  await page.getByRole('button', { name: 'Найти причину' }).click();
  await page.getByRole('heading', { name: 'На устройстве нет лицензии' }).waitFor();
  await page.goto(`${shop.server.url}/missing?device=${device}`);
  await page.getByRole('heading', { name: 'На устройстве нет лицензии' }).waitFor();
  await page.getByText('Указать, что ещё известно').click();
  expect(await fields(page)).not.toContain('Устройство');
});

it('says that the license has appeared, without a reload', async () => {
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'throw' });
  const device = await shop.report(base, 'T-1', { activationCode: code });
  const page = await enter(`/missing?device=${device}`);
  await page.getByText('Вот что мешает:').waitFor();
  shop.server.faults();
  await shop.mutate(shop.support, 'retryParkedEvents', {});
  await page.getByText('Лицензия появилась.').waitFor();
});

it('leads a device that is on no base to the QR code of the one that it should be on', async () => {
  const base = await shop.base('CLOUD');
  const device = await shop.report(base, 'T-1');
  await shop.mutate(shop.owner, 'unlinkDeviceFromDatabase', { deviceId: device, databaseId: base });
  const page = await enter(`/missing?device=${device}`);
  await page.getByText('Указать, что ещё известно').click();
  await page.getByLabel('База', { exact: false }).selectOption(base);
  await page.getByRole('button', { name: 'Найти причину' }).click();
  await page.getByRole('link', { name: 'Подключить устройство к базе' }).first().click();
  await page.getByRole('img', { name: /QR-код базы/ }).waitFor();
});

it('is printed in full, without what only a screen needs', async () => {
  const device = await shop.report(await shop.base('LOCAL'), 'T-1');
  const page = await enter(`/missing?device=${device}`, { scheme: 'dark', width: 390 });
  await page.getByText('Вот что мешает:').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(await inPage(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.emulateMedia({ media: 'print' });
  await inPage(page, "dispatchEvent(new Event('beforeprint'))");
  await page.getByText('Магазин на Ленина').last().waitFor();
  await page.locator('.event').first().waitFor();
  expect(await page.locator('button:visible, nav:visible, form:visible').count()).toBe(0);
  expect(await inPage(page, 'getComputedStyle(document.documentElement).color')).toBe('rgb(0, 0, 0)');
  await inPage(page, "dispatchEvent(new Event('afterprint'))");
  await page.locator('.event').first().waitFor({ state: 'hidden' });
});
