/** Two devices under one code, until each has its own. */
import { causeOf, openShop, type Shop } from './support.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

async function twoOfOneCode(): Promise<{ base: string; device: string }> {
  const base = await shop.base('CLOUD');
  let device = '';
  for (const serialNumber of ['SN-1', 'SN-2', 'SN-1']) device = await shop.report(base, 'CLONE', { serialNumber });
  return { base, device };
}

it('DEVICE_CLONED until the other device reports under a code of its own', async () => {
  const { base, device } = await twoOfOneCode();
  expect(causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_CLONED').certainty).toBe('PROVEN');
  await shop.report(base, 'OTHER', { serialNumber: 'SN-3' });
  expect(await shop.causes({ deviceId: device })).toContain('DEVICE_CLONED');
  await shop.report(base, 'OWN', { serialNumber: 'SN-2' });
  expect(await shop.causes({ deviceId: device })).not.toContain('DEVICE_CLONED');
});

it('DEVICE_CLONED again where the second serial number comes back', async () => {
  const { base, device } = await twoOfOneCode();
  await shop.report(base, 'OWN', { serialNumber: 'SN-2' });
  await shop.report(base, 'CLONE', { serialNumber: 'SN-2' });
  expect(causeOf(await shop.diagnose({ deviceId: device }), 'DEVICE_CLONED').certainty).toBe('PROVEN');
});

it('DEVICE_CLONED is over once one number alone was reported for longer than a report can pass unseen', async () => {
  const { base, device } = await twoOfOneCode();
  shop.server.at('2026-06-01T09:00:00.000Z');
  expect(await shop.causes({ deviceId: device })).toContain('DEVICE_CLONED');
  await shop.report(base, 'CLONE', { serialNumber: 'SN-1' });
  expect(await shop.causes({ deviceId: device })).not.toContain('DEVICE_CLONED');
});
