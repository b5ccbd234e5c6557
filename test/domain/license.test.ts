import {
  issueLicense,
  releaseLicense,
  removeLicenseFromList,
  replaceLicense,
  restoreLicenseToList,
  revealActivationCode,
  unlinkLicense,
  uploadLicense,
  withdrawLicense,
} from '../../src/domain/license-decisions.js';
import type { LicenseEvent, LicenseState } from '../../src/domain/license.js';
import { personal } from '../../src/domain/personal.js';
import { L1, L2, NOW, OURS, SCANNER, THEIRS, UPLOAD, activated, day, givenLicense, issued, issuedCloud, released, removed, replaced, restored, term, unlinked, updatesUntil, uploaded, withdrawn } from './things.js'; // prettier-ignore

const REASON = personal(L1, 'продана');
const upload =
  (request: Partial<Parameters<typeof uploadLicense>[1]> = {}) =>
  (license: LicenseState): ReturnType<typeof uploadLicense> =>
    uploadLicense(license, { accountId: OURS, uploadId: UPLOAD, by: 'CODE', listed: false, ...request });
const unlink =
  (request: Partial<Parameters<typeof unlinkLicense>[1]> = {}) =>
  (license: LicenseState): ReturnType<typeof unlinkLicense> =>
    unlinkLicense(license, { confirmWorkFinished: true, now: NOW, ...request });
const holder = (license: LicenseState): LicenseState['holder'] => license.holder;

describe('a license', () => {
  it('is issued', () => {
    const { data } = issued() as Extract<LicenseEvent, { type: 'LicenseIssued' }>;
    givenLicense([])
      .when((license) => issueLicense(license, data))
      .then([issued()]);
  });

  it('is issued once', () => {
    const { data } = issued() as Extract<LicenseEvent, { type: 'LicenseIssued' }>;
    givenLicense([issued()])
      .when((license) => issueLicense(license, data))
      .thenRefused('ALREADY_DONE', ['code']);
  });

  it('begins with its issue', () => {
    expect(() => givenLicense([uploaded()])).toThrow('before LicenseIssued');
  });

  it('is withdrawn, once', () => {
    givenLicense([issued()])
      .when((license) => withdrawLicense(license, REASON))
      .then([{ type: 'LicenseWithdrawn', data: { reason: REASON } }]);
    givenLicense([issued(), withdrawn])
      .when((license) => withdrawLicense(license, REASON))
      .thenRefused('ALREADY_DONE');
  });

  it('is replaced by a transition license', () => {
    givenLicense([issued(), activated()])
      .when((license) => replaceLicense(license, L2))
      .then([replaced]);
  });

  it('is replaced once', () => {
    givenLicense([issued(), replaced])
      .when((license) => replaceLicense(license, L2))
      .thenRefused('LICENSE_REPLACED');
  });

  it('is not replaced after it was withdrawn', () => {
    givenLicense([issued(), withdrawn])
      .when((license) => replaceLicense(license, L2))
      .thenRefused('LICENSE_WITHDRAWN');
  });

  it('shows its code whole only as a recorded fact', () => {
    givenLicense([issued()])
      .when(() => revealActivationCode(OURS))
      .then([{ type: 'ActivationCodeRevealed', data: { accountId: OURS } }]);
  });
});

