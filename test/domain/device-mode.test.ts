import { deviceMode, updatedAfterEnd, type DeviceMode, type DeviceModeFacts, type DeviceModeReason, type InstalledVersion } from '../../src/domain/device-mode.js'; // prettier-ignore
import type { LicenseFacts, Term, Updates } from '../../src/domain/license-terms.js';
import { NOW, PERPETUAL, day, term, updatesUntil } from './things.js';

const running = term('2026-01-01', '2026-07-01');
const over = term('2026-01-01', '2026-06-01');
const ended = updatesUntil('2026-05-01');
const paid = updatesUntil('2027-01-01');

const released = (date: string): InstalledVersion => ({ effectiveAt: day(date), certain: true });
const unknown: InstalledVersion = { effectiveAt: null, certain: false };
const older = released('2026-04-30');
const newer = released('2026-05-02');

const license = (given: Partial<LicenseFacts>): LicenseFacts => ({
  kind: 'MAIN',
  term: PERPETUAL,
  updates: paid,
  activated: true,
  withdrawn: false,
  replaced: false,
  ...given,
});
const on = (facts: Partial<DeviceModeFacts>): DeviceModeFacts => ({
  databaseKind: 'LOCAL',
  installed: unknown,
  license: license({}),
  clientVersion: null,
  serverVersion: null,
  baseUpdatedAfterEnd: false,
  ...facts,
});

const main = (updates: Updates): LicenseFacts => license({ updates });
const cloud = (ofTerm: Term): LicenseFacts => license({ kind: 'CLOUD', term: ofTerm, updates: null });
const demo = (ofTerm: Term): LicenseFacts => license({ term: ofTerm, updates: null });
const oldClient = { clientVersion: '1.4', serverVersion: '1.5' };

describe('device mode, row by row of domain.md, section 4', () => {
  // prettier-ignore
  it.each<[string, Partial<DeviceModeFacts>, DeviceMode, DeviceModeReason]>([
    ['local base, no license',                        { databaseKind: 'LOCAL', license: null },                                                  'DEMO', 'NO_LICENSE'],
    ['exchange base, no license',                     { databaseKind: 'INTERNET_EXCHANGE', license: null },                                      'DEMO', 'NO_LICENSE'],
    ['cloud base, no license',                        { databaseKind: 'CLOUD', license: null },                                                  'DEMO', 'NO_LICENSE'],
    ['cloud base, term running',                      { databaseKind: 'CLOUD', license: cloud(running) },                                        'FULL', 'LICENSED'],
    ['cloud base, term over',                         { databaseKind: 'CLOUD', license: cloud(over) },                                           'DEMO', 'TERM_ENDED'],
    ['local base, subscription running, old version', { license: main(paid), installed: older },                                                 'FULL', 'LICENSED'],
    ['local base, subscription running, new version', { license: main(paid), installed: newer },                                                 'FULL', 'LICENSED'],
    ['local base, subscription running, no version',  { license: main(paid), installed: unknown },                                               'FULL', 'LICENSED'],
    ['local base, subscription ended, not newer',     { license: main(ended), installed: older },                                                'FULL_WITH_NOTICE', 'UPDATES_ENDED'],
    ['local base, subscription ended, no version',    { license: main(ended), installed: unknown },                                              'FULL_WITH_NOTICE', 'UPDATES_ENDED'],
    ['local base, subscription ended, newer',         { license: main(ended), installed: newer },                                                'DEMO', 'UPDATED_AFTER_END'],
    ['that base, another license that runs',          { license: main(paid), installed: newer, baseUpdatedAfterEnd: true },                      'DEMO', 'BASE_UPDATED_AFTER_END'],
    ['that base, a demo license that runs',           { license: demo(running), installed: newer, baseUpdatedAfterEnd: true },                   'DEMO', 'BASE_UPDATED_AFTER_END'],
    ['exchange base, subscription running, old',      { databaseKind: 'INTERNET_EXCHANGE', license: main(paid), installed: older },              'FULL', 'LICENSED'],
    ['exchange base, subscription running, new',      { databaseKind: 'INTERNET_EXCHANGE', license: main(paid), installed: newer },              'FULL', 'LICENSED'],
    ['exchange base, subscription ended, old',        { databaseKind: 'INTERNET_EXCHANGE', license: main(ended), installed: older },             'DEMO', 'UPDATES_ENDED_EXCHANGE'],
    ['exchange base, subscription ended, new',        { databaseKind: 'INTERNET_EXCHANGE', license: main(ended), installed: newer },             'DEMO', 'UPDATES_ENDED_EXCHANGE'],
    ['local base, demo license over',                 { license: demo(over) },                                                                   'DEMO', 'TERM_ENDED'],
    ['exchange base, demo license over',              { databaseKind: 'INTERNET_EXCHANGE', license: demo(over) },                                'DEMO', 'TERM_ENDED'],
    ['local base, client below the server',           { license: main(paid), ...oldClient },                                                     'CLIENT_REFUSED', 'CLIENT_TOO_OLD'],
    ['exchange base, client below the server',        { databaseKind: 'INTERNET_EXCHANGE', license: main(ended), ...oldClient },                 'CLIENT_REFUSED', 'CLIENT_TOO_OLD'],
    ['cloud base, client below the server',           { databaseKind: 'CLOUD', license: cloud(over), ...oldClient },                             'CLIENT_REFUSED', 'CLIENT_TOO_OLD'],
    ['no license, client below the server',           { license: null, ...oldClient },                                                           'DEMO', 'NO_LICENSE'],
    ['a term that has not begun',                     { databaseKind: 'CLOUD', license: cloud(term('2026-07-01', '2026-08-01')) },               'DEMO', 'TERM_NOT_STARTED'],
    ['withdrawn',                                     { license: license({ withdrawn: true }) },                                                 'DEMO', 'LICENSE_WITHDRAWN'],
    ['replaced',                                      { license: license({ replaced: true }) },                                                  'DEMO', 'LICENSE_REPLACED'],
  ])('%s', (_, facts, mode, reason) => {
    expect(deviceMode(on(facts), NOW)).toEqual({ mode, reason });
  });
});

describe('a version newer than the subscription’s end', () => {
  const lapsed = license({ updates: ended });

  it.each([
    ['was released after the end', newer, true],
    ['is none that was released at the very end', released('2026-05-01'), false],
    ['is none that was released before', older, false],
    ['may count from the first report, where no date is known', { effectiveAt: day('2026-05-02'), certain: false }, true],
    ['is never one of which nothing is known', unknown, false],
  ])('%s', (_, installed, expected) => {
    expect(updatedAfterEnd(lapsed, installed, NOW)).toBe(expected);
  });

  it('matters only once the subscription has ended', () => {
    expect(updatedAfterEnd(license({ updates: updatesUntil('2026-06-02') }), released('2026-06-03'), NOW)).toBe(false);
    expect(updatedAfterEnd(license({ updates: updatesUntil('2026-06-02') }), released('2026-06-03'), day('2026-06-02'))).toBe(
      true,
    );
  });

  it.each<[string, Updates]>([
    ['has no subscription', null],
    ['has one that has not started', { months: 12 }],
  ])('does not matter to a license that %s', (_, updates) => {
    expect(updatedAfterEnd(license({ updates }), newer, NOW)).toBe(false);
  });

  it('does not matter to a license with a term', () => {
    expect(updatedAfterEnd(license({ term: running, updates: ended }), newer, NOW)).toBe(false);
  });
});
