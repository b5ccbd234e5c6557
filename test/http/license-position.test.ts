/** `GET /license-position`: what an account owns by product at a moment, as CSV, XLSX and a page to print. */
import { unzipSync } from 'fflate';
import { startTestServer, type TestServer } from '../support/server.js';

let server: TestServer;
let owner: string;
beforeAll(async () => {
  server = await startTestServer();
  const vendor = await server.token('VENDOR');
  owner = await server.token('OWNER', 'acc_shop');
  await server.mutate(
    vendor,
    'openAccount',
    { accountId: 'acc_shop', name: 'Магазин <у дома>', timeZone: 'Asia/Yekaterinburg' },
    'account { id }',
  );
  const issue = async (name: string, kind: string, quantity: number): Promise<void> => {
    const items = Array.from({ length: quantity }, () => ({
      kind,
      product: { name, level: 'Базовая' },
      perpetual: true,
      ...(kind === 'MAIN' && { months: 12 }),
    }));
    const { issued } = await server.mutate<{ issued: { code: string }[] }>(
      vendor,
      'issueLicenses',
      { accountId: 'acc_shop', items },
      'issued { code }',
    );
    await server.mutate(owner, 'addLicensesByCode', { codes: issued.map(({ code }) => code) });
  };
  await issue('=cmd|calc', 'MAIN', 1);
  await issue('Склад 15', 'MAIN', 2);
  server.at('2026-04-01T00:00:00Z');
  await issue('Склад 15', 'MAIN', 1);
});
afterAll(() => server.close());

const get = (query: string, token = owner, language = 'ru'): Promise<Response> =>
  fetch(`${server.url}/license-position?${query}`, {
    headers: { authorization: `Bearer ${token}`, 'accept-language': language },
  });

it('counts by product now, and at a moment of the past', async () => {
  const query = '{ licensePosition { lines { productName kind counts { owned free updatesEnded } } total { owned } } }';
  const answer = await server.query<{ licensePosition: object }>(owner, query);
  expect(answer.licensePosition).toEqual({
    lines: [
      { productName: '=cmd|calc', kind: 'MAIN', counts: { owned: 1, free: 1, updatesEnded: 0 } },
      { productName: 'Склад 15', kind: 'MAIN', counts: { owned: 3, free: 3, updatesEnded: 0 } },
    ],
    total: { owned: 4 },
  });
  const before = query.replace('licensePosition', 'licensePosition(asOf: { time: "2026-03-15T00:00:00Z" })');
  expect((await server.query<{ licensePosition: object }>(owner, before)).licensePosition).toMatchObject({ total: { owned: 3 } });
});

it('says of the place before the first event that nothing had happened yet', async () => {
  const query = '{ licensePosition { at position total { owned } } }';
  const { licensePosition: now } = await server.query<{ licensePosition: { position: string } }>(owner, query);
  const start = `${now.position.split('.')[0] ?? ''}.0`;
  const before = query.replace('licensePosition', `licensePosition(asOf: { position: "${start}" })`);
  expect((await server.query<{ licensePosition: object }>(owner, before)).licensePosition).toEqual({
    at: '1970-01-01T00:00:00.000Z',
    position: start,
    total: { owned: 0 },
  });
});

it('is CSV that a spreadsheet of the language opens, in which no name is a formula', async () => {
  const response = await get('format=csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const bytes = Buffer.from(await response.arrayBuffer()).toString('utf8');
  expect(bytes.startsWith('\uFEFF')).toBe(true);
  const lines = bytes.split('\r\n');
  expect(lines).toContain(
    'Продукт;Уровень;Конфигурация;Вид;Всего;Активны;Свободны;Истекли;Заменены;Отозваны;Обновления закончились',
  );
  expect(lines).toContain("'=cmd|calc;Базовая;;Основная;1;0;1;0;0;0;0");
  expect(lines).toContain('Итого;;;;4;0;4;0;0;0;0');
  expect(await (await get('format=csv&time=2026-03-15T00:00:00Z', owner, 'en')).text()).toContain('Total,,,,3,0,3,0,0,0,0');
});

it('is that of a position of the log', async () => {
  const { position } = (
    await server.query<{ licenses: { position: string } }>(
      owner,
      '{ licenses(asOf: { time: "2026-03-15T00:00:00Z" }) { position } }',
    )
  ).licenses;
  expect(await (await get(`format=csv&position=${position}`, owner, 'en')).text()).toContain('Total,,,,3,0,3,0,0,0,0');
});

it('is a workbook whose names are texts', async () => {
  const response = await get('format=xlsx');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="license-position.xlsx"');
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  const text = Object.entries(files)
    .filter(([name]) => name.endsWith('.xml'))
    .map(([, bytes]) => Buffer.from(bytes).toString('utf8'))
    .join('\n');
  expect(text).toContain('Склад 15');
  expect(text).toContain('=cmd|calc');
  expect(text).not.toMatch(/<f>/);
});

it('is a page to print that loads nothing, with names as text', async () => {
  const response = await get('');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const page = await response.text();
  expect(page).toContain('Магазин &lt;у дома&gt;');
  expect(page).toContain('1 апреля 2026');
  expect(page).not.toMatch(/<script|src=|href=/);
});

it('tells of bad questions, and of other accounts nothing', async () => {
  expect((await get('format=pdf')).status).toBe(400);
  expect((await get('time=tomorrow')).status).toBe(400);
  expect((await get('format=csv&format=xlsx')).status).toBe(400);
  for (const unknown of [
    'tiem=2026-03-15T00:00:00Z',
    'asOf=2026-03-15T00:00:00Z',
    'position=x',
    'position=1.1&time=2026-03-15T00:00:00Z',
  ])
    expect([unknown, (await get(`format=csv&${unknown}`)).status]).toEqual([unknown, 400]);
  const stranger = await server.token('OWNER', 'acc_other');
  for (const account of ['acc_shop', 'acc_none']) expect((await get(`accountId=${account}`, stranger)).status).toBe(404);
  expect((await get('accountId=acc_shop', await server.token('OPERATOR'))).status).toBe(403);
  expect((await fetch(`${server.url}/license-position`)).status).toBe(401);
});
