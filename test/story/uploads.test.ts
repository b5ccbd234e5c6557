/** Uploads as they come in life (issue 2, point 6), over HTTP: a file of 10,000 licenses, one of them bad, and many files at once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import type { ActivationCode } from '../../src/domain/activation-code.js';
import { formatLicenseFileKey } from '../../src/license-files/keys.js';
import type { LicenseInFile } from '../../src/license-files/license-in-file.js';
import { writeLicenseFile, type LicenseFileSigner } from '../../src/license-files/writer.js';
import { kabinet, linesOf } from '../cli/kabinet.js';
import { fileAround, ISSUED_AT, KEY_NAME, keys, mainLicense, signer } from '../license-files/support.js';
import { compiledSources } from '../support/compile.js';
import { serverProcess, type ServerProcess } from '../support/server-process.js';

const LICENSES = 10_000;
const BAD = 5_000;

interface Result {
  readonly index: number;
  readonly item: string;
  readonly outcome: string;
  readonly message: string;
}
interface Upload {
  readonly position: string | null;
  readonly uploadId: string | null;
  readonly results: readonly Result[];
  readonly errors: readonly unknown[];
}

let dataDir: string;
let server: ServerProcess;
let owner: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'kabinet-uploads-'));
  const publicKey = keys.get(KEY_NAME);
  if (!publicKey) throw new Error('the support has its key');
  const env = { KABINET_LICENSE_FILE_KEYS: formatLicenseFileKey(KEY_NAME, publicKey) };
  const open = { fact: 'openAccount', input: { accountId: 'acc_shop', name: 'Магазин' } };
  expect(await kabinet(['import', '-'], { dataDir, input: `${JSON.stringify(open)}\n` })).toMatchObject({ code: 0 });
  owner = linesOf((await kabinet(['token', '--role', 'OWNER', '--account', 'acc_shop'], { dataDir })).stdout).at(-1) ?? '';
  server = await serverProcess(compiledSources(), dataDir, env);
  await server.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** So many licenses, none of which an earlier number has. */
const licenses = (count: number, from: number): readonly LicenseInFile[] =>
  Array.from({ length: count }, (_, index) => mainLicense(from + index));

/** The code of the one in that place, counted from 1, fails its check in the last group. */
const mistypedAt = (place: number, all: readonly LicenseInFile[]): readonly LicenseInFile[] =>
  all.map((license, index) => {
    if (index + 1 !== place) return license;
    const { code } = license;
    return { ...license, code: `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}` as ActivationCode };
  });

async function partsOf(all: readonly LicenseInFile[], sign?: LicenseFileSigner): Promise<readonly string[]> {
  const parts: string[] = [];
  for await (const part of writeLicenseFile(all, { issuedAt: ISSUED_AT, ...(sign && { sign }) })) parts.push(part);
  return parts;
}

const fileOf = async (all: readonly LicenseInFile[], sign: LicenseFileSigner | undefined = signer): Promise<string> =>
  (await partsOf(all, sign)).join('');

