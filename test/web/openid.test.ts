/** Signing in to the page by an OpenID provider, in a browser for which the provider is another site (test/support/openid). */
import type { Browser, Page } from 'playwright-core';
import { startTestProvider, type Conduct, type Person, type TestProvider } from '../support/openid/provider.js';
import { answerOf } from '../support/openid/visitor.js';
import { freePort } from '../support/server-process.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit, type PageOptions } from './page.js';

const PEOPLE: Readonly<Record<string, Person>> = {
  anna: { sub: 'anna', name: 'Анна', locale: 'ru', role: 'OWNER', accounts: ['acc_anna'] },
  boris: { sub: 'boris', name: 'Борис', locale: 'ru', role: 'OWNER', accounts: ['acc_boris'] },
  partner: { sub: 'partner', name: 'Пётр', locale: 'ru', role: 'PARTNER', accounts: ['acc_anna', 'acc_boris'] },
  auditor: { sub: 'auditor', name: 'Алла', locale: 'ru', role: 'AUDITOR', accounts: ['*'] },
  support: { sub: 'support', name: 'Ольга', locale: 'ru', role: 'SUPPORT', accounts: ['*'] },
  guest: { sub: 'guest', name: 'Гость', locale: 'ru' },
};
/** Of each account, a base that nobody else has. */
const BASES = { acc_anna: 'Касса на Ленина', acc_boris: 'Склад на Мира' } as const;

interface Installation {
  readonly provider: TestProvider;
  readonly server: TestServer;
}

async function startInstallation(conduct: Conduct = {}): Promise<Installation> {
  const started = await startTestProvider(PEOPLE);
  started.behave(conduct);
  const port = await freePort();
  const environment = { ...started.environment(`http://127.0.0.1:${String(port)}`), PORT: String(port) };
  return { provider: started, server: await startTestServer({ page: true, environment }) };
}

let provider: TestProvider;
let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  ({ provider, server } = await startInstallation());
  const vendor = await provider.token({ sub: 'vendor', role: 'VENDOR', accounts: ['*'] });
  for (const [accountId, name] of Object.entries(BASES)) {
    const owner = await provider.token({ sub: 'owner', role: 'OWNER', accounts: [accountId] });
    await done(vendor, 'openAccount', { accountId, name: `Магазин ${accountId}` });
    await done(owner, 'registerDatabase', { name, kind: 'LOCAL' });
  }
}, 120_000);
async function done(token: string, mutation: string, input: object): Promise<void> {
  const { errors } = await server.mutate<{ errors: readonly unknown[] }>(token, mutation, input);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
}
beforeEach(() => {
  provider.behave({});
  for (const [name, person] of Object.entries(PEOPLE)) provider.people.set(name, person);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await provider.close();
});

interface Opened {
  readonly page: Page;
  /** Addresses that the page itself had, without the provider's. */
  readonly addresses: readonly string[];
  readonly faults: () => readonly string[];
  close(): Promise<void>;
}

async function open(path: string, options: PageOptions = {}, at: Installation = { provider, server }): Promise<Opened> {
  const { page, faults, close } = await visit(browser, at.server.url, options);
  const addresses: string[] = [];
  page.on('framenavigated', (frame) => {
    if (frame.url().startsWith(at.server.url)) addresses.push(frame.url());
  });
  await page.goto(at.server.url + path);
  // The way to the provider and back is the only one that leads elsewhere.
  return { page, addresses, faults: () => faults.filter((fault) => !fault.startsWith(`${at.provider.issuer}/`)), close };
}

const SIGN_IN = { ru: 'Войти через службу входа', en: 'Sign in at the sign-in service' } as const;

const toProvider = (page: Page, language: keyof typeof SIGN_IN = 'ru'): Promise<void> =>
  page.getByRole('link', { name: SIGN_IN[language] }).click();

async function signIn(page: Page, name: string): Promise<void> {
  await toProvider(page);
  await page.getByRole('link', { name, exact: true }).click();
}

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name, level: 1 }).waitFor();
const alert = (page: Page, text: string): Promise<void> => page.getByRole('alert').filter({ hasText: text }).waitFor();
/** The server's next answer to the page is that its token is not good any more, as when its minutes are over. */
async function expireToken(page: Page): Promise<void> {
  let left = 1;
  await page.route('**/graphql', (route) =>
    left-- > 0 ? route.fulfill({ status: 401, json: { errors: [] } }) : route.fallback(),
  );
}

