/** Uploads as they come in life (issue 2, point 6), over HTTP: a file of 10,000 licenses, one of them bad, and many files at once. */
import { generateKeyPairSync } from 'node:crypto';
import { codeFromFreeLetters } from '../../src/domain/activation-code.js';
import { startTestServer, type TestServer } from '../support/server.js';

const LICENSES = 10_000;
const BAD = 5_000;

interface Result {
  readonly index: number;
  readonly item: string;
  readonly outcome: string;
  readonly message: string;
}
interface Upload {
  readonly uploadId: string | null;
  readonly results: readonly Result[];
  readonly errors: readonly unknown[];
}

let server: TestServer;
let owner: string;
beforeAll(async () => {
  server = await startTestServer();
  await server.mutate(await server.token('VENDOR'), 'openAccount', { accountId: 'acc_shop', name: 'Магазин' });
  owner = await server.token('OWNER', 'acc_shop');
});
afterAll(() => server.close());

/** Whole codes, each another one. */
const codes = (count: number, from = 0): readonly string[] =>
  Array.from({ length: count }, (_, number) => {
    const letters = Array.from({ length: 20 }, (__, place) => (from + number + 1) >> (place * 5));
    return codeFromFreeLetters(letters.map((letter) => letter & 31));
  });

async function post(files: Readonly<Record<string, string>>): Promise<Upload> {
  const body = new FormData();
  for (const [name, text] of Object.entries(files)) body.append('file', new Blob([text]), name);
  const headers = { authorization: `Bearer ${owner}`, 'accept-language': 'ru' };
  const response = await fetch(`${server.url}/license-files`, { method: 'POST', body, headers });
  expect(response.status).toBe(200);
  return (await response.json()) as Upload;
}

const listed = async (): Promise<number> =>
  (await server.query<{ licenses: { totalCount: number } }>(owner, '{ licenses { totalCount } }')).licenses.totalCount;

const outcomes = ({ results }: Upload): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

describe('a file of 10,000 licenses', () => {
  /** The code of one license fails its check; the file is signed as it is. */
  const file = (): Promise<string> => server.licenseFile(codes(LICENSES), BAD);

  it('that is bad in its 5,000th says which one and why, and the others are in; again, it adds nothing', async () => {
    const xml = await file();
    const upload = await post({ 'сеть.xml': xml });
    expect(outcomes(upload)).toEqual({ ADDED: LICENSES - 1, CODE_MISTYPED: 1 });
    const bad = upload.results.find(({ outcome }) => outcome === 'CODE_MISTYPED');
    expect(bad?.index).toBe(BAD - 1);
    expect(bad?.item).toContain('сеть.xml');
    expect(`${bad?.item ?? ''} ${bad?.message ?? ''}`).toMatch(/5[\s\u00a0]?000/);
    expect(await listed()).toBe(LICENSES - 1);

    const again = await post({ 'сеть.xml': xml });
    expect(outcomes(again)).toEqual({ ALREADY_IN_LIST: LICENSES - 1, CODE_MISTYPED: 1 });
    expect(await listed()).toBe(LICENSES - 1);
  }, 240_000);
});

describe('many files at once', () => {
  it('each has its own result, and the bad ones take nothing from the good ones', async () => {
    const before = await listed();
    const good = await Promise.all(codes(100, 20_000).map((code) => server.licenseFile([code])));
    const [first = '', second = '', third = ''] = good;
    const { privateKey } = generateKeyPairSync('ed25519');
    const stranger = await server.licenseFile(codes(1, 30_000), undefined, privateKey);
    const files: Record<string, string> = Object.fromEntries(good.map((xml, number) => [`good-${String(number)}.xml`, xml]));
    files['changed.xml'] = first.replace('Базовая', 'Минимум');
    files['stranger.xml'] = stranger;
    files['cut.xml'] = second.slice(0, 200);
    files['other.xml'] = '<catalog/>';
    files['newer.xml'] = third.replace('version="1" issuedAt', 'version="9" issuedAt');
    const upload = await post(files);
    expect(outcomes(upload)).toEqual({
      ADDED: 100,
      FILE_SIGNATURE_WRONG: 2,
      FILE_DAMAGED: 1,
      FILE_NOT_A_LICENSE: 1,
      FILE_VERSION_UNKNOWN: 1,
    });
    expect(await listed()).toBe(before + 100);
  }, 60_000);

  it('by the mutation too', async () => {
    const before = await listed();
    const files = await Promise.all(
      codes(20, 40_000).map(async (code, number) => ({ name: `${String(number)}.xml`, xml: await server.licenseFile([code]) })),
    );
    const upload = await server.mutate<Upload>(owner, 'uploadLicenseFiles', { files }, 'results { index outcome }');
    expect(outcomes(upload)).toEqual({ ADDED: 20 });
    expect(await listed()).toBe(before + 20);
  });
});
