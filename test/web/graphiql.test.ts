/** GraphiQL: for operators, and for everybody in a demo; it asks, follows and describes the API, and nothing elsewhere. */
import type { Browser, Page } from 'playwright-core';
import { startTestServer, type TestServer } from '../support/server.js';
import { launchBrowser } from './browser.js';
import { axeFindings, inPage, visit, type Visit } from './page.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser.close());

/** By the cabinet's sign-in and its link, as an operator comes there. */
async function graphiqlOf(server: TestServer): Promise<Visit> {
  const visited = await visit(browser, server.signInLink('OPERATOR'));
  await visited.page.getByRole('link', { name: 'GraphiQL' }).click();
  await editor(visited.page).waitFor();
  return visited;
}

const editor = (page: Page) => page.getByRole('region', { name: 'Query Editor' });
const answer = (page: Page, hasText: string | RegExp) =>
  page.getByRole('region', { name: 'Result Window' }).filter({ hasText }).waitFor();

async function ask(page: Page, query: string): Promise<void> {
  await editor(page).getByText('viewer').first().waitFor();
  await editor(page).locator('textarea').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(query);
  await editor(page).getByText(query).waitFor();
  await page.getByRole('button', { name: /^Execute query/ }).click();
}

describe('in production', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ page: true });
  }, 120_000);
  afterAll(() => server.close());

  it('asks as the operator who is signed in, without a request elsewhere or anything that its policy refuses', async () => {
    const { page, faults, close } = await graphiqlOf(server);
    await ask(page, '{ viewer { role } }');
    await answer(page, '"role": "OPERATOR"');
    await page.reload();
    await ask(page, '{ licenses { totalCount } }');
    await answer(page, '"FORBIDDEN"');
    await page.getByRole('button', { name: 'Open settings dialog' }).click();
    await page.getByRole('dialog').waitFor();
    expect(faults).toEqual([]);
    expect(await inPage(page, '({ ...localStorage })')).toEqual({});
    await close();
  });

  it('describes the schema, as far as each field', async () => {
    const { page, faults, close } = await graphiqlOf(server);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.getByRole('region', { name: 'Documentation Explorer' });
    await docs.getByRole('link', { name: 'Query', exact: true }).click();
    await docs.getByRole('link', { name: 'licenses', exact: true }).click();
    await docs.getByRole('link', { name: 'LicenseConnection!' }).or(docs.getByText('LicenseConnection')).first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it.each(['OWNER', 'SUPPORT', 'AUDITOR', 'VENDOR'] as const)('is no page for %s', async (role) => {
    const { page, faults, close } = await visit(browser, server.signInLink(role, 'acc_none'));
    await page.getByRole('button', { name: 'Выйти' }).waitFor();
    expect(await page.getByRole('link', { name: 'GraphiQL' }).count()).toBe(0);
    await page.goto(`${server.url}/graphiql`);
    await page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('is no page for whoever is not signed in, and none any more for an operator who has signed out', async () => {
    const { page, close } = await visit(browser, `${server.url}/graphiql`);
    await page.getByRole('heading', { name: 'Вход' }).waitFor();
    await close();

    const operator = await graphiqlOf(server);
    await operator.page.getByRole('link', { name: 'Кабинет' }).click();
    await operator.page.getByRole('button', { name: 'Выйти' }).click();
    await operator.page.getByRole('heading', { name: 'Вход' }).waitFor();
    await operator.page.goto(`${server.url}/graphiql`);
    await operator.page.getByRole('heading', { name: 'Вход' }).waitFor();
    await operator.close();
  });

  // Editors without a label (CodeMirror's), and tabs with a button inside: GraphiQL's own markup, which cannot be told otherwise.
  it('breaks two rules of axe and no other', async () => {
    const { page, close } = await graphiqlOf(server);
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page
      .getByRole('region', { name: 'Documentation Explorer' })
      .getByRole('link', { name: 'Query', exact: true })
      .waitFor();
    expect((await axeFindings(page)).map((finding) => finding.split(':')[0]).sort()).toEqual(['label', 'nested-interactive']);
    await close();
  });
});

describe('in a demo', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ demo: true, page: true });
  }, 120_000);
  afterAll(() => server.close());

  it('is open to everybody, and asks by a token that is typed, which it keeps nowhere', async () => {
    const { page, close } = await visit(browser, `${server.url}/graphiql`);
    await page.getByText('Вход не выполнен').waitFor();
    const token = await server.token('AUDITOR', 'acc_demo');
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.getByRole('region', { name: 'Headers' }).click();
    await page.keyboard.insertText(JSON.stringify({ Authorization: `Bearer ${token}` }));
    await ask(page, '{ viewer { role } }');
    await answer(page, '"role": "AUDITOR"');
    expect(await inPage(page, 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')).not.toContain(token);
    await close();
  });

  it('follows a subscription until it is stopped', async () => {
    const token = await server.token('OWNER', 'acc_demo');
    const text = '{ licenses(first: 1, where: { status: { eq: FREE } }) { nodes { id } } }';
    const { licenses } = await server.query<{ licenses: { nodes: { id: string }[] } }>(token, text);
    const licenseId = licenses.nodes[0]?.id;
    const { position } = await server.mutate<{ position: string }>(token, 'removeLicenseFromList', { licenseId });
    const { page, faults, close } = await visit(browser, server.signInLink('OWNER', 'acc_demo').replace('/#', '/graphiql#'));
    const connected = page.waitForEvent('websocket');
    await ask(page, `subscription { licenseChanged(since: "${position}") { event { type } } }`);
    const socket = await connected;
    await server.mutate(token, 'restoreLicenseToList', { licenseId });
    await answer(page, 'LicenseRestoredToList');
    const closed = socket.waitForEvent('close');
    await page.getByRole('button', { name: /^Stop query/ }).click();
    await closed;
    expect(faults).toEqual([]);
    await close();
  });
});
