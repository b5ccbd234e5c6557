/** One license whose subscription ended before the base was updated is enough for the base (domain.md, section 4). */
import { causeOf, MAIN, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

interface Lapsed {
  readonly base: string;
  readonly healthy: { readonly licenseId: string; readonly device: string };
  readonly lapsed: { readonly licenseId: string; readonly device: string };
}

/** Two licenses of one local base: the subscription of the second ended, and the base is asked about after that. */
async function twoLicenses(releasedAt: string): Promise<Lapsed> {
  const base = await shop.base('LOCAL', { serverVersion: '1.5.0' });
  const running = async (name: string, updatesUntil: string) => {
    const { licenseId, code } = await shop.issue({ ...MAIN, updatesUntil });
    await shop.mutate(shop.owner, 'addLicensesByCode', { accountId: 'acc_shop', codes: [code] });
    return { licenseId, device: await shop.report(base, name, { activationCode: code }) };
  };
  const healthy = await running('D1', '2028-03-01T00:00:00.000Z');
  const lapsed = await running('D2', '2027-03-01T00:00:00.000Z');
  shop.server.at('2027-04-01T00:00:00.000Z');
  await shop.mutate(shop.owner, 'reportDatabase', {
    databaseId: base,
    serverVersion: '1.6.0',
    serverVersionReleasedAt: releasedAt,
  });
  return { base, healthy, lapsed };
}

it('UPDATED_AFTER_END through another license of the base, which is to be renewed', async () => {
  const { base, healthy, lapsed } = await twoLicenses('2027-03-15T00:00:00.000Z');
  for (const asked of [{ deviceId: healthy.device }, { licenseId: healthy.licenseId }, { databaseId: base }]) {
    const cause = causeOf(await shop.diagnose(asked), 'UPDATED_AFTER_END');
    expect(cause.certainty).toBe('PROVEN');
    expect(cause.explanation).toContain('ТСД D2');
    expect(cause.nextAction?.variables?.input).toMatchObject({ licenseIds: [lapsed.licenseId], clock: 'UPDATES' });
    expect(cause.evidence.map(({ stream }) => stream)).toContain(lapsed.licenseId.replace('lic_', 'license-'));
  }
  const cause = causeOf(await shop.diagnose({ deviceId: healthy.device }), 'UPDATED_AFTER_END');
  expect(await shop.orderAndFulfil(cause)).toEqual([]);
  for (const deviceId of [healthy.device, lapsed.device]) expect(await shop.causes({ deviceId })).toEqual([]);
});

it('is none where the version is older than every end', async () => {
  const { healthy } = await twoLicenses('2027-02-15T00:00:00.000Z');
  expect(await shop.causes({ deviceId: healthy.device })).toEqual([]);
});

it('is none once the license that ended is on no device of the base', async () => {
  const { healthy, lapsed } = await twoLicenses('2027-03-15T00:00:00.000Z');
  await shop.mutate(shop.vendor, 'withdrawLicense', { licenseId: lapsed.licenseId, reason: 'возврат' });
  expect(await shop.causes({ deviceId: healthy.device })).toEqual([]);
});
