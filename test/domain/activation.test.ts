import { activateLicense, activationDecision, type ActivationRequest } from '../../src/domain/license-decisions.js';
import type { LicenseEvent, LicenseState } from '../../src/domain/license.js';
import type { Decision } from '../../src/domain/refusal.js';
import { MOSCOW, NOW, OTHER_SCANNER, OURS, PERPETUAL, SCANNER, SHOP, THEIRS, WAREHOUSE, activated, base, day, givenLicense, issued, issuedCloud, released, replaced, term, unlinked, updatesUntil, uploaded, withdrawn } from './things.js'; // prettier-ignore

const request = (asked: Partial<ActivationRequest> = {}): ActivationRequest => ({
  accountId: OURS,
  deviceId: SCANNER,
  base: base(),
  how: 'PERSON',
  now: NOW,
  lastBaseDeleted: false,
  ...asked,
});
const may =
  (asked: Partial<ActivationRequest> = {}) =>
  (license: LicenseState): Decision<never> =>
    activationDecision(license, request(asked));
const activate =
  (asked: Partial<ActivationRequest> & { readonly intentId?: string } = {}) =>
  (license: LicenseState): Decision<LicenseEvent> =>
    activateLicense(license, { ...request(asked), intentId: asked.intentId ?? 'intent-2', activatedAt: NOW, timeZone: MOSCOW });

const ENDED = updatesUntil('2026-05-01');
const wasOnScanner = (updates = updatesUntil('2027-01-01')): readonly LicenseEvent[] => [
  issued({ updates }),
  activated({ updates }),
  unlinked(),
];

describe('a first activation', () => {
  it('is recorded with the intent that it finishes', () => {
    givenLicense([issued()])
      .when(activate())
      .then([activated({ intentId: 'intent-2' })]);
  });

  it('is recorded once for an intent', () => {
    givenLicense([issued(), activated({ intentId: 'intent-2' }), unlinked()])
      .when(activate({ intentId: 'intent-2' }))
      .thenNothing();
  });

  it('passes with the update subscription over', () => {
    givenLicense([issued({ updates: ENDED })])
      .when(may())
      .thenNothing();
  });

  it('passes before the term begins', () => {
    givenLicense([issuedCloud({ term: term('2026-07-01', '2026-08-01') })])
      .when(may({ base: base({ kind: 'CLOUD' }) }))
      .thenNothing();
  });

  it('starts the term that waited for it, in the account’s time zone', () => {
    const now = '2026-01-30T22:00:00.000Z' as never;
    givenLicense([issuedCloud({ term: { perpetual: false, months: 1 } })])
      .when((license) =>
        activateLicense(license, {
          ...request({ base: base({ kind: 'CLOUD' }), now }),
          intentId: 'i',
          activatedAt: now,
          timeZone: MOSCOW,
        }),
      )
      .then([
        activated({
          databaseKind: 'CLOUD',
          intentId: 'i',
          term: { perpetual: false, from: now, until: '2026-02-27T22:00:00.000Z' as never },
          updates: null,
        }),
      ]);
  });

  it('starts the subscription that waited for it', () => {
    givenLicense([issued({ updates: { months: 12 } })])
      .when(activate())
      .then([activated({ intentId: 'intent-2', updates: updatesUntil('2027-06-01') })]);
  });

  it('leaves dates that were fixed at issue as they are', () => {
    givenLicense([issued({ updates: updatesUntil('2026-09-01') })])
      .when(activate())
      .then([activated({ intentId: 'intent-2', term: PERPETUAL, updates: updatesUntil('2026-09-01') })]);
  });

  it.each<[string, readonly LicenseEvent[], 'LICENSE_WITHDRAWN' | 'LICENSE_REPLACED' | 'LICENSE_EXPIRED']>([
    ['withdrawn', [issued(), withdrawn], 'LICENSE_WITHDRAWN'],
    ['replaced', [issued(), replaced], 'LICENSE_REPLACED'],
    ['expired', [issued({ demo: true, term: term('2026-01-01', '2026-06-01') })], 'LICENSE_EXPIRED'],
  ])('is refused for a license that is %s, to a person and to a report', (_, events, code) => {
    givenLicense(events).when(may()).thenRefused(code);
    givenLicense(events)
      .when(may({ how: 'REPORTED' }))
      .thenRefused(code);
  });
});

