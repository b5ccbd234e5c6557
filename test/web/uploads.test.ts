/** License files in the page: many of them, one that is far too large, and a network that goes in between. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { axeFindings, visit, type Visit } from './page.js';

const MANY = 1_200;
const FAR_TOO_LARGE = 200 * 1024 * 1024;

let shop: Shop;
let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-files-'));
  browser = await launchBrowser();
  shop = await openShop({ page: true });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
async function addPage(): Promise<Visit> {
  const visited = await visit(browser, shop.server.signInLink('OWNER', 'acc_shop').replace('/#', '/add#'));
  await visited.page.getByLabel(/Файлы лицензий/).waitFor();
  return visited;
}
const send = (page: Page, files: readonly string[]): Promise<void> => page.getByLabel(/Файлы лицензий/).setInputFiles([...files]);

it('refuses a file of 200 MB at once, says why, and takes the others', async () => {
  const { code } = await shop.issue(MAIN);
  const large = fileOf('backup.xml', '<licenses>');
  truncateSync(large, FAR_TOO_LARGE);
  const { page, faults, close } = await addPage();
  await send(page, [large, fileOf('good.xml', await shop.server.licenseFile([code]))]);
  await page.getByRole('row', { name: /backup\.xml Слишком большой .*больше 64 МБ/ }).waitFor();
  await page.getByRole('row', { name: /good\.xml Добавлена/ }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
}, 60_000);

it('takes more files than fit into a request, and counts what came of them', async () => {
  const files = Array.from({ length: MANY }, (_, index) => fileOf(`letter-${String(index)}.xml`, '<letter/>'));
  const { page, faults, close } = await addPage();
  await send(page, files);
  await page.getByRole('heading', { name: /1\s200 не принято/ }).waitFor({ timeout: 60_000 });
  await page.getByText('И ещё строк: 700.').waitFor();
  expect(faults).toEqual([]);
  await close();
}, 120_000);

it('says that the network went, and keeps what had come of the files before', async () => {
  const files = Array.from({ length: 600 }, (_, index) => fileOf(`note-${String(index)}.xml`, '<letter/>'));
  const { page, close } = await addPage();
  let requests = 0;
  await page.route('**/license-files', (route) => {
    requests += 1;
    return requests === 1 ? route.continue() : route.abort('internetdisconnected');
  });
  await send(page, files);
  await page.getByRole('alert').filter({ hasText: 'Сервер не ответил' }).waitFor({ timeout: 60_000 });
  await page.getByRole('heading', { name: /500 не принято/ }).waitFor();
  await close();
}, 120_000);
