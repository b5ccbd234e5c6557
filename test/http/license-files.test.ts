import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addLicenseFilesRoute, type LicenseFilesLimits, type LicenseFilesRequest } from '../../src/http/license-files.js';
import { openSpool } from '../../src/http/spool.js';
import { bearer, listen, startHttp, type TestHttp } from './server.js';

interface Received extends Omit<LicenseFilesRequest, 'files'> {
  /** Contents while the upload process had them. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

const LIMITS: LicenseFilesLimits = { files: 3, fileBytes: 1_000, totalBytes: 2_500 };
const ANSWER = { uploadId: 'upl_1', results: [], position: null, errors: [] };

let folder: string;
let http: TestHttp;
let url: string;
let received: Received[];
let uploadFails: boolean;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet spool-'));
  received = [];
  uploadFails = false;
  const spool = await openSpool(folder);
  const uploadFiles = async (request: LicenseFilesRequest): Promise<object> => {
    received.push({ ...request, files: request.files.map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') })) });
    if (uploadFails) throw new Error('broken');
    return ANSWER;
  };
  http = await startHttp({ routes: [(app) => addLicenseFilesRoute(app, { spool, uploadFiles, limits: LIMITS })] });
  url = await listen(http.app);
});
afterEach(async () => {
  await http.app.close();
  rmSync(folder, { recursive: true });
});

function form(files: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>> = {}): FormData {
  const data = new FormData();
  for (const [name, text] of Object.entries(files)) data.append('file', new Blob([text]), name);
  for (const [name, text] of Object.entries(fields)) data.append(name, text);
  return data;
}

interface Post {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}
const post = (body: FormData | string, { headers = bearer(), query = '' }: Post = {}): Promise<Response> =>
  fetch(`${url}/license-files${query}`, { method: 'POST', body, headers });
const errorCode = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;

describe('POST /license-files', () => {
  it('hands every file over with its name, for the account in the form', async () => {
    const response = await post(form({ 'a.xml': '<a/>', 'Лицензия.xml': '<b/>' }, { accountId: 'acc_1' }), {
      headers: { ...bearer(), 'idempotency-key': 'k1', 'accept-language': 'en' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(ANSWER);
    expect(received).toEqual([
      {
        viewer: expect.objectContaining({ id: 'anna' }) as unknown,
        accountId: 'acc_1',
        files: [
          { name: 'a.xml', text: '<a/>' },
          { name: 'Лицензия.xml', text: '<b/>' },
        ],
        requestId: response.headers.get('x-request-id'),
        idempotencyKey: 'k1',
        acceptLanguage: 'en',
      },
    ]);
  });

  it('takes the account from the address, or leaves it to the upload', async () => {
    await post(form({ 'a.xml': '<a/>' }), { query: '?accountId=acc_2' });
    await post(form({ 'a.xml': '<a/>' }));
    expect(received.map(({ accountId }) => accountId)).toEqual(['acc_2', null]);
  });

  it('does not use a name as a path', async () => {
    await post(form({ '../../evil.xml': '<a/>' }));
    expect(received[0]?.files).toEqual([{ name: 'evil.xml', text: '<a/>' }]);
    expect(existsSync(join(folder, '../../evil.xml'))).toBe(false);
  });

  it('cuts a name that is too long, and leaves no half of a letter', async () => {
    await post(form({ [`${'n'.repeat(199)}😀.xml`]: '<a/>' }));
    expect(received[0]?.files[0]?.name).toBe(`${'n'.repeat(199)}\uFFFD`);
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'anything'],
    [
      'cut off within a part',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="f"; filename="a.xml"\r\n\r\n<lic',
    ],
    ['cut off within the headers of a part', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-da'],
  ])('refuses a form %s, and uploads nothing', async (_what, type, body) => {
    const response = await post(body, { headers: { ...bearer(), 'content-type': type } });
    expect(response.status).toBe(400);
    expect(await errorCode(response)).toBe('BAD_REQUEST');
    expect(received).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says to try again where the disk takes nothing', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder');
    const response = await post(form({ 'a.xml': '<a/>' }));
    expect(response.status).toBe(503);
    expect(await errorCode(response)).toBe('UNAVAILABLE');
  });

  it('leaves nothing on disk, also where the upload failed', async () => {
    uploadFails = true;
    expect((await post(form({ 'a.xml': '<a/>' }))).status).toBe(500);
    expect(readdirSync(folder)).toEqual([]);
    uploadFails = false;
    expect((await post(form({ 'a.xml': '<a/>' }))).status).toBe(200);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps one byte too many of a file that is too large, and the others whole', async () => {
    const response = await post(form({ 'large.xml': 'x'.repeat(1_500), 'small.xml': '<a/>' }));
    expect(response.status).toBe(200);
    expect(received[0]?.files.map(({ text }) => text.length)).toEqual([1_001, 4]);
  });

  it.each([
    ['without a token', 401, 'UNAUTHENTICATED', form({ 'a.xml': '<a/>' }), {}],
    ['by an auditor', 403, 'FORBIDDEN', form({ 'a.xml': '<a/>' }), bearer({ role: 'AUDITOR' })],
    ['by support', 403, 'FORBIDDEN', form({ 'a.xml': '<a/>' }), bearer({ role: 'SUPPORT', accounts: ['*'] })],
    ['that is JSON', 415, 'UNSUPPORTED_MEDIA_TYPE', '{}', { ...bearer(), 'content-type': 'application/json' }],
    ['without a file', 400, 'BAD_REQUEST', form({}, { accountId: 'acc_1' }), bearer()],
    ['with a field that nobody knows', 400, 'BAD_REQUEST', form({ 'a.xml': '<a/>' }, { account: 'acc_1' }), bearer()],
    ['of too many files', 413, 'TOO_LARGE', form({ 1: 'x', 2: 'x', 3: 'x', 4: 'x' }), bearer()],
    [
      'of files too large together',
      413,
      'TOO_LARGE',
      form({ 1: 'x'.repeat(999), 2: 'x'.repeat(999), 3: 'x'.repeat(999) }),
      bearer(),
    ],
    ['with a key too long', 400, 'BAD_REQUEST', form({ 'a.xml': 'x' }), { ...bearer(), 'idempotency-key': 'k'.repeat(256) }],
  ])('%s is refused, and nothing is uploaded', async (_what, status, code, body, headers) => {
    const response = await post(body, { headers: { ...headers } });
    expect(response.status).toBe(status);
    expect(await errorCode(response)).toBe(code);
    expect(received).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['without a token', {}, ''],
    ['by an auditor', bearer({ role: 'AUDITOR' }), ''],
    ['that is JSON', { ...bearer(), 'content-type': 'application/json' }, ''],
    ['with a key that is not ASCII', { ...bearer(), 'idempotency-key': 'cl\u00e9' }, ''],
    ['with two accounts in its address', bearer(), '?accountId=acc_1&accountId=acc_2'],
  ])('%s is refused in the language that was asked for', async (_what, headers: Readonly<Record<string, string>>, query) => {
    for (const [language, letters] of [
      ['ru', /[а-я]{4}/],
      ['en', /^[^а-я]+$/],
    ] as const) {
      const body = headers['content-type'] === undefined ? form({ 'a.xml': '<a/>' }) : '{}';
      const response = await post(body, { headers: { ...headers, 'accept-language': language }, query });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringMatching(letters) as string }] });
    }
    expect(received).toEqual([]);
  });

  it('says of a key that it has to be ASCII, and of an account named twice that it is', async () => {
    const english = { ...bearer(), 'accept-language': 'en' };
    const key = await post(form({ 'a.xml': 'x' }), { headers: { ...english, 'idempotency-key': 'cl\u00e9' } });
    expect(key.status).toBe(400);
    expect(await key.text()).toContain('idempotency-key: expected one text of at most 200 ASCII characters, without spaces');
    const twice = await post(form({ 'a.xml': 'x' }), { headers: english, query: '?accountId=acc_1&accountId=acc_1' });
    expect(twice.status).toBe(400);
    expect(await twice.text()).toContain('accountId is given more than once');
    const body = form({ 'a.xml': 'x' }, { accountId: 'acc_1' });
    body.append('accountId', 'acc_2');
    expect((await post(body)).status).toBe(400);
    expect((await post(form({ 'a.xml': 'x' }, { accountId: 'acc_1' }), { query: '?accountId=acc_2' })).status).toBe(400);
    expect((await post(form({ 'a.xml': 'x' }, { accountId: 'acc_1' }), { query: '?accountId=acc_1' })).status).toBe(200);
  });

  it('that fails is answered with the number under which the log knows it', async () => {
    uploadFails = true;
    const response = await post(form({ 'a.xml': '<a/>' }));
    const number = response.headers.get('x-request-id') ?? '';
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining(number) as string, extensions: { correlationId: number } }],
    });
    expect(http.entries().map(({ reqId, msg }) => [reqId, msg])).toContainEqual([number, 'request failed']);
  });

  it('cut off in the middle uploads nothing and leaves nothing', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const head = `--b\r\ncontent-disposition: form-data; name="f"; filename="a.xml"\r\n\r\n<lic`;
    const { authorization } = bearer();
    socket.write(
      `POST /license-files HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization}\r\ncontent-type: multipart/form-data; boundary=b\r\n` +
        `content-length: 5000\r\n\r\n${head}`,
    );
    while (readdirSync(folder).length === 0) await delay(5);
    socket.destroy();
    while (readdirSync(folder).length > 0) await delay(5);
    expect(received).toEqual([]);
  });
});

describe('the spool', () => {
  it('is emptied when it is opened: what a killed process left is gone', async () => {
    writeFileSync(join(folder, 'left'), 'x');
    await openSpool(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('holds the texts of a mutation until they are removed', async () => {
    const upload = await (await openSpool(folder)).texts([{ name: 'Файл.xml', xml: '<ё/>' }]);
    expect(upload.files.map(({ name, path }) => [name, readFileSync(path, 'utf8')])).toEqual([['Файл.xml', '<ё/>']]);
    await upload.remove();
    expect(readdirSync(folder)).toEqual([]);
  });
});