describe('one license, one device', () => {
  it('is not activated on a second device', () => {
    givenLicense([issued(), activated()])
      .when(may({ deviceId: OTHER_SCANNER }))
      .thenRefused('LICENSE_NOT_FREE');
  });

  it('is not activated twice on its device', () => {
    givenLicense([issued(), activated()]).when(may()).thenRefused('ALREADY_DONE');
  });
});

describe('the holder of an activated license', () => {
  it('is the only account in which it can be activated', () => {
    givenLicense([issued(), uploaded({ accountId: THEIRS })])
      .when(may())
      .thenRefused('CLAIMED_ELSEWHERE');
    givenLicense([issued({ accountId: THEIRS })])
      .when(may({ how: 'REPORTED' }))
      .thenRefused('CLAIMED_ELSEWHERE');
  });

  it('may be anybody after a release to nobody', () => {
    givenLicense([issued(), uploaded({ accountId: THEIRS }), released(null)])
      .when(may())
      .thenNothing();
  });

  it('learns nothing but CLAIMED_ELSEWHERE of another account’s license', () => {
    givenLicense([issued({ accountId: THEIRS }), activated({ accountId: THEIRS }), withdrawn])
      .when(may({ deviceId: OTHER_SCANNER }))
      .thenRefused('CLAIMED_ELSEWHERE');
  });
});

describe('a person’s activation', () => {
  it.each([
    ['a main license on a cloud base', issued(), base({ kind: 'CLOUD' })],
    ['a cloud license on a local base', issuedCloud(), base({ kind: 'LOCAL' })],
    ['a cloud license on an exchange base', issuedCloud(), base({ kind: 'INTERNET_EXCHANGE' })],
  ])('of %s is refused: the kind is fixed at issue', (_, license, onBase) => {
    givenLicense([license])
      .when(may({ base: onBase }))
      .thenRefused('KIND_MISMATCH');
  });

  it('of a main license passes on a local base and on an exchange base, of a cloud license on a cloud base', () => {
    givenLicense([issued()]).when(may()).thenNothing();
    givenLicense([issued()])
      .when(may({ base: base({ kind: 'INTERNET_EXCHANGE' }) }))
      .thenNothing();
    givenLicense([issuedCloud()])
      .when(may({ base: base({ kind: 'CLOUD' }) }))
      .thenNothing();
  });

  it('is refused where the product does not fit the base', () => {
    givenLicense([issued()])
      .when(may({ base: base({ productName: 'Склад 15' }) }))
      .thenRefused('PRODUCT_MISMATCH');
  });

  it('is refused on a stopped and on a deleted base', () => {
    givenLicense([issued()])
      .when(may({ base: base({ lifecycle: 'STOPPED' }) }))
      .thenRefused('DATABASE_STOPPED');
    givenLicense([issued()])
      .when(may({ base: base({ lifecycle: 'DELETED' }) }))
      .thenRefused('DATABASE_DELETED');
  });
});

describe('a reported activation is a fact', () => {
  it.each([
    ['on the other kind of base', base({ kind: 'CLOUD' })],
    ['of another product', base({ productName: 'Склад 15' })],
    ['on a stopped base', base({ lifecycle: 'STOPPED' })],
    ['on a deleted base', base({ lifecycle: 'DELETED' })],
  ])('and kept %s', (_, onBase) => {
    givenLicense([issued()])
      .when(activate({ how: 'REPORTED', base: onBase }))
      .then([activated({ how: 'REPORTED', intentId: 'intent-2', databaseKind: onBase.kind })]);
  });

  it('and kept as a transfer to another base with the subscription over', () => {
    givenLicense(wasOnScanner(ENDED))
      .when(may({ how: 'REPORTED', deviceId: OTHER_SCANNER, base: base({ id: WAREHOUSE }) }))
      .thenNothing();
  });

  it('but does not take a license from another device of the account', () => {
    givenLicense([issued(), activated()])
      .when(may({ how: 'REPORTED', deviceId: OTHER_SCANNER }))
      .thenRefused('LICENSE_NOT_FREE');
  });
});

