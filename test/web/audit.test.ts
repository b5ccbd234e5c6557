/** An auditor in the page: finds events, takes them along, and verifies in the browser that they are in the log. What was tampered with goes red. */
import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Download, Locator, Page } from 'playwright-core';
import { parseCheckpoint, printCheckpoint } from '../../src/audit/checkpoint.js';
import { signNote } from '../../src/audit/signed-note.js';
import { printVerifierKey, verifierKey } from '../../src/audit/verifier-key.js';
import { MAIN, openShop, type Shop } from '../diagnosis/support.js';
import { launchBrowser } from './browser.js';
import { axeFindings, visit, type PageOptions, type Visit } from './page.js';

const SCRIPT = fileURLToPath(new URL('../../examples/verify-independently/event.sh', import.meta.url));
const UPLOADED = /Лицензия добавлена/;

let shop: Shop;
let browser: Browser;
let folder: string;
let code: string;
/** As the server tells its operator when it starts. */
let key: string;
/** Signed before most of the events. */
let earlier: string;
let open: Visit[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-audit-page-'));
  browser = await launchBrowser();
  shop = await openShop({ page: true });
  earlier = await checkpointOf();
  ({ code } = await shop.issue(MAIN));
  await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [code] });
  const started = readFileSync(shop.server.logFile, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { keys?: string[] })
    .find(({ keys }) => keys !== undefined);
  key = started?.keys?.[0] ?? '';
  await everythingCovered();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  for (const visited of open) {
    expect(visited.faults).toEqual([]);
    await visited.close();
  }
  open = [];
});

const checkpointOf = async (): Promise<string> => (await fetch(`${shop.server.url}/log/checkpoint`)).text();

/** Until a checkpoint covers the last event of the shop. */
async function everythingCovered(): Promise<void> {
  interface Last {
    readonly events: { readonly nodes: readonly { readonly proof: string | null }[] };
  }
  const query = '{ events(last: 1) { nodes { proof } } }';
  const until = Date.now() + 60_000;
  while ((await shop.server.query<Last>(shop.owner, query)).events.nodes[0]?.proof === null) {
    if (Date.now() > until) throw new Error('no checkpoint covers the last event');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function enter(path = '/history', options: PageOptions = {}): Promise<Page> {
  const link = shop.server.signInLink('AUDITOR').replace('/#', `${path}${path.includes('?') ? '&' : '?'}account=acc_shop#`);
  const visited = await visit(browser, link, options);
  open.push(visited);
  await visited.page.getByRole('heading', { level: 1 }).waitFor();
  return visited.page;
}

/** The dialog of the event that says so. */
async function proofOf(page: Page, event: RegExp | string = UPLOADED): Promise<Locator> {
  const line = page.getByRole('listitem').filter({ hasText: event }).first();
  await line.getByRole('button', { name: 'Доказательство' }).click();
  const dialog = page.getByRole('dialog', { name: 'Доказательство' });
  await dialog.getByRole('heading', { name: 'Проверить здесь' }).waitFor();
  return dialog;
}

const KEY = 'Ключ журнала, полученный не отсюда';
const EARLIER = 'Контрольная точка, виденная раньше (необязательно)';
async function verify(dialog: Locator, given: { readonly key?: string; readonly earlier?: string } = {}): Promise<void> {
  await dialog.getByLabel(KEY).fill(given.key ?? key);
  if (given.earlier !== undefined) await dialog.getByLabel(EARLIER).fill(given.earlier);
  await dialog.getByRole('button', { name: 'Проверить', exact: true }).click();
}
const wrongStep = (dialog: Locator, says: string): Promise<void> =>
  dialog.getByRole('listitem').filter({ hasText: 'НЕВЕРНО' }).filter({ hasText: says }).waitFor();
const verdict = (dialog: Locator, says: string): Promise<void> => dialog.getByText(says).waitFor();
const FAILED = 'Проверка не прошла';

interface EventAnswer {
  readonly data: {
    readonly node: {
      id: string;
      type: string;
      version: number;
      logIndex: number | null;
      readonly actor: { id: string; role: string | null };
      data: Record<string, unknown>;
      proof: string | null;
      occurredAt: string;
      readonly envelope: { text: string; body: string; metadata: string };
    };
  };
}

/** What the server answers of an event, changed on the way. */
async function tamper(page: Page, change: (event: EventAnswer['data']['node']) => void): Promise<void> {
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('EventProof') !== true) return route.fallback();
    const response = await route.fetch();
    const answer = (await response.json()) as EventAnswer;
    change(answer.data.node);
    return route.fulfill({ response, json: answer });
  });
}

