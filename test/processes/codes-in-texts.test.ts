import { maskCodes } from '../../src/commands/code-in-text.js';
import type { AccountId, OrderId } from '../../src/domain/ids.js';
import { codeFromFreeLetters, formatCode } from '../../src/domain/activation-code.js';
import { openCabinet, valueOf } from '../support/cabinet.js';

const CODE = codeFromFreeLetters([7, 3, 12, 30, 1, 8, 22, 10, 15, 4, 9, 27, 2, 19, 6, 31, 13, 24, 5, 17]);
const LAST = CODE.slice(-5);
const dashed = formatCode(CODE);
const MASKED = `•••••-•••••-•••••-•••••-${LAST}`;

describe('a whole code in a text', () => {
  it.each([
    ['with dashes', `Не вижу ${dashed}, помогите`],
    ['without', `Не вижу ${CODE}, помогите`],
    ['in small letters', `Не вижу ${dashed.toLowerCase()}, помогите`],
    ['with spaces between all letters', `Не вижу ${[...CODE].join(' ')}, помогите`],
    ['with other dashes', `Не вижу ${dashed.replaceAll('-', '\u2013')}, помогите`],
    ['over two lines', `Не вижу ${CODE.slice(0, 12)}\n${CODE.slice(12)}, помогите`],
    ['with O and I for 0 and 1', `Не вижу ${dashed.replaceAll('0', 'O').replaceAll('1', 'I')}, помогите`],
    [
      'with Cyrillic look-alikes',
      `Не вижу ${dashed.replace(/[ABEKMHPCTX]/g, (letter) => 'АВЕКМНРСТХ'.charAt('ABEKMHPCTX'.indexOf(letter)))}, помогите`,
    ],
  ])('is masked but for its last group: %s', (_how, text) => {
    expect(maskCodes(text)).toBe(`Не вижу ${MASKED}, помогите`);
  });

  it('is masked as often as it stands there, also with words run into it', () => {
    expect(maskCodes(`код${CODE}и ${dashed}`)).toBe(`код${MASKED}и ${MASKED}`);
  });

  it('is told from what is none', () => {
    const wrong = `${dashed.slice(0, -1)}${dashed.endsWith('0') ? '1' : '0'}`;
    for (const text of [wrong, `${CODE.slice(0, 12)}! ${CODE.slice(12)}`, 'Не вижу лицензию на третьем терминале у кассы', ''])
      expect(maskCodes(text)).toBe(text);
  });
});

it('a code that was written into any free text is not in the log', async () => {
  const cabinet = await openCabinet();
  try {
    const { service, call } = cabinet;
    const vendor = call({ role: 'VENDOR' });
    const accountId = 'acc_shop' as AccountId;
    const text = `Код ${dashed}`;
    await valueOf(service.openAccount(vendor, { accountId, name: text }));
    const product = { name: 'Магазин 15' };
    const items = [{ kind: 'CLOUD', product, perpetual: false, months: 12 }] as const;
    const { issued } = await valueOf(service.issueLicenses(vendor, { accountId, items: [...items, ...items] }));
    const [one, other] = issued.map(({ licenseId }) => licenseId);
    await valueOf(service.withdrawLicense(vendor, { licenseId: one ?? '', reason: text }));
    await valueOf(service.releaseLicense(vendor, { licenseId: other ?? '', reason: text }));
    const { orderId } = await valueOf(
      service.orderLicenses(call(), { accountId, items: [{ product, kind: 'MAIN', quantity: 1 }] }),
    );
    await valueOf(service.cancelOrder(call(), { orderId: orderId satisfies OrderId, reason: text }));
    await valueOf(service.rateDiagnosis(call(), { accountId, helped: false, causes: [], comment: text }));
    await valueOf(service.registerDatabase(call(), { accountId, name: text, kind: 'LOCAL' }));
    const question = {
      code: null,
      licenseId: null,
      deviceId: null,
      databaseId: null,
      orderId,
      fileName: null,
      expectedKind: null,
    };
    const found = { askedAt: cabinet.deps.now(), position: 1, listed: false, licenseId: null, deviceId: null };
    const diagnose = () => Promise.resolve({ ...found, causes: [], checks: [] });
    const { caseId } = await valueOf(service.openSupportCase(call(), { accountId, question, diagnose, message: text }));
    await valueOf(service.resolveSupportCase(call({ role: 'SUPPORT' }), { caseId, note: text }));
    const log = JSON.stringify(await cabinet.events());
    expect(log).not.toContain(dashed);
    expect(log.split(`Код ${MASKED}`)).toHaveLength(9);
  } finally {
    await cabinet.close();
  }
});