describe('the holder', () => {
  it.each<[string, readonly LicenseEvent[]]>([
    ['it was issued for', [issued({ accountId: OURS })]],
    ['it was uploaded to', [issued(), uploaded()]],
    ['it was activated in', [issued(), activated()]],
  ])('is the first account that %s', (_, events) => {
    givenLicense(events).asked(holder).answers(OURS);
  });

  it('is nobody before', () => {
    givenLicense([issued()]).asked(holder).answers(null);
  });

  it.each<[string, LicenseEvent]>([
    ['uploaded', uploaded({ accountId: THEIRS })],
    ['activated', activated({ accountId: THEIRS })],
  ])('does not change because it was %s elsewhere', (_, event) => {
    givenLicense([issued({ accountId: OURS }), event])
      .asked(holder)
      .answers(OURS);
  });

  it.each<[string, LicenseEvent]>([
    ['unlinked', unlinked()],
    ['removed from the list', removed],
    ['withdrawn', withdrawn],
    ['replaced', replaced],
  ])('does not change because it was %s', (_, event) => {
    givenLicense([issued(), activated(), event]).asked(holder).answers(OURS);
  });

  it('changes by a release to another account', () => {
    givenLicense([issued(), uploaded()])
      .when((license) => releaseLicense(license, { toAccountId: THEIRS, reason: REASON }))
      .then([
        {
          type: 'LicenseReleased',
          data: { fromAccountId: OURS, toAccountId: THEIRS, deviceId: null, intentId: null, reason: REASON },
        },
      ]);
    givenLicense([issued(), uploaded(), released(THEIRS)])
      .asked(holder)
      .answers(THEIRS);
  });

  it('ends by a release to nobody', () => {
    givenLicense([issued(), uploaded(), released(null)])
      .asked(holder)
      .answers(null);
  });

  it('is not released to itself', () => {
    givenLicense([issued(), uploaded()])
      .when((license) => releaseLicense(license, { toAccountId: OURS, reason: REASON }))
      .thenRefused('ALREADY_DONE');
  });

  it('that is nobody is not released', () => {
    givenLicense([issued()])
      .when((license) => releaseLicense(license, { toAccountId: null, reason: REASON }))
      .thenRefused('ALREADY_DONE');
    givenLicense([issued()])
      .when((license) => releaseLicense(license, { toAccountId: THEIRS, reason: REASON }))
      .thenRefused('NOT_PERMITTED');
  });

  it('leaves the device with the license', () => {
    givenLicense([issued(), activated()])
      .when((license) => releaseLicense(license, { toAccountId: null, reason: REASON }))
      .then([
        {
          type: 'LicenseReleased',
          data: { fromAccountId: OURS, toAccountId: null, deviceId: SCANNER, intentId: 'intent-1', reason: REASON },
        },
      ]);
    givenLicense([issued(), activated(), released(null)])
      .asked((license) => [license.device, license.lastDevice])
      .answers([null, null]);
  });
});

describe('an unlink', () => {
  it('frees the license for another device', () => {
    givenLicense([issued(), activated()]).when(unlink()).then([unlinked()]);
    givenLicense([issued(), activated(), unlinked()])
      .asked((license) => license.device)
      .answers(null);
  });

  it('remembers the device that the license was on', () => {
    givenLicense([issued(), activated(), unlinked()])
      .asked((license) => license.lastDevice?.deviceId)
      .answers(SCANNER);
  });

  it('is refused until the user declares that work on the device is finished', () => {
    givenLicense([issued(), activated()])
      .when(unlink({ confirmWorkFinished: false }))
      .thenRefused('WORK_NOT_CONFIRMED', ['confirmWorkFinished']);
  });

  it('is refused with the update subscription over, so that nobody strands a license', () => {
    givenLicense([issued(), activated({ updates: updatesUntil('2026-06-01') })])
      .when(unlink())
      .thenRefused('UPDATES_ENDED');
  });

  it('passes until the very end of the subscription', () => {
    givenLicense([issued(), activated({ updates: updatesUntil('2026-06-01') })])
      .when(unlink({ now: '2026-05-31T23:59:59.999Z' as never }))
      .then([unlinked()]);
  });

  it('passes again after the subscription was renewed', () => {
    givenLicense([
      issued(),
      activated({ updates: updatesUntil('2026-05-01') }),
      { type: 'LicenseRenewed', data: { clock: 'UPDATES', until: day('2027-05-01') } },
    ])
      .when(unlink())
      .then([unlinked()]);
  });

  it('of a cloud license needs a running term instead', () => {
    const onCloud = (until: string): LicenseEvent =>
      activated({ databaseKind: 'CLOUD', term: term('2026-01-01', until), updates: null });
    givenLicense([issuedCloud(), onCloud('2026-12-01')])
      .when(unlink())
      .then([unlinked()]);
    givenLicense([issuedCloud(), onCloud('2026-06-01')])
      .when(unlink())
      .thenRefused('LICENSE_EXPIRED');
  });

  it.each<[string, readonly LicenseEvent[], 'LICENSE_NOT_ACTIVATED' | 'LICENSE_WITHDRAWN' | 'LICENSE_REPLACED']>([
    ['never activated', [issued()], 'LICENSE_NOT_ACTIVATED'],
    ['unlinked already', [issued(), activated(), unlinked()], 'LICENSE_NOT_ACTIVATED'],
    ['withdrawn', [issued(), activated(), withdrawn], 'LICENSE_WITHDRAWN'],
    ['replaced', [issued(), activated(), replaced], 'LICENSE_REPLACED'],
  ])('is refused for a license that is %s', (_, events, code) => {
    givenLicense(events).when(unlink()).thenRefused(code);
  });
});

