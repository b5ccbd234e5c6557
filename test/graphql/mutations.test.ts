import { openCabinet } from '../support/cabinet.js';
import { codeFromFreeLetters, formatCode } from '../../src/domain/activation-code.js';
import { REFUSAL_CODES } from '../../src/domain/refusal.js';
import { UPLOAD_OUTCOMES } from '../../src/domain/upload.js';
import { refusalText } from '../../src/graphql/texts/refusals.js';
import { uploadOutcomeText } from '../../src/graphql/texts/upload-outcomes.js';
import { bearerOf, ENGLISH, openApi, openShop, OWNER, STRANGER, VENDOR, type Api } from './support.js';

interface Refused {
  readonly position: string | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly path: readonly string[] }[];
}
interface Added {
  readonly uploadId: string;
  readonly results: readonly {
    readonly item: string;
    readonly index: number;
    readonly outcome: string;
    readonly message: string;
    readonly license: { readonly id: string } | null;
  }[];
}

describe('a mutation', () => {
  let api: Api;
  let shop: Awaited<ReturnType<typeof openShop>>;
  beforeAll(async () => {
    api = await openApi();
    shop = await openShop(api, 2);
    await openShop(api, 0, 'acc_other', STRANGER);
  });
  afterAll(() => api.close());

  it('answers the changed thing as it is now, and the position to wait for', async () => {
    const payload = await api.mutate(
      OWNER,
      'renameDatabase',
      { databaseId: shop.databaseId, name: ' Склад ' },
      'database { id name } position',
    );
    expect(payload).toEqual({
      database: { id: shop.databaseId, name: 'Склад' },
      position: expect.stringMatching(/^\w+\.\d+$/),
      errors: [],
    });
  });

  it('answers a refusal in the payload, with its code, its field and a text in the language of the asker', async () => {
    const input = { licenseId: shop.issued[0]?.licenseId, confirmWorkFinished: false };
    const query =
      'mutation ($input: UnlinkLicenseInput!) { unlinkLicense(input: $input) { license { id } position errors { code message path } } }';
    const russian = await api.ask<{ unlinkLicense: Refused }>(OWNER, query, { input });
    expect(russian.data.unlinkLicense).toEqual({
      license: null,
      position: null,
      errors: [{ code: 'WORK_NOT_CONFIRMED', message: expect.stringMatching(/^Подтвердите/), path: ['confirmWorkFinished'] }],
    });
    const english = await api.ask<{ unlinkLicense: Refused }>(OWNER, query, { input }, ENGLISH);
    expect(english.data.unlinkLicense.errors[0]?.message).toMatch(/^Confirm/);
  });

  it('answers the thing of another tenant like one that does not exist', async () => {
    const rename = (databaseId: string) =>
      api.mutate<Refused>(STRANGER, 'renameDatabase', { databaseId, name: 'Моё' }, 'database { id } position');
    const theirs = await rename(shop.databaseId);
    expect(theirs.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['databaseId'] }]);
    expect(await rename('db_nowhere')).toEqual(theirs);
  });

  it('needs the account to be named by whoever has several', async () => {
    const partner = bearerOf('PARTNER', { accounts: ['acc_shop', 'acc_other'] });
    const payload = await api.mutate<Refused>(
      partner,
      'addLicensesByCode',
      { codes: ['x'] },
      'uploadId results { index } position',
    );
    expect(payload).toMatchObject({ uploadId: null, results: [], errors: [{ code: 'INVALID_INPUT', path: ['accountId'] }] });
  });

  it('does the same once for one idempotency key, and refuses other input under it', async () => {
    const register = (name: string) =>
      api.mutate<{ database: { id: string } | null }>(
        OWNER,
        'registerDatabase',
        { name, kind: 'LOCAL', idempotencyKey: 'key-1' },
        'database { id }',
      );
    const first = await register('База');
    expect(await register('База')).toEqual(first);
    expect(await register('Другая')).toMatchObject({ database: null, errors: [{ code: 'CONFLICT' }] });
  });

  it('takes null for what may be left out', async () => {
    const payload = await api.mutate(
      OWNER,
      'registerDatabase',
      { name: 'База', kind: 'LOCAL', level: null, accountId: null, idempotencyKey: null },
      'database { name level }',
    );
    expect(payload).toMatchObject({ database: { name: 'База', level: null }, errors: [] });
  });

  it('refuses control characters in a name', async () => {
    for (const name of ['Мага\nзин', 'Мага\u0000зин', 'Мага\u001b[31mзин']) {
      const payload = await api.mutate(VENDOR, 'openAccount', { name }, 'account { id }');
      expect(payload).toMatchObject({
        account: null,
        errors: [{ code: 'INVALID_INPUT', path: ['name'], message: expect.stringContaining('управляющих') as string }],
      });
    }
  });

  it('says why a cloud license takes no end of updates', async () => {
    const item = { kind: 'CLOUD', perpetual: false, months: 1, updatesUntil: '2027-01-01T00:00:00Z', product: { name: 'x' } };
    const payload = await api.mutate(VENDOR, 'issueLicenses', { items: [item] }, 'issued { licenseId }');
    expect(payload.errors).toMatchObject([
      { code: 'INVALID_INPUT', message: expect.stringContaining('уберите updatesUntil') as string },
    ]);
  });

  it('refuses a time of the year 0000', async () => {
    const query = '{ licenses(asOf: { time: "0000-12-31T00:00:00Z" }) { totalCount } }';
    expect((await api.ask(OWNER, query)).errors).toHaveLength(1);
  });

  it('says of an idempotency key which characters it may have', async () => {
    const input = { name: 'x', idempotencyKey: 'ключ' };
    expect((await api.mutate(VENDOR, 'openAccount', input, 'account { id }')).errors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['idempotencyKey'], message: expect.stringContaining('ASCII') as string },
    ]);
  });

  it('keeps the facts of a device whose code it cannot follow, and says why', async () => {
    const report = { databaseId: shop.databaseId, deviceCode: 'D900', name: 'ТСД', activationCode: 'ABCDE' };
    const payload = await api.mutate(OWNER, 'reportDevice', report, 'device { code mode modeReason license { id } }');
    expect(payload).toMatchObject({
      device: { code: 'D900', mode: 'DEMO', modeReason: 'На устройстве нет лицензии.', license: null },
      errors: [{ code: 'CODE_MISTYPED' }],
    });
  });

  it('adds codes one by one, the good ones whatever becomes of others, and shows the upload afterwards', async () => {
    const free = shop.issued[2];
    const payload = await api.mutate<Added>(
      OWNER,
      'addLicensesByCode',
      { codes: [free?.code, free?.code, '7H3KQ-AAAAA-BBBBB-CCCCC-SECRT'] },
      'uploadId results { item index outcome message license { id source } }',
    );
    expect(payload.results.map(({ outcome }) => outcome)).toEqual(['ADDED', 'DUPLICATE_IN_REQUEST', 'CODE_MISTYPED']);
    expect(payload.results[0]).toMatchObject({
      index: 0,
      license: { id: free?.licenseId, source: 'CODE' },
      item: expect.stringMatching(/^•/),
    });
    expect(payload.results[2]?.message).toMatch(/^Код набран с ошибкой\. Проверьте группу \d\.$/);
    expect(JSON.stringify(payload)).not.toContain('7H3KQ');
    const { uploads, node } = await api.data<{ uploads: { totalCount: number; nodes: object[] }; node: object }>(
      OWNER,
      `query ($id: ID!) {
        uploads { totalCount nodes { id finished actor { role name } results(first: 1) { totalCount nodes { outcome } pageInfo { hasNextPage } } } }
        node(id: $id) { id ... on Upload { finished } }
      }`,
      { id: payload.uploadId },
    );
    expect(uploads).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          id: payload.uploadId,
          finished: true,
          actor: { role: 'OWNER', name: 'Анна' },
          results: { totalCount: 3, nodes: [{ outcome: 'ADDED' }], pageInfo: { hasNextPage: true } },
        },
      ],
    });
    expect(node).toEqual({ id: payload.uploadId, finished: true });
    const theirs = await api.data(
      STRANGER,
      'query ($id: ID!) { uploads(accountId: "acc_shop") { totalCount nodes { id } } node(id: $id) { id } }',
      { id: payload.uploadId },
    );
    expect(theirs).toEqual({ uploads: { totalCount: 0, nodes: [] }, node: null });
  });

  it('hands the files of an upload over on disk and removes them, whatever happens', async () => {
    const steps: string[] = [];
    const files = await openApi({
      spool: (texts) => {
        steps.push(`spooled ${texts.map(({ name, xml }) => `${name}=${xml}`).join()}`);
        return Promise.resolve({
          files: [{ name: 'a.xml', path: '/spool/0' }],
          remove: () => {
            steps.push('removed');
            return Promise.resolve();
          },
        });
      },
      service: {
        ...api.cabinet.service,
        uploadLicenseFiles: (_call, input) => {
          steps.push(`uploaded ${input.accountId} ${input.files.map(({ path }) => path).join()}`);
          return Promise.reject(new Error('broken'));
        },
      },
    });
    const query = 'mutation ($input: UploadLicenseFilesInput!) { uploadLicenseFiles(input: $input) { uploadId } }';
    await files.ask(OWNER, query, { input: { files: [{ name: 'a.xml', xml: '<x/>' }] } });
    await files.close();
    expect(steps).toEqual(['spooled a.xml=<x/>', 'uploaded acc_shop /spool/0', 'removed']);
  });

  it('shows a whole code to its holder alone', async () => {
    const { licenseId, code } = shop.issued[0] ?? { licenseId: '', code: '' };
    expect(await api.mutate(OWNER, 'revealActivationCode', { licenseId }, 'code')).toEqual({ code, errors: [] });
    expect(await api.mutate(STRANGER, 'revealActivationCode', { licenseId }, 'code')).toMatchObject({
      code: null,
      errors: [{ code: 'NOT_FOUND' }],
    });
  });

  it('withdraws a license for the vendor', async () => {
    const payload = await api.mutate(
      VENDOR,
      'withdrawLicense',
      { licenseId: shop.issued[1]?.licenseId, reason: 'возврат' },
      'license { status }',
    );
    expect(payload).toEqual({ license: { status: 'WITHDRAWN' }, errors: [] });
  });
});

