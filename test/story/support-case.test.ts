/** A whole server: a case that was opened while the list stood still resolves itself when the list has come on. */
import { CLOUD, openShop, type Shop } from '../diagnosis/support.js';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(async () => {
  shop.server.faults();
  await shop.close();
});

const statuses = async (): Promise<readonly string[]> => {
  const query = '{ supportCases { nodes { status } } }';
  const { supportCases } = await shop.server.query<{ supportCases: { nodes: { status: string }[] } }>(shop.owner, query);
  return supportCases.nodes.map(({ status }) => status);
};

it('a case resolves itself in a running server', async () => {
  const base = await shop.base('CLOUD');
  const { licenseId, code } = await shop.issue(CLOUD);
  shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'stall' });
  await shop.report(base, 'D1', { activationCode: code });
  expect(await shop.causes({ licenseId })).toEqual(['PROJECTION_BEHIND']);
  const { errors } = await shop.mutate(shop.owner, 'openSupportCase', { diagnosis: { licenseId } });
  expect(errors).toEqual([]);
  expect(await statuses()).toEqual([]);

  shop.server.faults();
  await shop.report(base, 'D2');
  while ((await statuses()).join() !== 'RESOLVED') await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await shop.causes({ licenseId })).toEqual([]);
});
