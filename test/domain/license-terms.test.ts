import { renewLicense } from '../../src/domain/license-decisions.js';
import { activationRefusal, kindFits, renewalRefusal, unlinkRefusal } from '../../src/domain/license-rules.js';
import { licenseStatus, termEnd, termNotStarted, termOver, termStart, updatesEnd, updatesEnded, type LicenseFacts, type LicenseStatus } from '../../src/domain/license-terms.js'; // prettier-ignore
import { licenseFacts, type LicenseEvent, type LicenseState } from '../../src/domain/license.js';
import type { Decision } from '../../src/domain/refusal.js';
import { MOSCOW, NOW, PERPETUAL, activated, day, givenLicense, issued, issuedCloud, replaced, term, unlinked, updatesUntil, withdrawn } from './things.js'; // prettier-ignore

const over = term('2026-01-01', '2026-06-01');
const running = term('2026-01-01', '2026-07-01');
const notBegun = term('2026-07-01', '2026-08-01');

const facts = (given: Partial<LicenseFacts> = {}): LicenseFacts => ({
  kind: 'MAIN',
  term: PERPETUAL,
  updates: updatesUntil('2027-01-01'),
  activated: false,
  withdrawn: false,
  replaced: false,
  ...given,
});

describe('status, the first that holds', () => {
  it.each<[LicenseStatus, string, Partial<LicenseFacts>]>([
    ['WITHDRAWN', 'stands before all others', { withdrawn: true, replaced: true, term: over, activated: true }],
    ['REPLACED', 'stands before EXPIRED and ACTIVATED', { replaced: true, term: over, activated: true }],
    ['EXPIRED', 'stands before ACTIVATED', { term: over, activated: true }],
    ['EXPIRED', 'stands before FREE', { term: over }],
    ['ACTIVATED', 'holds on a device', { activated: true }],
    ['ACTIVATED', 'holds with the subscription over', { activated: true, updates: updatesUntil('2026-01-02') }],
    ['ACTIVATED', 'holds before the term begins', { activated: true, term: notBegun }],
    ['FREE', 'holds on no device', {}],
    ['FREE', 'holds before the term begins', { term: notBegun }],
    ['FREE', 'holds before a term that waits for its activation', { term: { perpetual: false, months: 1 } }],
  ])('%s %s', (status, _, given) => {
    expect(licenseStatus(facts(given), NOW)).toBe(status);
  });

  it('is EXPIRED from the very end of the term on', () => {
    expect(licenseStatus(facts({ term: over }), '2026-05-31T23:59:59.999Z' as never)).toBe('FREE');
    expect(licenseStatus(facts({ term: over }), day('2026-06-01'))).toBe('EXPIRED');
  });

  it.each<[LicenseStatus, readonly LicenseEvent[]]>([
    ['FREE', [issued()]],
    ['ACTIVATED', [issued(), activated()]],
    ['FREE', [issued(), activated(), unlinked()]],
    ['REPLACED', [issued(), activated(), replaced]],
    ['WITHDRAWN', [issued(), activated(), replaced, withdrawn]],
    ['EXPIRED', [issuedCloud({ term: over }), activated({ term: over, updates: null })]],
  ])('%s is what a license’s own story comes to', (status, events) => {
    givenLicense(events)
      .asked((license) => licenseStatus(licenseFacts(license), NOW))
      .answers(status);
  });
});

describe('two clocks', () => {
  it('of which only the term ends a license', () => {
    const main = facts({ activated: true, updates: updatesUntil('2026-01-02') });
    expect([licenseStatus(main, NOW), updatesEnded(main.updates, NOW)]).toEqual(['ACTIVATED', true]);
  });

  it('of which a perpetual license has no end of term', () => {
    expect([termStart(PERPETUAL), termEnd(PERPETUAL), termOver(PERPETUAL, NOW), termNotStarted(PERPETUAL, NOW)]).toEqual([
      null,
      null,
      false,
      false,
    ]);
  });

  it('of which a cloud license has no subscription: it never ended', () => {
    expect([updatesEnd(null), updatesEnded(null, NOW)]).toEqual([null, false]);
  });

  it('are neither running nor over before they start', () => {
    expect([termNotStarted(notBegun, NOW), termOver(notBegun, NOW)]).toEqual([true, false]);
    expect([termEnd({ perpetual: false, months: 1 }), updatesEnd({ months: 12 }), updatesEnded({ months: 12 }, NOW)]).toEqual([
      null,
      null,
      false,
    ]);
  });

  it('begin and end at their very instants', () => {
    expect([termNotStarted(running, day('2026-01-01')), termOver(running, day('2026-07-01'))]).toEqual([false, true]);
    expect(updatesEnded(updatesUntil('2026-06-01'), day('2026-06-01'))).toBe(true);
  });
});

