import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CLOUD, openShop } from './support.js';

/** A view that was wrong once, and is right now: nobody has to ask for it. */
it('a wrong row is found and repaired by itself, and the license appears', async () => {
  const shop = await openShop();
  try {
    const base = await shop.base('CLOUD');
    const { licenseId, code } = await shop.issue(CLOUD);
    shop.server.faults({ view: 'license', type: 'LicenseActivated', do: 'corrupt' });
    await shop.report(base, 'D1', { activationCode: code });
    expect(await shop.causes({ licenseId })).toEqual(['CLOUD_PROJECTION_FAULT']);
    shop.server.faults();
    while (!(await shop.diagnose({ licenseId })).listed) await wait(50);
    expect(await shop.causes({ licenseId })).toEqual([]);
    expect(readFileSync(shop.server.logFile, 'utf8')).toContain('they were repaired');
  } finally {
    await shop.close();
  }
}, 20_000);