describe('texts', () => {
  it('say each refusal and each outcome in both languages', () => {
    for (const code of REFUSAL_CODES) {
      expect(refusalText({ code }, 'ru')).toMatch(/[а-яё]/);
      expect(refusalText({ code }, 'en')).toMatch(/^[^а-яё]+$/i);
    }
    const item = {
      source: 'FILE',
      fileName: { subject: 'upl_1', text: 'a.xml' },
      licenseNumber: 5_000,
      lastGroup: null,
    } as const;
    for (const outcome of UPLOAD_OUTCOMES) {
      expect(uploadOutcomeText({ item, outcome, detail: null }, 'ru')).toMatch(/^Лицензия 5000 в файле\. [А-Я]/);
      expect(uploadOutcomeText({ item, outcome, detail: null }, 'en')).toMatch(/^License 5000 of the file\. [^а-яё]+$/i);
    }
  });

  it('name the line and what is wrong there', () => {
    const item = { source: 'FILE', fileName: { subject: 'upl_1', text: 'a.xml' }, licenseNumber: null, lastGroup: null } as const;
    const detail = { rule: 'xml', line: 3, column: 7, problem: 'tagMismatch' } as const;
    expect(uploadOutcomeText({ item, outcome: 'FILE_DAMAGED', detail }, 'ru')).toMatch(
      /Строка 3, столбец 7: теги не совпадают\.$/,
    );
  });
});

it('a viewer who has guessed too often is told that it is a limit and when to try again, by mutations as by queries', async () => {
  const spent = { remaining: () => 0, recordMiss: () => undefined, retryAfterSeconds: () => 60 };
  const limited = await openCabinet({ guesses: spent });
  await limited.service.openAccount(limited.call({ role: 'VENDOR' }), { accountId: 'acc_shop', name: 'Магазин' });
  const api = await openApi({ service: limited.service, guesses: spent });
  try {
    const code = formatCode(codeFromFreeLetters(Array.from({ length: 20 }, (_, index) => index)));
    const message = 'Действует ограничение: не больше 60 неизвестных кодов в час. Повторите через 1 мин.';
    const { errors } = await api.mutate<Refused>(OWNER, 'addLicensesByCode', { codes: [code] }, 'uploadId');
    expect(errors).toEqual([{ code: 'NOT_PERMITTED', message, path: ['codes'] }]);
    const asked = await api.ask(OWNER, 'query ($code: String!) { licenseByCode(code: $code) { id } }', { code });
    expect(asked.errors).toMatchObject([{ message, extensions: { code: 'RATE_LIMITED' } }]);
  } finally {
    await api.close();
    await limited.close();
  }
});
