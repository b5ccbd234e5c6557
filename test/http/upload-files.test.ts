/** `POST /license-files` in front of the real mutation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '../../src/auth/viewer.js';
import { done } from '../../src/commands/outcome.js';
import type { AccountId, UploadId } from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import { addLicenseFilesRoute } from '../../src/http/license-files.js';
import { openSpool } from '../../src/http/spool.js';
import { uploadFilesBy } from '../../src/http/upload-files.js';
import { openTwoTenants, type TwoTenants } from '../auth/two-tenants.js';
import { bearer, listen, startHttp, type TestHttp } from './server.js';

const viewer: Viewer = { id: 'x', name: null, role: 'OWNER', locale: 'ru', accounts: [], database: null };

let folder: string;
let tenants: TwoTenants;
let http: TestHttp;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-upload-'));
  tenants = await openTwoTenants();
  const { service, ...deps } = tenants.contextFor(viewer);
  const spool = await openSpool(folder);
  /** The real service refuses what it does not reach; what it reaches comes to one damaged file each. */
  const uploadLicenseFiles: typeof service.uploadLicenseFiles = (call, input) =>
    call.asker.reaches(input.accountId as AccountId)
      ? Promise.resolve(
          done(
            {
              uploadId: 'upl_1' as UploadId,
              results: input.files.map(({ name }, index) => ({
                index,
                item: { source: 'FILE' as const, fileName: personal('upl_1', name), licenseNumber: null, lastGroup: null },
                outcome: 'FILE_DAMAGED' as const,
                detail: { rule: 'xml' as const, line: 3, column: 7, problem: 'unclosed' },
                licenseId: null,
              })),
            },
            null,
          ),
        )
      : service.uploadLicenseFiles(call, input);
  const uploadFiles = uploadFilesBy({ ...deps, service: { ...service, uploadLicenseFiles } });
  http = await startHttp({ routes: [(app) => addLicenseFilesRoute(app, { spool, uploadFiles })] });
  url = await listen(http.app);
});
afterAll(async () => {
  await http.app.close();
  await tenants.close();
  rmSync(folder, { recursive: true });
});

async function post(accountId: string | null, claims: Readonly<Record<string, unknown>>, language = 'ru'): Promise<Response> {
  const body = new FormData();
  body.append('file', new Blob(['<licenseFile']), 'Склад.xml');
  if (accountId !== null) body.append('accountId', accountId);
  return fetch(`${url}/license-files`, { method: 'POST', body, headers: { ...bearer(claims), 'accept-language': language } });
}

describe('an upload of files', () => {
  it('is answered like the mutation: one result a file, with the text in the language asked for', async () => {
    const answers = await Promise.all(['ru', 'en'].map((language) => post('acc_own', { accounts: ['acc_own'] }, language)));
    const [russian, english] = (await Promise.all(answers.map((answer) => answer.json()))) as {
      results: { message: string }[];
    }[];
    expect(russian).toEqual({
      uploadId: 'upl_1',
      position: null,
      results: [{ item: 'Склад.xml', index: 0, outcome: 'FILE_DAMAGED', message: expect.any(String) as string, license: null }],
      errors: [],
    });
    expect(russian?.results[0]?.message).toMatch(/[а-я]/);
    expect(english?.results[0]?.message).not.toMatch(/[а-я]/);
  });

  it('is for the only account of whoever has one, and asks for it otherwise', async () => {
    expect(await (await post(null, { accounts: ['acc_own'] })).json()).toMatchObject({ uploadId: 'upl_1', errors: [] });
    expect(await (await post(null, { role: 'PARTNER', accounts: ['acc_own', 'acc_2'] })).json()).toMatchObject({
      uploadId: null,
      errors: [{ code: 'INVALID_INPUT', path: ['accountId'] }],
    });
  });

  it('to another account is answered like one to none', async () => {
    const [other, none] = await Promise.all(
      ['acc_other', 'acc_nothing'].map(async (account) => (await post(account, { accounts: ['acc_own'] })).json()),
    );
    expect(other).toMatchObject({ uploadId: null, results: [], errors: [{ code: 'NOT_FOUND', path: ['accountId'] }] });
    expect(other).toEqual(none);
  });
});
