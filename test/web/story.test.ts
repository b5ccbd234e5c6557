/** The founding story in the page: licenses that come by themselves or by hand, what is done to them, and why one is missing. */
import type { Browser, Page } from 'playwright-core';
import { CLOUD, MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
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
  for (const visited of open) {
    expect(visited.faults).toEqual([]);
    await visited.close();
  }
  await shop.close();
});

async function enter(link = shop.server.signInLink('OWNER', 'acc_shop')): Promise<Page> {
  const visited = await visit(browser, link);
  open.push(visited);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  return visited.page;
}
const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const rows = (page: Page, count: number): Promise<void> =>
  page.locator(`[role=table][aria-rowcount="${String(count + 1)}"]`).waitFor();

it('a cloud license comes by itself; unlinked with the declaration, it is activated on another device', async () => {
  const page = await enter();
  await page.getByText('В списке пока нет лицензий').waitFor();
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  await shop.report(base, 'ТСД-1', { activationCode: code });
  await shop.report(base, 'ТСД-2');
  await rows(page, 1);

  await page.getByRole('button', { name: 'Магазин 15' }).click();
  const details = page.getByRole('dialog').first();
  await details.getByRole('button', { name: 'Отвязать от устройства' }).click();
  const unlinking = page.getByRole('dialog', { name: 'Отвязать от устройства' });
  await unlinking.locator('button:disabled', { hasText: 'Отвязать от устройства' }).waitFor();
  await unlinking.getByLabel('Работа на устройстве завершена').check();
  expect(await axeFindings(page)).toEqual([]);
  await unlinking.getByRole('button', { name: 'Отвязать от устройства' }).click();
  await details.getByText('Свободная').waitFor();

  await details.getByRole('button', { name: 'Активировать', exact: true }).click();
  const activating = page.getByRole('dialog', { name: 'Активировать' });
  await activating.getByLabel(/ТСД-2/).check();
  await activating.getByRole('button', { name: 'Активировать', exact: true }).click();
  await details.getByText('Лицензия отвязана').first().waitFor();
  await details.getByText(/ТСД-2/).first().waitFor();
  await details.locator('.status', { hasText: 'Активирована' }).first().waitFor();
});

it('main licenses are added by their codes, the wrong group marked as it is typed, and by files, each with its result', async () => {
  const [typed, filed] = [await shop.issue(MAIN), await shop.issue(MAIN)];
  const page = await enter();
  await tab(page, 'Добавить лицензии');
  const [first = '', second = '', ...others] = typed.code.split('-');
  const wrong = [first, second.slice(0, -1) + (second.endsWith('0') ? '1' : '0'), ...others].join('-');
  const field = page.getByLabel('Коды, по одному в строке');
  await field.fill(wrong);
  await page.getByText('Код 1: ошибка в группе 2.').waitFor();
  await page.locator('mark', { hasText: wrong.split('-')[1] ?? '' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await field.fill(`${typed.code.toLowerCase().replaceAll('-', ' ')}\n${wrong}`);
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.getByRole('heading', { name: /добавлена 1, 1 не принята/ }).waitFor();

  const files = [
    { name: 'good.xml', mimeType: 'text/xml', buffer: Buffer.from(await shop.server.licenseFile([filed.code])) },
    { name: 'letter.xml', mimeType: 'text/xml', buffer: Buffer.from('<letter>no license</letter>') },
  ];
  await page.getByLabel(/Файлы лицензий/).setInputFiles(files);
  await page.getByRole('row', { name: /letter\.xml Не файл лицензии/ }).waitFor();
  await page.getByRole('row', { name: /good\.xml Добавлена/ }).waitFor();
  await page.getByRole('link', { name: 'К списку лицензий' }).click();
  await rows(page, 2);
});

it('a fault of the cabinet is diagnosed, mended by support, and the page says by itself that the license is there', async () => {
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'throw' });
  await shop.report(base, 'ТСД-1', { activationCode: code });
  const page = await enter();
  await tab(page, 'Устройства');
  await page.getByRole('row', { name: /ТСД-1/ }).getByRole('link', { name: 'Почему нет лицензии?' }).click();
  await page.getByText('Вот что мешает:').waitFor();
  await page.getByText('Доказательства').first().click();
  await page.getByText('Лицензия активирована').first().waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'да', exact: true }).click();
  await page.getByText('Спасибо за ответ').waitFor();

  const support = await enter(shop.server.signInLink('SUPPORT'));
  await tab(support, 'Состояние');
  shop.server.faults();
  await support.getByRole('button', { name: 'Повторить' }).first().click();
  await support.getByText('Отложенных событий нет').waitFor();
  await page.getByText('Лицензия в списке, и с ней всё в порядке').waitFor();
});

