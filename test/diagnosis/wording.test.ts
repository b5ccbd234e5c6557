/** What a cause says must be so: of whom, since when, and how sure. */
import { CLOUD, causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

it('WRONG_PRODUCT names the level, where that is all in which the two differ', async () => {
  const base = await shop.base('CLOUD', { productName: 'Магазин 15', level: 'Минимум', configuration: 'УТ 11' });
  const { code } = await shop.issue(CLOUD);
  const device = await shop.report(base, 'D1', { activationCode: code });
  const { explanation } = causeOf(await shop.diagnose({ deviceId: device }), 'WRONG_PRODUCT');
  expect(explanation).toContain('«Магазин 15, Базовая»');
  expect(explanation).toContain('«Магазин 15, Минимум, УТ 11»');
});

it('CODE_UNKNOWN speaks of a code only where one was given, also after a release', async () => {
  const { licenseId, code } = await shop.issue(MAIN);
  await shop.mutate(shop.vendor, 'releaseLicense', { licenseId, reason: 'ошибка' });
  for (const asked of [{ licenseId }, { licenseId: 'lic_0123456789' }]) {
    const diagnosis = await shop.diagnose(asked);
    const cause = causeOf(diagnosis, 'CODE_UNKNOWN');
    expect([cause.certainty, cause.title]).toEqual(['LIKELY', 'Такой лицензии в этом кабинете нет']);
    expect(cause.explanation).not.toContain('не выдавался');
    expect(diagnosis.checks.find((check) => check.code === 'CODE_UNKNOWN')?.explanation).toBe(`${cause.title}.`);
  }
  expect(await shop.causes({ activationCode: code })).not.toContain('CODE_UNKNOWN');
});

it('CODE_UNKNOWN is proven of a code that the device reports, by its report', async () => {
  const elsewhere = await openShop();
  const { code } = await elsewhere.issue(MAIN);
  await elsewhere.close();
  const device = await shop.report(await shop.base('LOCAL'), 'D1', { activationCode: code });
  const cause = causeOf(await shop.diagnose({ deviceId: device }), 'CODE_UNKNOWN');
  expect([cause.certainty, cause.evidence.map(({ type }) => type)]).toEqual(['PROVEN', ['DeviceConnected']]);
  expect(cause.explanation).toContain(code.slice(-5));
});

it('CLOCK_SKEW says when the clock was found to be off, and nothing of later', async () => {
  const base = await shop.base('CLOUD');
  const device = await shop.report(base, 'D1', { deviceTime: '2026-03-01T09:06:00.000Z' });
  shop.server.at('2027-03-01T09:00:00.000Z');
  await shop.report(base, 'D1', { deviceTime: '2027-03-01T07:59:00.000Z' });
  const { explanation } = causeOf(await shop.diagnose({ deviceId: device }), 'CLOCK_SKEW');
  expect(explanation).toContain('когда это заметили 1 марта 2026 года, они спешили на 6 минут');
});

it('CLIENT_TOO_OLD is proven by what told of each of the two versions', async () => {
  const base = await shop.base('CLOUD');
  const device = await shop.report(base, 'D1', { clientVersion: '1.4.2' });
  await shop.mutate(shop.owner, 'reportDatabase', { databaseId: base, serverVersion: '1.5.0' });
  const { evidence } = causeOf(await shop.diagnose({ deviceId: device }), 'CLIENT_TOO_OLD');
  expect(evidence.map(({ type }) => type)).toEqual(['DeviceConnected', 'DatabaseFactsChanged']);
  await shop.report(base, 'D1', { clientVersion: '1.5.0' });
  expect(await shop.causes({ deviceId: device })).not.toContain('CLIENT_TOO_OLD');
});

it('a code of a device that was never seen is only likely to be right', async () => {
  const cause = causeOf(await shop.diagnose({ deviceCode: 'NEVER' }), 'DEVICE_NOT_CONNECTED');
  expect([cause.certainty, cause.missingFacts.length]).toEqual(['LIKELY', 1]);
  const base = await shop.base('CLOUD');
  const device = await shop.report(base, 'D1');
  await shop.report(base, 'D1', { connected: false });
  expect(causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_NOT_CONNECTED').certainty).toBe('PROVEN');
});

it('NOT_ACTIVATED does not give an unheld license to whoever has its code', async () => {
  const unheld = await shop.issue(MAIN, null);
  const ours = await shop.issue(MAIN);
  const { explanation } = causeOf(await shop.diagnose({ activationCode: unheld.code }), 'NOT_ACTIVATED');
  expect(explanation).not.toContain('у вас есть');
  expect(causeOf(await shop.diagnose({ activationCode: ours.code }), 'NOT_ACTIVATED').explanation).toContain('у вас есть');
});

it('a main license is added first, and activated then', async () => {
  const { licenseId } = await shop.issue(MAIN);
  expect(await shop.causes({ licenseId })).toEqual(['MAIN_NEVER_UPLOADED', 'NOT_ACTIVATED']);
});

it('BASE_STOPPED calls no local base a cloud base', async () => {
  const base = await shop.base('LOCAL');
  await shop.mutate(shop.owner, 'stopDatabase', { databaseId: base });
  expect(causeOf(await shop.diagnose({ databaseId: base }), 'BASE_STOPPED').explanation).toMatch(/^Базу «База LOCAL»/);
});

it('DEVICE_SILENT_SINCE_ACTIVATION names a day only where that day is past', async () => {
  const { licenseId } = await shop.issue(CLOUD);
  const device = await shop.report(await shop.base('CLOUD'), 'D1');
  await shop.activate(licenseId, device);
  const explanation = async () => causeOf(await shop.diagnose({ licenseId }), 'DEVICE_SILENT_SINCE_ACTIVATION').explanation;
  expect(await explanation()).not.toContain('2026');
  shop.server.at('2026-03-05T09:00:00.000Z');
  expect(await explanation()).toContain('с 1 марта 2026 года');
});