interface RowsAnswer {
  readonly data: { readonly events: { readonly nodes: readonly Row[] } };
}
interface Row {
  type: string;
  occurredAt: string;
  recordedAt: string;
  data: Record<string, unknown>;
  readonly actor: { id: string; name: string | null; role: string | null };
}

/** The rows of the stream alone; of the proof all is answered as it is. */
async function tamperRows(page: Page, change: (row: Row) => void): Promise<void> {
  await page.route('**/graphql', async (route) => {
    if (route.request().postData()?.includes('query Events(') !== true) return route.fallback();
    const response = await route.fetch();
    const answer = (await response.json()) as RowsAnswer;
    for (const row of answer.data.events.nodes) if (row.type === 'LicenseUploaded') change(row);
    return route.fulfill({ response, json: answer });
  });
}

it('verifies an event with a key from elsewhere, step by step, and remembers the key and the checkpoint if asked to', async () => {
  const page = await enter();
  const dialog = await proofOf(page);
  await verify(dialog);
  await verdict(dialog, 'Событие доказано');
  await dialog.locator('.checks > li').nth(7).waitFor();
  expect(await dialog.locator('.checks > li').allTextContents()).toEqual([
    expect.stringMatching(/^верно Строка ленты показывает то же/),
    expect.stringMatching(/^верно Конверт называет то же событие/),
    expect.stringMatching(/^верно Хеш хранимого события стоит в конверте.*: [0-9a-f]{64}$/),
    expect.stringMatching(/^верно Хеш метаданных стоит в конверте.*: [0-9a-f]{64}$/),
    expect.stringMatching(/^верно Лист дерева.*: [0-9a-f]{64}$/),
    expect.stringMatching(/^верно Путь ведёт от листа к корню.*: \d+ \/ \d+$/),
    expect.stringMatching(/^верно Ключ цел.*: kabinet\/[0-9a-f]{16}\+[0-9a-f]{8}$/),
    expect.stringMatching(/^верно Контрольная точка подписана.*: kabinet\/[0-9a-f]{16}$/),
  ]);
  expect(await axeFindings(page)).toEqual([]);
  const proven = dialog.getByRole('region', { name: 'Что доказано' });
  await proven.getByText('LicenseUploaded v').waitFor();
  await proven.getByText('2026-03-01T09:00:00.000Z').first().waitFor();
  await proven.getByText('OWNER').waitFor();
  await proven.locator('pre', { hasText: 'acc_shop' }).waitFor();
  await proven.getByText('Не доказано (это лишь слова сервера и страницы): имя').waitFor();
  await dialog.getByRole('button', { name: 'Запомнить ключ и эту точку' }).click();
  await dialog.getByText('Запомнено.').waitFor();
  await dialog.getByRole('button', { name: 'Закрыть' }).click();

  const again = await proofOf(page, /Кабинет открыт/);
  await again.getByText('Подпись проверяется вашим ключом').waitFor();
  await again.getByRole('button', { name: 'Проверить', exact: true }).click();
  await again.getByRole('listitem').filter({ hasText: 'журнал только дописывали' }).waitFor();
  await verdict(again, 'Событие доказано');
  await again.getByRole('button', { name: 'Забыть запомненное' }).click();
  await again.getByText('Без вашего ключа подпись проверяется').waitFor();
});

