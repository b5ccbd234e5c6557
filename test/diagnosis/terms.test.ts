import { CLOUD, causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

/** Ordered as the cause says, paid and fulfilled. */
async function renewAs(cause: Parameters<Shop['follow']>[0]): Promise<void> {
  const { variables } = cause?.nextAction ?? {};
  const { order } = await shop.mutate<{ order: { id: string } }>(
    shop.owner,
    'orderRenewal',
    variables?.input ?? {},
    'order { id }',
  );
  await shop.mutate(shop.vendor, 'markOrderPaid', { orderId: order.id });
  const { errors } = await shop.mutate(shop.vendor, 'fulfilOrder', { orderId: order.id });
  expect(errors).toEqual([]);
}

describe('the term', () => {
  const running = async (item: object = CLOUD): Promise<string> => {
    const { licenseId, code } = await shop.issue(item);
    await shop.report(await shop.base('CLOUD'), 'D1', { activationCode: code });
    return licenseId;
  };

  it('TERM_ENDED is gone after the renewal that it says', async () => {
    const licenseId = await running();
    shop.server.at('2027-02-28T00:00:00.000Z');
    expect(await shop.causes({ licenseId })).toEqual([]);
    shop.server.at('2027-03-02T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['TERM_ENDED']);
    await renewAs(causeOf(diagnosis, 'TERM_ENDED'));
    expect(await shop.causes({ licenseId })).toEqual([]);
  });

  it('TERM_NOT_STARTED says until when', async () => {
    const licenseId = await running({
      ...CLOUD,
      months: undefined,
      validFrom: '2026-05-01T00:00:00.000Z',
      validUntil: '2027-05-01T00:00:00.000Z',
    });
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['TERM_NOT_STARTED']);
    expect(causeOf(diagnosis, 'TERM_NOT_STARTED').explanation).toMatch(/2026/);
    shop.server.at('2026-05-02T00:00:00.000Z');
    expect(await shop.causes({ licenseId })).toEqual([]);
  });

  it('DEMO_LICENSE_ENDED, and not TERM_ENDED, for a demo license', async () => {
    const licenseId = await running({ ...CLOUD, months: 1, demo: true });
    expect(await shop.causes({ licenseId })).toEqual([]);
    shop.server.at('2026-05-01T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['DEMO_LICENSE_ENDED']);
    expect(await shop.follow(causeOf(diagnosis, 'DEMO_LICENSE_ENDED'))).toEqual([]);
  });
});

describe('the update subscription', () => {
  const runningOn = async (kind: string, facts: object = {}): Promise<{ licenseId: string; base: string; device: string }> => {
    const { licenseId, code } = await shop.issue(MAIN);
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
    const base = await shop.base(kind, facts);
    return { licenseId, base, device: await shop.report(base, 'D1', { activationCode: code }) };
  };

  it('UPDATES_ENDED_EXCHANGE on a base with Internet exchange, and not on a local one', async () => {
    const { licenseId, base } = await runningOn('INTERNET_EXCHANGE');
    expect(await shop.causes({ licenseId })).toEqual([]);
    shop.server.at('2027-03-02T00:00:00.000Z');
    const diagnosis = await shop.diagnose({ licenseId });
    expect(diagnosis.causes.map(({ code }) => code)).toEqual(['UPDATES_ENDED_EXCHANGE']);
    await shop.mutate(shop.owner, 'changeDatabaseExchange', { databaseId: base, kind: 'LOCAL' });
    expect(await shop.causes({ licenseId })).toEqual([]);
    await shop.mutate(shop.owner, 'changeDatabaseExchange', { databaseId: base, kind: 'INTERNET_EXCHANGE' });
    await renewAs(causeOf(diagnosis, 'UPDATES_ENDED_EXCHANGE'));
    expect(await shop.causes({ licenseId })).toEqual([]);
  });

  it('UPDATED_AFTER_END is proven by the release date of the version, and only likely without it', async () => {
    const { licenseId, base } = await runningOn('LOCAL', { serverVersion: '1.5.0' });
    shop.server.at('2027-04-01T00:00:00.000Z');
    expect(await shop.causes({ licenseId })).toEqual([]);
    await shop.mutate(shop.owner, 'reportDatabase', { databaseId: base, serverVersion: '1.6.0' });
    const likely = causeOf(await shop.diagnose({ licenseId }), 'UPDATED_AFTER_END');
    expect([likely.certainty, likely.missingFacts.length]).toEqual(['LIKELY', 1]);
    await shop.mutate(shop.owner, 'reportDatabase', {
      databaseId: base,
      serverVersion: '1.6.0',
      serverVersionReleasedAt: '2027-03-15T00:00:00.000Z',
    });
    const proven = causeOf(await shop.diagnose({ licenseId }), 'UPDATED_AFTER_END');
    expect([proven.certainty, proven.missingFacts.length]).toEqual(['PROVEN', 0]);
    await renewAs(proven);
    expect(await shop.causes({ licenseId })).toEqual([]);
  });

  it('UPDATES_ENDED_TRANSFER_REFUSED where it is wanted on another device', async () => {
    const { licenseId, base, device } = await runningOn('LOCAL');
    const other = await shop.report(base, 'D2');
    expect(await shop.causes({ licenseId, deviceId: other })).not.toContain('UPDATES_ENDED_TRANSFER_REFUSED');
    shop.server.at('2027-03-02T00:00:00.000Z');
    expect(await shop.causes({ licenseId, deviceId: device })).toEqual([]);
    const diagnosis = await shop.diagnose({ licenseId, deviceId: other });
    await renewAs(causeOf(diagnosis, 'UPDATES_ENDED_TRANSFER_REFUSED'));
    expect(await shop.causes({ licenseId, deviceId: other })).not.toContain('UPDATES_ENDED_TRANSFER_REFUSED');
  });
});