async function ask(path: string, init: { readonly body: string | FormData; readonly type?: string }): Promise<unknown> {
  const headers = {
    authorization: `Bearer ${owner}`,
    'accept-language': 'ru',
    ...(init.type !== undefined && { 'content-type': init.type }),
  };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: init.body, headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${String(response.status)} ${text.slice(0, 1_000)}`);
  return JSON.parse(text);
}

type Files = ReadonlyMap<string, string>;

/** By `POST /license-files`. */
async function post(files: Files): Promise<Upload> {
  const body = new FormData();
  for (const [name, text] of files) body.append('file', new Blob([text]), name);
  return (await ask('/license-files', { body })) as Upload;
}

async function query(text: string, variables: object = {}): Promise<unknown> {
  const answer = await ask('/graphql', { body: JSON.stringify({ query: text, variables }), type: 'application/json' });
  const { data, errors } = answer as { readonly data: unknown; readonly errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

async function mutate(files: Files): Promise<Upload> {
  const fields = 'uploadId position results { index item outcome message } errors { code }';
  const input = { files: [...files].map(([name, xml]) => ({ name, xml })) };
  const text = `mutation ($input: UploadLicenseFilesInput!) { payload: uploadLicenseFiles(input: $input) { ${fields} } }`;
  return ((await query(text, { input })) as { readonly payload: Upload }).payload;
}

/** As a front end that has just written: never older than its own upload, and again while the list is behind. */
async function listed(position?: string | null): Promise<number> {
  const text = 'query ($minPosition: Position) { licenses(minPosition: $minPosition) { totalCount } }';
  for (;;) {
    const body = JSON.stringify({ query: text, variables: { minPosition: position ?? null } });
    const answer = (await ask('/graphql', { body, type: 'application/json' })) as {
      readonly data: { readonly licenses: { readonly totalCount: number } };
      readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    if (answer.errors === undefined) return answer.data.licenses.totalCount;
    if (answer.errors[0]?.extensions.code !== 'READ_MODEL_BEHIND') throw new Error(JSON.stringify(answer.errors));
  }
}

function outcomes({ results }: Upload): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe('a file of 10,000 licenses', () => {
  it('that is bad in its 5,000th says which one and why, and the others are in; again, it adds nothing', async () => {
    const files = new Map([['сеть.xml', await fileOf(mistypedAt(BAD, licenses(LICENSES, 1)))]]);
    const upload = await post(files);
    expect(outcomes(upload)).toEqual({ ADDED: LICENSES - 1, CODE_MISTYPED: 1 });
    const bad = upload.results.find(({ outcome }) => outcome === 'CODE_MISTYPED');
    expect(bad).toMatchObject({ index: BAD - 1, item: 'сеть.xml' });
    expect(bad?.message).toBe('Лицензия 5000 в файле. Код набран с ошибкой. Проверьте группу 5.');
    expect(await listed(upload.position)).toBe(LICENSES - 1);

    const again = await post(files);
    expect(outcomes(again)).toEqual({ ALREADY_IN_LIST: LICENSES - 1, CODE_MISTYPED: 1 });
    expect(again.results[0]?.message).toBe('Лицензия 1 в файле. Лицензия уже в списке.');
    expect(await listed(again.position)).toBe(LICENSES - 1);
  }, 240_000);
});

describe('a license without its product', () => {
  it('is named by number and line, and the rest of the file is in', async () => {
    const before = await listed();
    const [, ...rest] = await partsOf(licenses(500, 20_000), undefined);
    const elements = rest.slice(0, -1);
    const place = 250;
    const content = elements.map((element, index) => (index + 1 === place ? element.replace(/ product="[^"]*"/, '') : element));
    const line =
      content
        .slice(0, place - 1)
        .join('')
        .split('\n').length + 2;
    const upload = await post(new Map([['склад.xml', fileAround(content.join(''))]]));
    expect(outcomes(upload)).toEqual({ ADDED: 499, FILE_DAMAGED: 1 });
    const bad = upload.results.find(({ outcome }) => outcome === 'FILE_DAMAGED');
    expect(bad?.index).toBe(place - 1);
    expect(bad?.message).toMatch(/^Лицензия 250 в файле\. Файл повреждён\./);
    expect(bad?.message).toMatch(new RegExp(`Строка ${String(line)}, столбец \\d+: продукт \\(product\\)\\.$`));
    expect(await listed(upload.position)).toBe(before + 499);
  }, 60_000);
});

/** 200 files of one license each; the bad ones stand between them, by name. Numbers of licenses start from the given one. */
async function manyFiles(from: number): Promise<{ readonly files: Files; readonly bad: ReadonlyMap<string, string> }> {
  const good = await Promise.all(licenses(200, from).map((license) => fileOf([license])));
  const unused = mainLicense(from + 200);
  const whole = await fileOf([unused]);
  const stranger = { name: KEY_NAME, privateKey: generateKeyPairSync('ed25519').privateKey };
  const bad: readonly (readonly [name: string, outcome: string, content: string])[] = [
    ['changed.xml', 'FILE_SIGNATURE_WRONG', whole.replace('Базовая', 'Минимум')],
    ['stranger.xml', 'FILE_SIGNATURE_WRONG', await fileOf([unused], stranger)],
    ['unsigned.xml', 'FILE_SIGNATURE_MISSING', (await partsOf([unused])).join('')],
    ['cut.xml', 'FILE_DAMAGED', whole.slice(0, 200)],
    ['empty.xml', 'FILE_DAMAGED', ''],
    ['catalog.xml', 'FILE_NOT_A_LICENSE', '<catalog/>'],
    ['newer.xml', 'FILE_VERSION_UNKNOWN', whole.replace('version="1" issuedAt', 'version="9" issuedAt')],
    ['twice.xml', 'DUPLICATE_IN_REQUEST', good[0] ?? ''],
  ];
  const files = new Map<string, string>();
  for (const [index, xml] of good.entries()) {
    files.set(`good-${String(index)}.xml`, xml);
    const [name, , content] = bad[(index - 12) / 25] ?? [];
    if (name !== undefined && content !== undefined) files.set(name, content);
  }
  return { files, bad: new Map(bad.map(([name, outcome]) => [name, outcome])) };
}

describe('200 files and some bad ones between them', () => {
  it.each([
    ['POST /license-files', post, 30_000],
    ['one mutation', mutate, 40_000],
  ])(
    'by %s: each has its own result, and the bad ones take nothing from the good ones',
    async (_way, upload, from) => {
      const before = await listed();
      const { files, bad } = await manyFiles(from);
      const answer = await upload(files);
      expect(answer.errors).toEqual([]);
      expect(answer.results.map(({ item, outcome }) => [item, outcome])).toEqual(
        [...files.keys()].map((name) => [name, bad.get(name) ?? 'ADDED']),
      );
      expect(bad.size).toBe(8);
      expect(await listed(answer.position)).toBe(before + 200);
    },
    60_000,
  );
});
