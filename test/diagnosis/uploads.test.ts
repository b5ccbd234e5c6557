/** Uploads that failed, asked for by the name of the file. */
import { causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const upload = (name: string, xml: string) =>
  shop.mutate<{ upload: object }>(shop.owner, 'uploadLicenseFiles', { accountId: 'acc_shop', files: [{ name, xml }] });

it('UPLOAD_REJECTED until the same file comes in whole, and again after it failed again', async () => {
  const codes = [(await shop.issue(MAIN)).code, (await shop.issue(MAIN)).code];
  const whole = await shop.server.licenseFile(codes);
  const half = whole.slice(0, whole.length / 2);
  await upload('поставка.xml', half);
  expect(causeOf(await shop.diagnose({ fileName: 'поставка.xml' }), 'UPLOAD_REJECTED').certainty).toBe('PROVEN');
  await upload('другая.xml', whole);
  expect(await shop.causes({ fileName: 'поставка.xml' })).toContain('UPLOAD_REJECTED');
  await upload('Поставка.XML', whole);
  const mended = await shop.diagnose({ fileName: 'поставка.xml' });
  expect(mended.causes.map(({ code }) => code)).not.toContain('UPLOAD_REJECTED');
  expect(mended.checks).toContainEqual(expect.objectContaining({ code: 'UPLOAD_REJECTED', result: 'PASSED' }));
  await upload('поставка.xml', half);
  expect(await shop.causes({ fileName: 'поставка.xml' })).toContain('UPLOAD_REJECTED');
});

it('MAIN_NEVER_UPLOADED for a file that was never sent, and what is wrong with its license once it was', async () => {
  const { code } = await shop.issue(MAIN);
  const cause = causeOf(await shop.diagnose({ fileName: 'поставка.xml' }), 'MAIN_NEVER_UPLOADED');
  expect([cause.certainty, cause.title]).toEqual(['LIKELY', 'Такой файл не загружали']);
  expect(cause.explanation).toContain('«поставка.xml»');
  await upload('поставка.xml', await shop.server.licenseFile([code]));
  const sent = await shop.diagnose({ fileName: 'поставка.xml' });
  expect([sent.listed, sent.causes.map((each) => each.code)]).toEqual([true, ['NOT_ACTIVATED']]);
});

it('UPLOAD_REJECTED is not what a code that was typed twice in one request comes to', async () => {
  const { code } = await shop.issue(MAIN);
  await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code, code] });
  expect(await shop.causes({ activationCode: code })).not.toContain('UPLOAD_REJECTED');
});
