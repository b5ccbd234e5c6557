/** Every tab of every role (a member has the owner's): it is there, shows something, is accessible, and fits the screen. */
import type { Browser } from 'playwright-core';
import type { Role } from '../../src/domain/events.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit } from './page.js';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startTestServer({ demo: true, page: true }), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});

const OWNERS = [
  '/licenses',
  '/devices',
  '/databases',
  '/add',
  '/missing',
  '/position',
  '/orders',
  '/history',
  '/changes',
  '/cases',
];
const TABS: Readonly<Partial<Record<Role, readonly string[]>>> = {
  OWNER: OWNERS,
  PARTNER: ['/licenses', '/devices', '/databases', '/add', '/missing', '/position', '/orders', '/cases'],
  SUPPORT: [
    '/licenses',
    '/devices',
    '/databases',
    '/missing',
    '/position',
    '/orders',
    '/history',
    '/changes',
    '/cases',
    '/health',
  ],
  AUDITOR: ['/licenses', '/devices', '/databases', '/position', '/orders', '/history', '/changes'],
  VENDOR: ['/licenses', '/devices', '/databases', '/position', '/orders', '/vendor'],
  OPERATOR: ['/health'],
};
const LOADING = /^(Загружается|Loading)…$/;
const ACCOUNTS = { OWNER: ['acc_demo'], MEMBER: ['acc_demo'], PARTNER: ['acc_demo'] } as Readonly<
  Record<string, readonly string[]>
>;

describe.each(Object.entries(TABS) as readonly [Role, readonly string[]][])('%s', (role, tabs) => {
  it.each([
    ['light', 1280, 'ru-RU'],
    ['dark', 390, 'en-US'],
  ] as const)(
    'has its tabs, each of which is accessible: %s, %i px wide, %s',
    async (scheme, width, locale) => {
      const link = server.signInLink(role, ...(ACCOUNTS[role] ?? []));
      const { page, faults, close } = await visit(browser, link, { scheme, width, locale });
      await page.getByRole('navigation').waitFor();
      const links = page.getByRole('navigation').getByRole('link');
      const paths = await links.evaluateAll((elements) => elements.map((element) => (element as unknown as URL).pathname));
      expect(paths).toEqual(tabs);
      for (const [index, path] of tabs.entries()) {
        await links.nth(index).click();
        await page.waitForURL(`**${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByText(LOADING).first().waitFor({ state: 'hidden' });
        expect({ path, findings: await axeFindings(page) }).toEqual({ path, findings: [] });
        expect({ path, fits: await inPage(page, 'document.documentElement.scrollWidth <= innerWidth') }).toEqual({
          path,
          fits: true,
        });
      }
      expect(faults).toEqual([]);
      await close();
    },
    60_000,
  );
});