describe('a transfer to another device', () => {
  it('passes on the same base with a running subscription', () => {
    givenLicense(wasOnScanner())
      .when(may({ deviceId: OTHER_SCANNER }))
      .thenNothing();
  });

  it('is refused with the subscription over', () => {
    givenLicense(wasOnScanner(ENDED))
      .when(may({ deviceId: OTHER_SCANNER }))
      .thenRefused('UPDATES_ENDED');
  });

  it('is refused on another base', () => {
    givenLicense(wasOnScanner())
      .when(may({ deviceId: OTHER_SCANNER, base: base({ id: WAREHOUSE }) }))
      .thenRefused('DEVICE_ON_OTHER_BASE');
  });

  it('passes on another base where the old base was deleted', () => {
    givenLicense(wasOnScanner())
      .when(may({ deviceId: OTHER_SCANNER, base: base({ id: WAREHOUSE }), lastBaseDeleted: true }))
      .thenNothing();
  });

  it('of a cloud license needs no subscription, only a running term', () => {
    const cloud = (until: string): readonly LicenseEvent[] => [
      issuedCloud({ term: term('2026-01-01', until) }),
      activated({ databaseKind: 'CLOUD', term: term('2026-01-01', until), updates: null }),
      unlinked(),
    ];
    givenLicense(cloud('2026-12-01'))
      .when(may({ deviceId: OTHER_SCANNER, base: base({ kind: 'CLOUD' }) }))
      .thenNothing();
    givenLicense(cloud('2026-06-01'))
      .when(may({ deviceId: OTHER_SCANNER, base: base({ kind: 'CLOUD' }) }))
      .thenRefused('LICENSE_EXPIRED');
  });

  it('is none on the same device: that passes with the subscription over', () => {
    givenLicense(wasOnScanner(ENDED)).when(may()).thenNothing();
    givenLicense(wasOnScanner(ENDED))
      .when(may({ base: base({ id: WAREHOUSE }) }))
      .thenNothing();
  });

  it('is none after a release: the new holder’s activation is a first one', () => {
    givenLicense([...wasOnScanner(ENDED), released(THEIRS)])
      .when(may({ accountId: THEIRS, deviceId: OTHER_SCANNER, base: base({ id: WAREHOUSE }) }))
      .thenNothing();
  });
});

describe('the clocks of an activation', () => {
  it('are kept from the first one on: a second activation starts nothing anew', () => {
    const firstTerm = term('2026-01-01', '2026-07-01');
    givenLicense([
      issuedCloud({ term: { perpetual: false, months: 6 } }),
      activated({ databaseKind: 'CLOUD', term: firstTerm, updates: null }),
      unlinked(),
    ])
      .when(activate({ base: base({ kind: 'CLOUD' }), deviceId: OTHER_SCANNER }))
      .then([
        activated({ databaseKind: 'CLOUD', deviceId: OTHER_SCANNER, intentId: 'intent-2', term: firstTerm, updates: null }),
      ]);
  });

  it('are those of the last activation', () => {
    givenLicense([issued({ updates: { months: 12 } }), activated({ updates: updatesUntil('2027-03-01') })])
      .asked((license) => license.updates)
      .answers({ until: day('2027-03-01') });
  });

  it('name the device, account, base and intent of it', () => {
    givenLicense([issued(), activated()])
      .asked((license) => license.device)
      .answers({ deviceId: SCANNER, accountId: OURS, databaseId: SHOP, intentId: 'intent-1' });
  });
});
