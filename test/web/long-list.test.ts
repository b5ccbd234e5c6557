/** A list that is longer than a page of the API: it can be jumped about in, and what happens elsewhere does not pull it away. */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './browser.js';
import { addLicenses, openLongList, productOf, type LongList } from './long-list-shop.js';
import { axeFindings, inPage, visit, type PageOptions, type Visit } from './page.js';

const COUNT = 2_000;

let shop: LongList;
let browser: Browser;
beforeAll(async () => {
  [shop, browser] = await Promise.all([openLongList(COUNT), launchBrowser()]);
  shop.server.at('2026-03-10T09:00:00Z');
}, 240_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
});

async function longList(search = 'sort=product', options?: PageOptions): Promise<Visit> {
  const link = shop.server.signInLink('OWNER', 'acc_shop').replace('/#', `/licenses?${search}#`);
  const visited = await visit(browser, link, options);
  await visited.page.getByText(productOf(1)).waitFor();
  return visited;
}

/** Counted from 1. */
const rowAt = (page: Page, number: number): ReturnType<Page['locator']> =>
  page.locator(`[role=row][aria-rowindex="${String(number + 1)}"]`);
const seen = (page: Page, number: number, product = productOf(number)): Promise<void> =>
  rowAt(page, number).getByText(product).waitFor();
const scrollToMiddle = (page: Page): Promise<void> => page.evaluate('scrollTo(0, document.documentElement.scrollHeight / 2)');

/** The first row below the head of the table, and where it stands on the screen. */
const topRow = (page: Page): Promise<{ readonly text: string; readonly top: number }> =>
  inPage(
    page,
    `(() => {
      const rows = [...document.querySelectorAll('.licenses .body .row')].map((row) => [row, row.getBoundingClientRect().top]);
      const [row, top] = rows.filter(([, top]) => top >= 100).sort(([, one], [, other]) => one - other)[0];
      return { text: row.querySelector('.col-product button')?.textContent ?? '', top: Math.round(top) };
    })()`,
  );

it('shows the end of the list when End is pressed, and any place that the scroll bar is dragged to', async () => {
  const { page, faults, close } = await longList();
  await page.keyboard.press('End');
  await seen(page, COUNT);
  await seen(page, COUNT - 5);
  await scrollToMiddle(page);
  await seen(page, COUNT / 2);
  await page.keyboard.press('Home');
  await seen(page, 1);
  expect(faults).toEqual([]);
  await close();
});

it('holds only what is on the screen in the document, however far it was scrolled', async () => {
  const { page, close } = await longList();
  for (let number = 100; number <= 1_500; number += 200) {
    await page.evaluate(`scrollTo(0, ${String(number)} * document.querySelector('.licenses .body .row').offsetHeight)`);
    await seen(page, number);
    expect(await page.getByRole('row').count()).toBeLessThan(60);
  }
  await close();
});

it.each([
  ['reversed=yes', (number: number) => COUNT + 1 - number],
  [`at=2026-03-02T00:00:00.000Z`, (number: number) => number],
])('reads the same rows at each place in every order and at a moment of the past: %s', async (parameters, productAt) => {
  const { page, close } = await longListAt(parameters, productOf(productAt(1)));
  await page.keyboard.press('End');
  await seen(page, COUNT, productOf(productAt(COUNT)));
  await scrollToMiddle(page);
  await seen(page, COUNT / 2, productOf(productAt(COUNT / 2)));
  await close();
});

async function longListAt(parameters: string, first: string): Promise<Visit> {
  const link = shop.server.signInLink('OWNER', 'acc_shop').replace('/#', `/licenses?sort=product&${parameters}#`);
  const visited = await visit(browser, link);
  await seen(visited.page, 1, first);
  return visited;
}

it('is put in order by the names of its columns, which say so and keep it in the address', async () => {
  const { page, close } = await longList();
  await page.getByRole('combobox', { name: 'Порядок' }).selectOption('listed');
  await page.locator('[role=columnheader][aria-sort]').waitFor({ state: 'detached' });
  const product = page.getByRole('columnheader', { name: 'Продукт' });
  await product.getByRole('button').click();
  await seen(page, 1);
  await page.locator('[role=columnheader][aria-sort=ascending]', { hasText: 'Продукт' }).waitFor();
  await product.getByRole('button').click();
  await seen(page, 1, productOf(COUNT));
  await page.locator('[role=columnheader][aria-sort=descending]', { hasText: 'Продукт' }).waitFor();
  await page.reload();
  await seen(page, 1, productOf(COUNT));
  expect(await axeFindings(page)).toEqual([]);
  await close();
});