describe('an upload of a known license', () => {
  it('claims it for the account', () => {
    givenLicense([issued()])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [uploaded()] });
  });

  it('by file says so', () => {
    givenLicense([issued()])
      .asked(upload({ by: 'FILE' }))
      .answers({ outcome: 'ADDED', events: [uploaded({ by: 'FILE' })] });
  });

  it('lists a license that was issued for the account, or activated in it', () => {
    givenLicense([issued({ accountId: OURS })])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [uploaded()] });
    givenLicense([issued(), activated({ how: 'REPORTED' })])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [uploaded()] });
  });

  it('that is in the list already adds nothing and says so', () => {
    givenLicense([issued(), uploaded()])
      .asked(upload({ listed: true }))
      .answers({ outcome: 'ALREADY_IN_LIST', events: [] });
  });

  it('puts a removed one back', () => {
    givenLicense([issued(), uploaded(), removed])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [restored] });
  });

  it('puts back one that was removed and had come by itself', () => {
    givenLicense([issuedCloud(), activated(), removed])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [restored, uploaded()] });
  });

  it.each<[string, readonly LicenseEvent[]]>([
    ['issued for', [issued({ accountId: THEIRS })]],
    ['uploaded to', [issued(), uploaded({ accountId: THEIRS })]],
    ['activated in', [issued(), activated({ accountId: THEIRS })]],
  ])('that was %s another account is claimed elsewhere', (_, events) => {
    givenLicense(events).asked(upload()).answers({ outcome: 'CLAIMED_ELSEWHERE', events: [] });
  });

  it('tells nobody else that a license was withdrawn', () => {
    givenLicense([issued({ accountId: THEIRS }), withdrawn])
      .asked(upload())
      .answers({ outcome: 'CLAIMED_ELSEWHERE', events: [] });
  });

  it('does not list a withdrawn one', () => {
    givenLicense([issued(), withdrawn]).asked(upload()).answers({ outcome: 'WITHDRAWN', events: [] });
  });

  it('claims a released license again, though it was uploaded here before', () => {
    givenLicense([issued(), uploaded(), released(null)])
      .asked(upload())
      .answers({ outcome: 'ADDED', events: [uploaded()] });
  });
});

describe('the list, by hand', () => {
  it('loses a license that a member removes', () => {
    givenLicense([issued(), uploaded()])
      .when((license) => removeLicenseFromList(license, OURS, true))
      .then([removed]);
  });

  it('cannot lose what is not in it', () => {
    givenLicense([issued({ accountId: OURS })])
      .when((license) => removeLicenseFromList(license, OURS, false))
      .thenRefused('LICENSE_NOT_IN_LIST');
  });

  it('does not lose a license twice', () => {
    givenLicense([issued(), uploaded(), removed])
      .when((license) => removeLicenseFromList(license, OURS, false))
      .thenRefused('ALREADY_DONE');
  });

  it('gets a removed license back', () => {
    givenLicense([issued(), uploaded(), removed])
      .when((license) => restoreLicenseToList(license, OURS, false))
      .then([restored]);
  });

  it('cannot get back what stands in it', () => {
    givenLicense([issued(), uploaded(), removed, restored])
      .when((license) => restoreLicenseToList(license, OURS, true))
      .thenRefused('ALREADY_DONE');
  });

  it('cannot get back what was never in it', () => {
    givenLicense([issued({ accountId: OURS })])
      .when((license) => restoreLicenseToList(license, OURS, false))
      .thenRefused('LICENSE_NOT_IN_LIST');
  });
});

describe('a license of a signed file whose code was never issued', () => {
  it('comes into being', () => {
    const { data } = issued({ by: 'FILE', accountId: OURS }) as Extract<LicenseEvent, { type: 'LicenseIssued' }>;
    givenLicense([])
      .when((license) => issueLicense(license, data))
      .then([issued({ by: 'FILE', accountId: OURS })]);
  });
});
