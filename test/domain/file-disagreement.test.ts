import { disagreeingFields, type StatedLicense } from '../../src/domain/file-disagreement.js';
import type { LicenseEvent } from '../../src/domain/license.js';
import { PERPETUAL, PRODUCT, activated, day, givenLicense, issued, issuedCloud, term, updatesUntil } from './things.js';

const inFile = (states: Partial<StatedLicense> = {}): StatedLicense => ({
  kind: 'MAIN',
  product: PRODUCT,
  term: PERPETUAL,
  updates: updatesUntil('2027-01-01'),
  ...states,
});
const renewed: LicenseEvent = { type: 'LicenseRenewed', data: { clock: 'UPDATES', until: day('2028-01-01') } };

describe('a license file and the log', () => {
  it.each<[string, readonly LicenseEvent[], StatedLicense]>([
    ['that say the same', [issued()], inFile()],
    ['that write it in other letters', [issued()], inFile({ product: { ...PRODUCT, name: 'МАГАЗИН 15' } })],
    ['where the file is older than a renewal', [issued(), renewed], inFile()],
    ['where the file is newer than the issue', [issued(), renewed], inFile({ updates: updatesUntil('2028-01-01') })],
    ['where the file leaves a field out', [issued()], inFile({ product: { ...PRODUCT, level: null, sku: null } })],
    ['where the log knows no level', [issued({ product: { ...PRODUCT, level: null } })], inFile()],
    ['where the log’s clock has not started', [issued({ updates: { months: 12 } })], inFile()],
  ])('agree %s', (_, events, file) => {
    givenLicense(events)
      .asked((license) => disagreeingFields(file, license))
      .answers([]);
  });

  it.each<[string, readonly LicenseEvent[], StatedLicense]>([
    ['kind', [issuedCloud({ term: PERPETUAL })], inFile({ updates: null })],
    ['product', [issued()], inFile({ product: { ...PRODUCT, name: 'Склад 15' } })],
    ['level', [issued()], inFile({ product: { ...PRODUCT, level: 'Минимум' } })],
    ['configuration', [issued()], inFile({ product: { ...PRODUCT, configuration: '1С:УТ 11' } })],
    ['sku', [issued()], inFile({ product: { ...PRODUCT, sku: 'X-1' } })],
    ['term', [issued()], inFile({ term: term('2026-01-01', '2026-07-01') })],
    ['term until', [issued({ term: term('2026-01-01', '2026-07-01') })], inFile({ term: term('2026-01-01', '2026-08-01') })],
    ['updates until', [issued(), renewed], inFile({ updates: updatesUntil('2029-01-01') })],
    ['updates until', [issued({ updates: { months: 12 } }), activated()], inFile({ updates: updatesUntil('2029-01-01') })],
  ])('disagree in: %s', (field, events, file) => {
    givenLicense(events)
      .asked((license) => disagreeingFields(file, license))
      .answers([field]);
  });
});