it('says that a key which the same server serves shows little, and verifies with it all the same', async () => {
  const page = await enter('/history', { locale: 'ru-RU', scheme: 'dark', width: 390 });
  const dialog = await proofOf(page);
  await dialog.getByText('не то, что сервер показал вам тот же журнал').waitFor();
  await verify(dialog, { key: '' });
  await verdict(dialog, 'Всё сходится, но ключ дал этот же сервер');
  await dialog.getByRole('region', { name: 'Что доказано' }).waitFor();
  expect(await dialog.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBeLessThanOrEqual(0);
  expect(await axeFindings(page)).toEqual([]);
});

it('verifies every event that is shown', async () => {
  const page = await enter();
  const buttons = page.getByRole('main').getByRole('button', { name: 'Доказательство' });
  await buttons.first().waitFor();
  const count = await buttons.count();
  expect(count).toBeGreaterThan(3);
  for (let at = 0; at < count; at += 1) {
    await buttons.nth(at).click();
    const dialog = page.getByRole('dialog', { name: 'Доказательство' });
    await verify(dialog);
    await verdict(dialog, 'Событие доказано');
    await dialog.getByRole('button', { name: 'Закрыть' }).click();
    await dialog.waitFor({ state: 'detached' });
  }
});

/** Another letter of base 64, or another hexadecimal digit. */
const flipped = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
const otherDigit = (hex: string): string => (hex.startsWith('0') ? `1${hex.slice(1)}` : `0${hex.slice(1)}`);

describe('goes red where', () => {
  const TAMPERED: readonly (readonly [string, (event: EventAnswer['data']['node']) => void, string])[] = [
    [
      'another content is shown than is stored',
      (event) => (event.data = { ...event.data, accountId: 'acc_other' }),
      'Страница показывает не то, что хранится',
    ],
    [
      'another time is shown than is stored',
      (event) => (event.occurredAt = '2020-01-01T00:00:00.000Z'),
      'Страница показывает не то время',
    ],
    ['another role is shown than is stored', ({ actor }) => (actor.role = 'SUPPORT'), 'Страница показывает не то время'],
    ['the id is of another event', (event) => (event.id = 'evt_other-1.0'), 'Конверт называет другое событие'],
    ['an older version is shown than is stored', (event) => (event.version = 0), 'Конверт называет другое событие'],
    ['another place is shown', (event) => (event.logIndex = 0), 'Страница показывает другое место в журнале'],
    [
      'what is stored was changed',
      (event) => (event.envelope.body = event.envelope.body.replace('acc_shop', 'acc_othe')),
      'Хеш хранимого события не тот',
    ],
    ['the metadata were changed', (event) => (event.envelope.metadata = `${event.envelope.metadata} `), 'Хеш метаданных не тот'],
    [
      'the envelope was changed',
      ({ envelope }) => (envelope.text = envelope.text.replace(/(?<=metadata-sha256 )\S+/, otherDigit)),
      'Путь от листа не ведёт к корню',
    ],
    [
      'the envelope is of another event',
      ({ envelope }) => (envelope.text = envelope.text.replace(/(?<=revision )\d+/, '77')),
      'Конверт называет другое событие',
    ],
    ['there is no envelope', ({ envelope }) => (envelope.text = 'nothing\n'), 'Это не конверт события'],
    [
      'the proof was changed',
      (event) => (event.proof = (event.proof ?? '').replace(/(?<=\nindex \d+\n)./, (letter) => (letter === 'A' ? 'B' : 'A'))),
      'Путь от листа не ведёт к корню',
    ],
    [
      'the proof is of another place',
      (event) => (event.proof = (event.proof ?? '').replace(/(?<=\nindex )\d+/, '0')),
      'Путь от листа не ведёт к корню',
    ],
    ['there is no proof', (event) => (event.proof = 'c2sp.org/tlog-proof@v2\n'), 'Это не доказательство'],
    [
      'the checkpoint was changed',
      (event) => (event.proof = (event.proof ?? '').replace(/(?<=\nkabinet\/\S+\n)\d+/, '3')),
      'Подпись контрольной точки неверна',
    ],
    [
      'the signature was changed',
      (event) => {
        const text = event.proof ?? '';
        event.proof = flipped(text, text.lastIndexOf(' ') + 20);
      },
      'Подпись контрольной точки неверна',
    ],
  ];
  it.each(TAMPERED)('%s', async (_what, change, says) => {
    const page = await enter();
    await tamper(page, change);
    const dialog = await proofOf(page);
    await verify(dialog);
    await wrongStep(dialog, says);
    await verdict(dialog, FAILED);
  });

  const ROWS: readonly (readonly [string, (row: Row) => void])[] = [
    ['content', (row) => (row.data = { ...row.data, accountId: 'acc_other' })],
    ['time', (row) => (row.occurredAt = '2020-01-01T00:00:00.000Z')],
    ['time of record', (row) => (row.recordedAt = '2020-01-01T00:00:00.000Z')],
    ['actor', ({ actor }) => (actor.id = 'somebody')],
    ['name', ({ actor }) => (actor.name = 'Somebody')],
    ['role', ({ actor }) => (actor.role = 'SUPPORT')],
  ];
  it.each(ROWS)('the row alone shows another %s', async (_what, change) => {
    const page = await enter('/history?type=LicenseUploaded');
    await tamperRows(page, change);
    await page.reload();
    const dialog = await proofOf(page);
    await verify(dialog);
    await wrongStep(dialog, 'Строка ленты показывает не то событие');
    await verdict(dialog, FAILED);
  });

  it('the key is another one of the same log', async () => {
    const [name = ''] = key.split('+');
    const { publicKey } = generateKeyPairSync('ed25519');
    const page = await enter();
    const dialog = await proofOf(page);
    await verify(dialog, { key: printVerifierKey(verifierKey(name, 'ed25519', publicKey)) });
    await wrongStep(dialog, 'Этим ключом контрольная точка не подписана');
    await verdict(dialog, FAILED);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('a checkpoint seen before is not the beginning of this log, though the same key has signed it', async () => {
    const read = parseCheckpoint(earlier.slice(0, earlier.indexOf('\n\n') + 1));
    if (!read.ok) throw new Error(read.problem);
    const privateKey = createPrivateKey(readFileSync(join(dirname(shop.server.logFile), 'data', 'keys', 'log-signing.pem')));
    const text = printCheckpoint({ ...read.checkpoint, rootHash: Buffer.alloc(32, 7) });
    const forked = signNote(text, [{ name: read.checkpoint.origin, privateKey }]);
    const page = await enter();
    const dialog = await proofOf(page);
    await verify(dialog, { earlier: forked });
    await wrongStep(dialog, 'НЕ начало этого журнала');
    await verdict(dialog, FAILED);
    await verify(dialog, { earlier: flipped(earlier, earlier.lastIndexOf(' ') + 20) });
    await wrongStep(dialog, 'Виденная раньше точка не подписана этим ключом');
  });
});

describe('takes a typing mistake for one, and not for a forgery:', () => {
  const unverified = (dialog: Locator, says: string): Promise<void> =>
    dialog.getByRole('listitem').filter({ hasText: 'не проверено' }).filter({ hasText: says }).waitFor();

  it('a key in quotes is read, and one that is damaged, of a witness or of another log is said to be so', async () => {
    const [name = ''] = key.split('+');
    const { publicKey } = generateKeyPairSync('ed25519');
    const dialog = await proofOf(await enter());
    await verify(dialog, { key: ` ["${key}"], ` });
    await verdict(dialog, 'Событие доказано');
    for (const [given, says] of [
      [printVerifierKey(verifierKey('kabinet/0000000000000000', 'ed25519', publicKey)), 'Введённый ключ — от другого журнала'],
      [printVerifierKey(verifierKey(name, 'cosignature/v1', publicKey)), 'Введённое не читается как ключ журнала'],
      [flipped(key, key.length - 10), 'Введённое не читается как ключ журнала'],
      ['key', 'Введённое не читается как ключ журнала'],
    ] as const) {
      await verify(dialog, { key: given });
      await unverified(dialog, says);
      await verdict(dialog, 'Проверено не всё');
    }
  });

  it('a checkpoint that was cut off or is of another log', async () => {
    const dialog = await proofOf(await enter());
    for (const [given, says] of [
      ['a\nb\nc\n', 'Введённое не читается как контрольная точка'],
      [earlier.slice(0, earlier.indexOf('\n\n')), 'Введённое не читается как контрольная точка'],
      [earlier.trimEnd().slice(0, -8), 'Введённое не читается как контрольная точка'],
      [earlier.replaceAll(/kabinet\/\w+/g, 'kabinet/0000000000000000'), 'Введённая контрольная точка — от другого журнала'],
    ] as const) {
      await verify(dialog, { earlier: given });
      await unverified(dialog, says);
      await verdict(dialog, 'Проверено не всё');
    }
  });
});

it('says that a content cannot be compared which is shown in the shape of another version', async () => {
  const page = await enter();
  await tamper(page, (event) => (event.version = 99));
  const dialog = await proofOf(page);
  await verify(dialog);
  await dialog
    .getByRole('listitem')
    .filter({ hasText: 'не проверено' })
    .filter({ hasText: 'сравнить содержание нельзя' })
    .waitFor();
  await verdict(dialog, 'Проверено не всё');
});

it('shows that the log was only appended to since a checkpoint seen before', async () => {
  const page = await enter();
  const dialog = await proofOf(page);
  await verify(dialog, { earlier });
  await dialog.getByRole('listitem').filter({ hasText: 'журнал только дописывали' }).waitFor();
  await verdict(dialog, 'Событие доказано');
});

it('says that no checkpoint covers an event yet, and looks again', async () => {
  const page = await enter();
  let signed = false;
  await tamper(page, (event) => {
    if (!signed) event.proof = null;
  });
  await page.getByRole('listitem').filter({ hasText: UPLOADED }).first().getByRole('button', { name: 'Доказательство' }).click();
  const dialog = page.getByRole('dialog', { name: 'Доказательство' });
  await dialog.getByText('Это событие ещё не под контрольной точкой').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  signed = true;
  await dialog.getByRole('button', { name: 'Посмотреть ещё раз' }).click();
  await dialog.getByRole('heading', { name: 'Проверить здесь' }).waitFor();
});

it('says what it cannot verify where the browser has no Ed25519, and how the command line does', async () => {
  const page = await enter();
  await page.evaluate(() => {
    const { subtle } = globalThis.crypto;
    subtle.importKey = () => Promise.reject(new DOMException('no Ed25519', 'NotSupportedError'));
  });
  const dialog = await proofOf(page);
  await verify(dialog);
  await dialog.getByRole('listitem').filter({ hasText: 'В этом браузере нет Ed25519' }).waitFor();
  await verdict(dialog, 'Проверено не всё');
  const files: string[] = [];
  for (const name of ['Скачать конверт', 'Скачать доказательство']) {
    const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name }).click()]);
    files.push(await saved(download));
  }
  const command = (await dialog.locator('details[open] pre').textContent()) ?? '';
  expect(command).toContain(`'${key}'`);
  const run = (...given: readonly string[]) => spawnSync('sh', [SCRIPT, ...given], { encoding: 'utf8' });
  const [entry = '', proof = ''] = files;
  expect(run(entry, proof, key)).toMatchObject({ status: 0, stdout: expect.stringMatching(/the event stands at \d+ of \d+/) });
  const forged = join(folder, 'forged.entry');
  writeFileSync(forged, readFileSync(entry, 'utf8').replace('LicenseUploaded', 'LicenseExpired'));
  expect(run(forged, proof, key)).toMatchObject({ status: 1, stderr: expect.stringContaining('does not lead from the entry') });
});