it('filters by a product that is chosen from those of the list', async () => {
  const { page, close } = await longList();
  const products = page.getByRole('combobox', { name: 'Продукт' });
  await products.focus();
  await products.locator('option', { hasText: productOf(1_234) }).waitFor({ state: 'attached' });
  await products.selectOption(productOf(1_234));
  await seen(page, 1, productOf(1_234));
  await page.locator('[role=table][aria-rowcount="2"]').waitFor();
  await close();
});

it('changes the language at the row that is looked at', async () => {
  const { page, close } = await longList();
  await scrollToMiddle(page);
  await seen(page, COUNT / 2);
  const before = await topRow(page);
  await page.getByRole('combobox', { name: 'Язык' }).selectOption('en');
  await page.getByRole('heading', { name: 'Licenses', level: 1 }).waitFor({ state: 'attached' });
  await seen(page, COUNT / 2);
  const after = await topRow(page);
  expect(after.text.replace(/^.*Лицензия/, '')).toBe(before.text.replace(/^.*Лицензия/, ''));
  await close();
});

describe('while others change it', () => {
  it('shows what became of a license in its row, and what is no longer in the list, without moving', async () => {
    const { page, close } = await longList();
    await scrollToMiddle(page);
    await seen(page, COUNT / 2);
    const before = await topRow(page);
    const withdrawn = shop.licenses[COUNT / 2 - 1];
    await shop.mutate(shop.vendor, 'withdrawLicense', { licenseId: withdrawn?.licenseId, reason: 'Возврат' });
    await rowAt(page, COUNT / 2)
      .getByText('Отозвана')
      .waitFor();
    const removed = shop.licenses[COUNT / 2];
    await shop.mutate(shop.owner, 'removeLicenseFromList', { licenseId: removed?.licenseId });
    await rowAt(page, COUNT / 2 + 1)
      .getByText('уже не в списке')
      .waitFor();
    expect(await topRow(page)).toEqual({ ...before, top: expect.any(Number) });
    await shop.mutate(shop.owner, 'restoreLicenseToList', { licenseId: removed?.licenseId });
    await close();
  });

  it('stays at the row that is looked at when others come before it, also when it is read again', async () => {
    const { page, close } = await longList();
    await scrollToMiddle(page);
    await seen(page, COUNT / 2);
    const before = await topRow(page);
    // Before all others in the order of products.
    const added = await addLicenses(shop, 0, 1);
    await page.getByText('Список изменился.').waitFor();
    expect((await topRow(page)).text).toBe(before.text);
    await page.getByRole('button', { name: 'Обновить' }).click();
    await page.locator(`[role=table][aria-rowcount="${String(COUNT + 2)}"]`).waitFor();
    await seen(page, COUNT / 2 + 1, productOf(COUNT / 2));
    await page.getByText(before.text).first().waitFor();
    expect((await topRow(page)).text).toBe(before.text);
    await shop.mutate(shop.owner, 'removeLicenseFromList', { licenseId: added[0]?.licenseId });
    await close();
  });

  it('shows at its top what comes there', async () => {
    const { page, close } = await longList();
    const added = await addLicenses(shop, 0, 1);
    await seen(page, 1, productOf(0));
    await shop.mutate(shop.owner, 'removeLicenseFromList', { licenseId: added[0]?.licenseId });
    await seen(page, 1);
    await close();
  });
});

it('says that there is no network, and reads the rows that were missing once it is back', async () => {
  const { page, close } = await longList();
  await page.context().setOffline(true);
  await page.getByText(/Нет сети|Сервер не отвечает/).waitFor();
  await scrollToMiddle(page);
  await rowAt(page, COUNT / 2)
    .getByText('Загружается')
    .waitFor();
  await page.context().setOffline(false);
  await seen(page, COUNT / 2);
  await page.getByText(/Нет сети|Сервер не отвечает/).waitFor({ state: 'detached' });
  await close();
});

it('has rows of one height on a phone, with nothing cut off', async () => {
  const { page, close } = await longList('sort=product', { width: 390 });
  await page.keyboard.press('End');
  await seen(page, COUNT);
  const cut = await inPage(
    page,
    `[...document.querySelectorAll('.licenses .body .row:not(.unread)')].some((row) => row.scrollHeight > row.clientHeight + 1)`,
  );
  expect(cut).toBe(false);
  expect(await axeFindings(page)).toEqual([]);
  await close();
});