describe('a renewal', () => {
  const renew =
    (clock: 'TERM' | 'UPDATES', months = 12) =>
    (license: LicenseState): Decision<LicenseEvent> =>
      renewLicense(license, { clock, months, now: NOW, timeZone: MOSCOW });
  const renewed = (clock: 'TERM' | 'UPDATES', until: string): LicenseEvent => ({
    type: 'LicenseRenewed',
    data: { clock, until: day(until) },
  });

  it('extends a running subscription from its end', () => {
    givenLicense([issued({ updates: updatesUntil('2026-09-01') })])
      .when(renew('UPDATES'))
      .then([renewed('UPDATES', '2027-09-01')]);
  });

  it('extends an ended subscription from now', () => {
    givenLicense([issued({ updates: updatesUntil('2025-09-01') })])
      .when(renew('UPDATES'))
      .then([renewed('UPDATES', '2027-06-01')]);
  });

  it('extends a term from its end, or from now where it is over', () => {
    givenLicense([issuedCloud({ term: running })])
      .when(renew('TERM', 3))
      .then([renewed('TERM', '2026-10-01')]);
    givenLicense([issuedCloud({ term: term('2026-01-01', '2026-02-01') })])
      .when(renew('TERM', 3))
      .then([renewed('TERM', '2026-09-01')]);
  });

  it('brings an expired license back, on its device and with its beginning', () => {
    const events = [issuedCloud({ term: over }), activated({ term: over, updates: null }), renewed('TERM', '2026-09-01')];
    givenLicense(events)
      .asked((license) => licenseStatus(licenseFacts(license), NOW))
      .answers('ACTIVATED');
    givenLicense(events)
      .asked((license) => license.term)
      .answers(term('2026-01-01', '2026-09-01'));
  });

  it('moves one clock and not the other', () => {
    givenLicense([issued({ term: running }), renewed('UPDATES', '2027-09-01')])
      .asked(({ term: own, updates }) => [own, updates])
      .answers([running, updatesUntil('2027-09-01')]);
    givenLicense([issued({ term: running }), renewed('TERM', '2026-09-01')])
      .asked(({ updates }) => updates)
      .answers(updatesUntil('2027-01-01'));
  });

  it('of a clock that the license has not is refused', () => {
    givenLicense([issued()]).when(renew('TERM')).thenRefused('NOT_PERMITTED', ['clock']);
    givenLicense([issuedCloud()]).when(renew('UPDATES')).thenRefused('NOT_PERMITTED', ['clock']);
  });

  it('of a clock that has not started is refused until the first activation', () => {
    givenLicense([issued({ updates: { months: 12 } })])
      .when(renew('UPDATES'))
      .thenRefused('LICENSE_NOT_ACTIVATED');
  });

  it('of a license without any clock is refused for good', () => {
    givenLicense([issued({ updates: null }), activated({ updates: null })])
      .when(renew('UPDATES'))
      .thenRefused('NOT_PERMITTED');
  });

  it('of a withdrawn or replaced license is refused', () => {
    givenLicense([issued(), withdrawn]).when(renew('UPDATES')).thenRefused('LICENSE_WITHDRAWN');
    givenLicense([issued(), replaced]).when(renew('UPDATES')).thenRefused('LICENSE_REPLACED');
  });

  it('leaves known every end that a clock ever had, for older license files', () => {
    givenLicense([
      issued({ term: running, updates: updatesUntil('2026-09-01') }),
      renewed('UPDATES', '2027-09-01'),
      renewed('TERM', '2026-12-01'),
    ])
      .asked((license) => license.endsEver)
      .answers({
        term: new Set([day('2026-07-01'), day('2026-12-01')]),
        updates: new Set([day('2026-09-01'), day('2027-09-01')]),
      });
  });
});

describe('what may be done with a license', () => {
  it.each([
    ['withdrawn', facts({ withdrawn: true, activated: true }), 'LICENSE_WITHDRAWN'],
    ['replaced', facts({ replaced: true, activated: true }), 'LICENSE_REPLACED'],
  ] as const)('is nothing once it is %s', (_, license, code) => {
    expect([activationRefusal(license, NOW), unlinkRefusal(license, NOW), renewalRefusal(license)]).toEqual([code, code, code]);
  });

  it('is an activation while it is free', () => {
    const free = facts();
    expect([activationRefusal(free, NOW), unlinkRefusal(free, NOW)]).toEqual([undefined, 'LICENSE_NOT_ACTIVATED']);
  });

  it('is an unlink while it is activated', () => {
    const onDevice = facts({ activated: true });
    expect([activationRefusal(onDevice, NOW), unlinkRefusal(onDevice, NOW)]).toEqual(['LICENSE_NOT_FREE', undefined]);
  });

  it('is a renewal alone once its term is over', () => {
    const ended = facts({ kind: 'CLOUD', term: over, updates: null, activated: true });
    expect([activationRefusal(ended, NOW), unlinkRefusal(ended, NOW), renewalRefusal(ended)]).toEqual([
      'LICENSE_EXPIRED',
      'LICENSE_EXPIRED',
      undefined,
    ]);
  });
});

describe('the kind of a license and of a base', () => {
  it.each([
    ['CLOUD', 'CLOUD', true],
    ['CLOUD', 'LOCAL', false],
    ['CLOUD', 'INTERNET_EXCHANGE', false],
    ['MAIN', 'CLOUD', false],
    ['MAIN', 'LOCAL', true],
    ['MAIN', 'INTERNET_EXCHANGE', true],
  ] as const)('%s on %s: %s', (kind, database, fits) => {
    expect(kindFits(kind, database)).toBe(fits);
  });
});