async function saved(download: Download): Promise<string> {
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

describe('the event stream', () => {
  const shown = (page: Page): Locator => page.locator('.timeline > li');

  it('is filtered by stream, by who did it, and by a whole request', async () => {
    const page = await enter();
    await page.getByText(/^\d+ событи/).waitFor();
    await page.getByLabel('Поток').fill('account-');
    await page.getByText('1 событие', { exact: true }).waitFor();
    await shown(page).filter({ hasText: 'Кабинет открыт' }).waitFor();
    await page.getByRole('button', { name: 'Сбросить' }).click();
    await page.getByLabel('Кто (номер)').fill('nobody');
    await page.getByText('Событий нет.').waitFor();
    await page.getByRole('button', { name: 'Сбросить' }).click();
    const dialog = await proofOf(page);
    await dialog.getByRole('button', { name: 'Все события этого запроса' }).click();
    await page.waitForURL(/request=/);
    await shown(page).filter({ hasText: UPLOADED }).waitFor();
    await shown(page).filter({ hasText: 'Кабинет открыт' }).waitFor({ state: 'detached' });
    expect(await axeFindings(page)).toEqual([]);
  });

  it('is taken along as lines of JSON and as a table, as far as the filters let it through', async () => {
    const page = await enter('/history?type=LicenseUploaded');
    await page.getByText('1 событие', { exact: true }).waitFor();
    const [lines] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Скачать JSON Lines' }).click(),
    ]);
    const text = readFileSync(await saved(lines), 'utf8');
    const [event] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(event).toMatchObject({ type: 'LicenseUploaded', actor: { role: 'OWNER' }, logIndex: expect.any(Number) });
    expect(text).not.toMatch(/__typename/);
    const [table] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Скачать CSV' }).click()]);
    const csv = readFileSync(await saved(table), 'utf8');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2);
    expect(csv).toMatch(/^\uFEFFМесто,Записано,.*\r\n\S+\.\d+,2026-03-01T09:00:00\.000Z,.*LicenseUploaded,license-/);
    expect(`${text}${csv}`).not.toContain(code);
  });

  it('is read anew when asked for', async () => {
    const page = await enter('/history?type=LicenseUploaded');
    await page.getByText('1 событие', { exact: true }).waitFor();
    const { code: another } = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [another] });
    await page.getByRole('button', { name: 'Обновить' }).click();
    await page.getByText('2 события', { exact: true }).waitFor();
    await shown(page).nth(1).waitFor();
  });

  it('shows which view could not take an event', async () => {
    shop.server.faults({ view: 'license', type: 'LicenseUploaded', do: 'throw' });
    const { code: another } = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { codes: [another] });
    const page = await enter('/history?type=LicenseUploaded');
    await shown(page).filter({ hasText: 'license: отложено' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    shop.server.faults();
    await shop.mutate(shop.support, 'retryParkedEvents', {});
  });
});