it('a case is opened with the diagnosis, and support resolves it', async () => {
  await shop.report(await shop.base('LOCAL'), 'ТСД-1');
  const page = await enter();
  await tab(page, 'Устройства');
  await page.getByRole('row', { name: /ТСД-1/ }).getByRole('link', { name: 'Почему нет лицензии?' }).click();
  await page.getByRole('button', { name: 'Написать в поддержку' }).last().click();
  await page.getByLabel('Сообщение (необязательно)').fill('Вчера работала');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await page.getByRole('link', { name: 'Обращение отправлено' }).waitFor();

  const support = await enter(shop.server.signInLink('SUPPORT'));
  await tab(support, 'Обращения');
  await support.getByText('Вчера работала').waitFor();
  await support.getByRole('button', { name: 'Закрыть обращение' }).click();
  await support.getByLabel('Что сделано').fill('Лицензия выпущена заново');
  await support.getByRole('dialog').getByRole('button', { name: 'Закрыть обращение' }).click();
  await support.getByText('Лицензия выпущена заново').waitFor();
});

it('a moment of the past is shown as it was, and nothing can be changed in it', async () => {
  const { licenseId, code } = await shop.issue(MAIN);
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  shop.server.at('2026-04-01T09:00:00Z');
  await shop.mutate(shop.owner, 'removeLicenseFromList', { licenseId });
  const page = await enter();
  await page.getByText('В списке пока нет лицензий').waitFor();
  await page.getByText('Показать на момент прошлого').click();
  await page.getByLabel('Момент', { exact: true }).fill('2026-03-15T12:00');
  await page.getByText(/Кабинет показан на 15 мар/).waitFor();
  await rows(page, 1);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Магазин 15' }).click();
  await page.getByRole('dialog').getByText('История лицензии').waitFor();
  await page.getByRole('dialog').getByText('Лицензия добавлена в список').first().waitFor();
  expect(await page.getByRole('dialog').getByText('Действия').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Что изменилось с тех пор' }).click();
  const gone = page.getByRole('row').filter({ hasText: /Магазин 15.*Пропала.*Лицензия убрана из списка/ });
  await gone.waitFor();
  await tab(page, 'Лицензии');
  await page.getByRole('button', { name: 'Вернуться в настоящее' }).click();
  await page.getByText('В списке пока нет лицензий').waitFor();
});

it('a partner who switches accounts sees nothing of the one before', async () => {
  const ours = await shop.issue(MAIN);
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [ours.code] });
  const page = await enter(shop.server.signInLink('PARTNER', 'acc_shop', 'acc_other'));
  const accounts = page.getByRole('combobox', { name: 'Кабинет' });
  await accounts.selectOption('Магазин на Ленина');
  await rows(page, 1);
  await accounts.selectOption('Супермаркет «Вега»');
  await page.getByText('В списке пока нет лицензий').waitFor();
  await page.locator('main', { hasText: 'Магазин 15' }).waitFor({ state: 'detached' });
  await page.goBack();
  await rows(page, 1);
});

it('the network that went is told, and what was missed meanwhile is there once it is back', async () => {
  const { code } = await shop.issue(MAIN);
  const page = await enter();
  await page.getByText('В списке пока нет лицензий').waitFor();
  await page.context().setOffline(true);
  await page.getByText(/Нет сети|Сервер не отвечает/).waitFor();
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  await page.context().setOffline(false);
  await rows(page, 1);
  await page.getByText(/Нет сети|Сервер не отвечает/).waitFor({ state: 'detached' });
  // The browser itself tells the console of every request that did not get through.
  open.length = 0;
});

it('an order is paid and fulfilled by the vendor, and its licenses are in the list', async () => {
  const page = await enter();
  await tab(page, 'Заказы');
  await page.getByRole('button', { name: 'Заказать лицензии' }).click();
  await page.getByLabel('Продукт').fill('Магазин 15');
  await page.getByLabel('Сколько', { exact: true }).fill('2');
  await page.getByRole('dialog').getByRole('button', { name: 'Заказать лицензии' }).click();
  await page.getByText('Не оплачен').waitFor();

  const vendor = await enter(shop.server.signInLink('VENDOR').replace('/#', '/orders?account=acc_shop#'));
  await vendor.getByRole('button', { name: 'Отметить оплату' }).click();
  await vendor.getByRole('button', { name: 'Выполнить' }).click();
  await vendor.getByRole('dialog').getByText('Коды показаны один раз').waitFor();
  await vendor.getByRole('dialog').locator('code').nth(1).waitFor();
  expect(await vendor.getByRole('dialog').locator('code').count()).toBe(2);
  await tab(page, 'Лицензии');
  await rows(page, 2);
});