describe('signing in', () => {
  it('leads through the provider back to where it began, and leaves nothing in addresses, storage and what scripts see', async () => {
    const { page, addresses, faults, close } = await open('/databases?account=acc_anna');
    await heading(page, 'Вход');
    expect(await axeFindings(page)).toEqual([]);
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    await page.getByText('Анна').first().waitFor();
    const left = {
      address: page.url(),
      stored: await inPage(page, '[...Object.values({ ...localStorage }), ...Object.values({ ...sessionStorage })]'),
      cookie: await inPage(page, 'document.cookie'),
    };
    expect(left).toEqual({ address: `${server.url}/databases?account=acc_anna`, stored: [], cookie: '' });
    expect(addresses.filter((address) => /code|state|token|eyJ/.test(address))).toEqual([]);
    expect(faults()).toEqual([]);
    await close();
  });

  it('lasts when the page is loaded again, and while the provider renews it', async () => {
    const { page, faults, close } = await open('/databases');
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    await page.reload();
    await page.getByText(BASES.acc_anna).first().waitFor();
    const before = provider.asked.filter((asked) => asked === 'POST /token').length;
    await expireToken(page);
    await page.getByRole('navigation').getByRole('link', { name: 'Лицензии', exact: true }).click();
    await page.getByText('В списке пока нет лицензий').waitFor();
    expect(provider.asked.filter((asked) => asked === 'POST /token').length).toBeGreaterThan(before);
    // The answer that the page refused to believe in is the only fault.
    expect(faults().filter((fault) => !fault.includes('401'))).toEqual([]);
    await close();
  });

  it('is over, and says so, when the provider renews it no more', async () => {
    const { page, close } = await open('/databases');
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    provider.withdraw('anna');
    await expireToken(page);
    await page.getByRole('navigation').getByRole('link', { name: 'Лицензии', exact: true }).click();
    await alert(page, 'Вход закончился. Войдите снова.');
    await page.getByText(BASES.acc_anna).waitFor({ state: 'detached' });
    // The provider knows her still, and asks nothing.
    await toProvider(page);
    await heading(page, 'Лицензии');
    await close();
  });
});

describe('what can go wrong', () => {
  const FAILURES: readonly (readonly [string, Conduct, string, string, string])[] = [
    ['the provider lets nobody in', {}, 'nobody', 'Служба входа не впустила', 'did not let you in'],
    ['the person has no role here', {}, 'guest', 'роли или кабинетов здесь у вас нет', 'no role or accounts here'],
    [
      'another issuer answers',
      { answerIssuer: 'https://evil.example' },
      'anna',
      'не та служба входа, которая здесь настроена',
      'Another sign-in service answered',
    ],
    ['the ID token is of another key', { foreignKey: true }, 'anna', 'не прошёл проверку', 'failed a check'],
    ['the ID token is of another sign-in', { idToken: { nonce: 'x' } }, 'anna', 'не прошёл проверку', 'failed a check'],
    ['the token is for another service', { audience: 'another' }, 'anna', 'не прошёл проверку', 'failed a check'],
  ];

  it.each(FAILURES)('%s: it is told in both languages, and the way leads on', async (_what, conduct, name, ru, en) => {
    const { page, faults, close } = await open('/databases');
    await toProvider(page);
    provider.behave(conduct);
    await page.getByRole('link', { name, exact: true }).click();
    await alert(page, ru);
    await page.getByText(/Номер для поддержки: [\w-]{36}/).waitFor();
    expect(page.url()).toBe(`${server.url}/databases`);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByLabel('Язык').selectOption('en');
    await alert(page, en);
    provider.behave({});
    await toProvider(page, 'en');
    // Whoever has no role is asked who he is once more; others may be known there already.
    if (name === 'guest' || name === 'nobody') await page.getByRole('link', { name: 'anna', exact: true }).click();
    await heading(page, 'Databases');
    expect(faults()).toEqual([]);
    await close();
  });

  it('the provider has never answered yet', async () => {
    const away = await startInstallation({ down: true });
    const { page, close } = await open('/databases', { locale: 'en-US' }, away);
    await toProvider(page, 'en');
    await alert(page, 'The sign-in service does not answer');
    away.provider.behave({});
    await toProvider(page, 'en');
    await page.getByRole('link', { name: 'anna', exact: true }).click();
    await page.getByText('Анна').first().waitFor();
    await close();
    await away.server.close();
    await away.provider.close();
  });

  it('the provider does not answer on the way back, nor to a page that is loaded again', async () => {
    const { page, close } = await open('/databases', { locale: 'en-US' });
    await toProvider(page, 'en');
    const callback = await callbackOf(page, 'anna');
    provider.behave({ down: true });
    await page.goto(callback);
    await alert(page, 'The sign-in service does not answer');
    provider.behave({});
    await toProvider(page, 'en');
    await page.getByRole('link', { name: 'anna', exact: true }).click();
    await heading(page, 'Databases');
    provider.behave({ down: true });
    await page.reload();
    await alert(page, 'The sign-in service does not answer');
    provider.behave({});
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText(BASES.acc_anna).first().waitFor();
    await close();
  });

  it('a link that somebody else sends, and a code that was used already: nobody is signed in', async () => {
    const { page, faults, close } = await open('/databases');
    const begun = await fetch(`${server.url}/session/sign-in`, { redirect: 'manual' });
    await page.goto(server.url + (await answerOf(begun.headers.get('location') ?? '', 'boris')));
    await alert(page, 'ссылку прислал кто-то другой');
    await toProvider(page);
    const callback = await callbackOf(page, 'anna');
    provider.useUp(new URL(callback).searchParams.get('code') ?? '');
    await page.goto(callback);
    await alert(page, 'он уже использован или устарел');
    await page.reload();
    await heading(page, 'Вход');
    expect(faults()).toEqual([]);
    await close();
  });
});

