/** Devices and bases in the page: what each is, how a device finds its base, and what can be done to them. */
import type { Browser, Locator, Page } from 'playwright-core';
import { CLOUD, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { axeFindings, visit, type PageOptions, type Visit } from './page.js';
import { readQrCode } from './qr-code.js';

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

/** At an address of the page, signed in. */
async function enter(path: string, options: PageOptions = {}, link = shop.server.signInLink('OWNER', 'acc_shop')): Promise<Page> {
  const visited = await visit(browser, link.replace('/#', `${path}#`), options);
  open.push(visited);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  return visited.page;
}
const row = (page: Page, name: RegExp): Locator => page.getByRole('row', { name });

it('tells of a device what it is, in which mode it runs and why, and leads to the question why it has no license', async () => {
  const base = await shop.base('CLOUD');
  const { code } = await shop.issue(CLOUD);
  await shop.report(base, 'T-1', {
    name: 'Касса',
    model: 'Zebra TC21',
    os: 'Android 11',
    clientVersion: '3.4.2',
    activationCode: code,
  });
  await shop.report(base, 'T-2', { name: 'Склад' });
  const page = await enter('/devices');
  await row(page, /Касса.*Zebra TC21 · Android 11 · клиент 3\.4\.2 · T-1.*Полный.*Лицензия действует.*Магазин 15/).waitFor();
  await row(page, /Склад.*Демо.*На устройстве нет лицензии/).waitFor();
  await page.getByLabel('Режим').selectOption('DEMO');
  await row(page, /Касса/).waitFor({ state: 'detached' });
  await row(page, /Склад/).waitFor();
  await row(page, /Склад/).getByRole('link', { name: 'Почему нет лицензии?' }).click();
  await page.getByRole('heading', { name: 'На устройстве нет лицензии' }).waitFor();
});

it('renames a device, and takes it off its base; it then says so', async () => {
  await shop.report(await shop.base('CLOUD'), 'T-1', { name: 'Касса' });
  const page = await enter('/devices');
  await row(page, /Касса/)
    .getByRole('button', { name: /Переименовать/ })
    .click();
  const renaming = page.getByRole('dialog', { name: 'Переименовать' });
  await renaming.getByLabel('Название').fill('Касса у входа');
  expect(await axeFindings(page)).toEqual([]);
  await renaming.getByRole('button', { name: 'Сохранить' }).click();
  await row(page, /Касса у входа/).waitFor();
  await row(page, /Касса у входа/)
    .getByRole('button', { name: /Отвязать от базы/ })
    .click();
  await page.getByRole('dialog').getByText('Отвязать «Касса у входа»').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Отвязать от базы' }).click();
  await row(page, /Касса у входа.*Не подключено к базе/).waitFor();
});

it('shows the address of a base as a QR code, which an independent reader reads', async () => {
  const base = await shop.base('CLOUD');
  for (const scheme of ['light', 'dark'] as const) {
    const page = await enter('/databases', { scheme, width: scheme === 'dark' ? 390 : 1280 });
    const button = page.getByRole('button', { name: /Подключить устройство/ });
    await button.click();
    const code = page.getByRole('img', { name: /QR-код базы/ });
    await code.waitFor();
    expect(await readQrCode(page, code)).toBe(`${shop.server.url}/connect/${base}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('button:focus', { hasText: 'Подключить устройство' }).waitFor();
  }
}, 60_000);

it('leads whoever opens the address of a QR code to the devices of that base', async () => {
  const [base, other] = [await shop.base('CLOUD'), await shop.base('CLOUD')];
  await shop.report(base, 'T-1');
  await shop.report(other, 'T-2');
  const page = await enter(`/connect/${base}`);
  await row(page, /T-1/).waitFor();
  expect(await row(page, /T-2/).count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/devices');
  await page.getByRole('combobox', { name: 'База', exact: true }).selectOption('');
  await row(page, /T-2/).waitFor();
});

it('stops a base, starts it again, and deletes it only once its name was typed', async () => {
  await shop.base('CLOUD', { name: 'Самара' });
  const page = await enter('/databases');
  const act = async (action: string): Promise<Locator> => {
    await row(page, /Самара/)
      .getByRole('button', { name: new RegExp(`^${action}`) })
      .click();
    return page.getByRole('dialog', { name: action });
  };
  await (await act('Остановить')).getByRole('button', { name: 'Остановить' }).click();
  await row(page, /Самара.*Остановлена/).waitFor();
  await (await act('Запустить')).getByRole('button', { name: 'Запустить' }).click();
  await row(page, /Самара.*Работает/).waitFor();

  const deleting = await act('Удалить');
  const confirm = deleting.getByRole('button', { name: 'Удалить' });
  await deleting.getByLabel('Для подтверждения введите название базы').fill('самара');
  await deleting.locator('button:disabled', { hasText: 'Удалить' }).waitFor();
  await deleting.getByLabel('Для подтверждения введите название базы').fill('Самара');
  await confirm.click();
  await row(page, /Самара.*Удалена/).waitFor();
  expect(
    await row(page, /Самара/)
      .getByRole('button')
      .count(),
  ).toBe(0);
}, 60_000);

it('offers a partner and an auditor nothing that they may not do', async () => {
  await shop.report(await shop.base('CLOUD'), 'T-1');
  for (const role of ['PARTNER', 'AUDITOR'] as const) {
    const page = await enter('/devices', {}, shop.server.signInLink(role, 'acc_shop'));
    await row(page, /T-1/).waitFor();
    expect(await page.getByRole('button', { name: /Переименовать|Отвязать/ }).count()).toBe(0);
  }
});

it('keeps the focus in the page where what was done took its button away', async () => {
  await shop.base('CLOUD', { name: 'Самара' });
  const page = await enter('/databases');
  await row(page, /Самара/)
    .getByRole('button', { name: /^Остановить/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Остановить' }).click();
  await row(page, /Самара.*Остановлена/).waitFor();
  await page.locator('main:focus, main :focus').waitFor();
});