describe('one browser and several people', () => {
  it('signing out ends it at the provider too, and the next one finds nothing of the one before', async () => {
    const { page, faults, close } = await open('/databases?account=acc_anna');
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    // By way of the provider.
    const back = page.waitForResponse(`${server.url}/`);
    await page.getByRole('button', { name: 'Выйти' }).click();
    await back;
    await heading(page, 'Вход');
    await page.reload();
    await heading(page, 'Вход');
    // The provider asks who it is: nobody is signed in there any more.
    await signIn(page, 'boris');
    await page.getByRole('navigation').getByRole('link', { name: 'Базы', exact: true }).click();
    await page.getByText(BASES.acc_boris).first().waitFor();
    const seen = await inPage<string>(page, 'document.documentElement.outerHTML + location.href');
    expect([seen.includes(BASES.acc_anna), seen.includes('acc_anna')]).toEqual([false, false]);
    expect(faults()).toEqual([]);
    await close();
  });

  it('signing out where the provider has no place for that: the next sign-in asks who it is', async () => {
    const other = await startInstallation({ withoutLogout: true });
    const { page, faults, close } = await open('/', {}, other);
    await signIn(page, 'anna');
    await page.getByText('Анна').first().waitFor();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await heading(page, 'Вход');
    await signIn(page, 'boris');
    await page.getByText('Борис').first().waitFor();
    expect(faults()).toEqual([]);
    await close();
    await other.server.close();
    await other.provider.close();
  });

  it('signing out in one tab ends it in the other', async () => {
    const { page, close } = await open('/databases');
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    const other = await page.context().newPage();
    await other.goto(`${server.url}/databases`);
    await other.getByText(BASES.acc_anna).first().waitFor();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await heading(page, 'Вход');
    await alert(other, 'Вход закончился');
    await other.getByText(BASES.acc_anna).waitFor({ state: 'detached' });
    await close();
  });

  it('keeps nothing that was loaded when the provider says that the accounts are others now', async () => {
    const { page, close } = await open('/databases');
    await signIn(page, 'anna');
    await page.getByText(BASES.acc_anna).first().waitFor();
    provider.people.set('anna', { ...PEOPLE['anna'], sub: 'anna', accounts: ['acc_boris'] });
    await expireToken(page);
    await page.getByRole('navigation').getByRole('link', { name: 'Лицензии', exact: true }).click();
    await page.getByText('Магазин acc_boris').first().waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Базы', exact: true }).click();
    await page.getByText(BASES.acc_boris).first().waitFor();
    expect((await inPage<string>(page, 'document.body.innerText')).includes(BASES.acc_anna)).toBe(false);
    await close();
  });

  it.each(['partner', 'auditor', 'support'])(
    '%s switches accounts in the header, and sees of each its own alone',
    async (name) => {
      const { page, faults, close } = await open('/databases');
      await signIn(page, name);
      const choice = page.getByRole('combobox', { name: 'Кабинет' });
      await choice.selectOption('acc_anna');
      await page.getByText(BASES.acc_anna).first().waitFor();
      await choice.selectOption('acc_boris');
      await page.getByText(BASES.acc_boris).first().waitFor();
      await page.getByText(BASES.acc_anna).waitFor({ state: 'detached' });
      await choice.selectOption('acc_anna');
      await page.getByText(BASES.acc_anna).first().waitFor();
      await page.getByText(BASES.acc_boris).waitFor({ state: 'detached' });
      expect(faults()).toEqual([]);
      await close();
    },
  );
});

/** What the provider's page would lead back to, which is open or about to be. */
async function callbackOf(page: Page, name: string): Promise<string> {
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  return server.url + (await answerOf(page.url(), name));
}
