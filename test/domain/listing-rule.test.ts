import fc from 'fast-check';
import { evolveDevice, type DeviceEvent, type DeviceState } from '../../src/domain/device.js';
import type { AccountId, DeviceId } from '../../src/domain/ids.js';
import { evolveLicense, type LicenseEvent, type LicenseState } from '../../src/domain/license.js';
import { listingSource, type LicenseSource } from '../../src/domain/listing-rule.js';
import { OTHER_SCANNER, OURS, SCANNER, THEIRS, WAREHOUSE, activated, connected, issued, issuedCloud, released, removed, replaced, restored, slotTaken, unlinked, uploaded, withdrawn } from './things.js'; // prettier-ignore

/** One event of the license's stream, or of a device's. */
type Fact =
  | { readonly of: 'license'; readonly event: LicenseEvent }
  | { readonly of: 'device'; readonly device: DeviceId; readonly event: DeviceEvent };
const licenseFact = (event: LicenseEvent): Fact => ({ of: 'license', event });
const deviceFact = (device: DeviceId, event: DeviceEvent): Fact => ({ of: 'device', device, event });

/** The list's answer for one account, after facts in the order of their arrival. */
function source(facts: readonly Fact[], account: AccountId): LicenseSource | null {
  let license: LicenseState | undefined;
  let revision = 0;
  const devices = new Map<DeviceId, DeviceState>();
  for (const fact of facts) {
    if (fact.of === 'license') license = evolveLicense(license, fact.event, revision++);
    else
      devices.set(
        fact.device,
        evolveDevice(devices.get(fact.device), fact.event, { id: 'e', at: '2026-01-01T00:00:00.000Z' as never }),
      );
  }
  if (!license) return null;
  return listingSource(
    {
      holds: license.holder === account,
      removed: license.removedBy.has(account),
      reasons: license.listingReasons.get(account) ?? [],
    },
    (device) => devices.get(device)?.everOnCloudBase ?? false,
  );
}

const onCloud = deviceFact(SCANNER, connected({ databaseKind: 'CLOUD' }));
const onLocal = deviceFact(SCANNER, connected({ databaseKind: 'LOCAL' }));
const license = (...events: readonly LicenseEvent[]): readonly Fact[] => events.map(licenseFact);

describe('a license comes into the list', () => {
  it.each<[LicenseSource, string, readonly Fact[]]>([
    [
      'AUTOMATIC',
      'when activated on a device of a cloud base',
      [onCloud, ...license(issuedCloud(), activated({ databaseKind: 'CLOUD' }))],
    ],
    [
      'AUTOMATIC',
      'when its device reports that it runs on it',
      [onCloud, ...license(issuedCloud(), activated({ how: 'REPORTED' }))],
    ],
    ['AUTOMATIC', 'when its device connects to a cloud base later', [onLocal, ...license(issuedCloud(), activated()), onCloud]],
    [
      'AUTOMATIC',
      'when activated on a device that was once on a cloud base',
      [onCloud, onLocal, ...license(issued(), activated())],
    ],
    ['CODE', 'when its code is typed', license(issued(), uploaded())],
    ['FILE', 'when its file is uploaded', license(issued(), uploaded({ by: 'FILE' }))],
    ['ORDER', 'by a fulfilled order', license(issued({ by: 'ORDER', accountId: OURS }))],
    [
      'CODE',
      'by its code, when activated on a cloud base after that',
      [onCloud, ...license(issuedCloud(), uploaded(), activated())],
    ],
    ['AUTOMATIC', 'by itself, when its code is typed after that', [onCloud, ...license(issuedCloud(), activated(), uploaded())]],
    [
      'FILE',
      'by file, when activated on a local base before',
      [onLocal, ...license(issued(), activated(), uploaded({ by: 'FILE' }))],
    ],
  ])('%s %s', (expected, _, facts) => {
    expect(source(facts, OURS)).toBe(expected);
  });
});

describe('a license is not in the list', () => {
  it.each<[string, readonly Fact[]]>([
    ['because it was issued for the account', license(issued({ accountId: OURS }))],
    [
      'because a device of a local base runs on it: a main license is added by hand',
      [onLocal, ...license(issued(), activated())],
    ],
    ['because a local base’s device reports it', [onLocal, ...license(issued(), activated({ how: 'REPORTED' }))]],
    ['because some other device of the account is on a cloud base', [deviceFact(OTHER_SCANNER, connected({ databaseKind: 'CLOUD' })), onLocal, ...license(issued(), activated())]], // prettier-ignore
    [
      'because its slot was taken, before it is activated',
      [onCloud, deviceFact(SCANNER, slotTaken()), ...license(issuedCloud())],
    ],
    ['after a member removed it', license(issued(), uploaded(), removed)],
    [
      'by itself again, after a member removed it',
      [onCloud, ...license(issuedCloud(), activated(), removed, unlinked(), activated())],
    ],
    ['of an account that another one was before', license(issued(), uploaded({ accountId: THEIRS }), uploaded())],
    ['of an account whose hold was ended', license(issued(), uploaded(), released(THEIRS))],
    ['of the new holder because it was in the old one’s', license(issued(), uploaded({ accountId: THEIRS }), released(OURS))],
  ])('%s', (_, facts) => {
    expect(source(facts, OURS)).toBeNull();
  });
});

describe('a license stays in the list', () => {
  const listed = [onCloud, ...license(issuedCloud(), activated({ databaseKind: 'CLOUD' }))];

  it.each<[string, Fact]>([
    ['when it is unlinked', licenseFact(unlinked())],
    ['when it is replaced', licenseFact(replaced)],
    ['when it is withdrawn', licenseFact(withdrawn)],
    ['when its device moves to a local base', deviceFact(SCANNER, connected({ databaseId: WAREHOUSE }))],
    ['when its device is disconnected', deviceFact(SCANNER, { type: 'DeviceDisconnected', data: { databaseId: WAREHOUSE } })],
    ['when its device is unlinked from the base', deviceFact(SCANNER, { type: 'DeviceUnlinkedFromDatabase', data: { databaseId: WAREHOUSE } })], // prettier-ignore
    ['when it is activated on another device', licenseFact(activated({ deviceId: OTHER_SCANNER }))],
  ])('%s', (_, fact) => {
    expect(source([...listed, fact], OURS)).toBe('AUTOMATIC');
  });

  it('again, after it was removed and restored', () => {
    expect(source([...listed, ...license(removed, restored)], OURS)).toBe('AUTOMATIC');
  });
});

describe('the listing rule', () => {
  const accounts = fc.constantFrom(OURS, THEIRS);
  const devices = fc.constantFrom(SCANNER, OTHER_SCANNER);
  const licenseEvents = fc.oneof(
    accounts.map((accountId) => uploaded({ accountId })),
    fc.record({ accountId: accounts, deviceId: devices }).map((where) => activated(where)),
    accounts.map((accountId): LicenseEvent => ({ type: 'LicenseRemovedFromList', data: { accountId } })),
    accounts.map((accountId): LicenseEvent => ({ type: 'LicenseRestoredToList', data: { accountId } })),
    fc.option(accounts).map((accountId) => released(accountId)),
    fc.constant(unlinked()),
  );
  const firsts = fc
    .record({ by: fc.constantFrom('VENDOR' as const, 'ORDER' as const), accountId: fc.option(accounts) })
    .map((data) => issued(data));
  const kinds = fc.constantFrom('LOCAL' as const, 'INTERNET_EXCHANGE' as const, 'CLOUD' as const);
  const licenseStream = fc
    .tuple(firsts, fc.array(licenseEvents, { maxLength: 8 }))
    .map(([first, rest]) => [first, ...rest].map(licenseFact));
  const deviceStream = (device: DeviceId): fc.Arbitrary<Fact[]> =>
    fc.array(kinds, { maxLength: 3 }).map((list) => list.map((databaseKind) => deviceFact(device, connected({ databaseKind }))));
  const streams = fc.tuple(licenseStream, deviceStream(SCANNER), deviceStream(OTHER_SCANNER));

  /** Each stream in its own order, the streams in the order that the numbers choose. */
  function interleaved(queues: readonly (readonly Fact[])[], choices: readonly number[]): Fact[] {
    const left = queues.map((queue) => [...queue]).filter((queue) => queue.length > 0);
    const facts: Fact[] = [];
    for (let step = 0; left.length > 0; step++) {
      const index = (choices[step] ?? 0) % left.length;
      const next = left[index]?.shift();
      if (next) facts.push(next);
      if (left[index]?.length === 0) left.splice(index, 1);
    }
    return facts;
  }

  /** The rule as domain.md words it, by plain search through all facts, in no order between streams. */
  function listedByTheWords(facts: readonly Fact[], account: AccountId): boolean {
    let holder: AccountId | null = null;
    let isRemoved = false;
    const events = facts.flatMap((fact) => (fact.of === 'license' ? [fact.event] : []));
    for (const event of events) {
      if (event.type === 'LicenseIssued') holder = event.data.accountId;
      if (event.type === 'LicenseUploaded' || event.type === 'LicenseActivated') holder ??= event.data.accountId;
      if (event.type === 'LicenseReleased') holder = event.data.toAccountId;
      if (event.type === 'LicenseRemovedFromList' && event.data.accountId === account) isRemoved = true;
      if (event.type === 'LicenseRestoredToList' && event.data.accountId === account) isRemoved = false;
    }
    const everOnCloud = (device: DeviceId): boolean =>
      facts.some(
        (fact) =>
          fact.of === 'device' &&
          fact.device === device &&
          fact.event.type === 'DeviceConnected' &&
          fact.event.data.databaseKind === 'CLOUD',
      );
    const everUploaded = events.some((event) => event.type === 'LicenseUploaded' && event.data.accountId === account);
    const ordered = events.some(
      (event) => event.type === 'LicenseIssued' && event.data.by === 'ORDER' && event.data.accountId === account,
    );
    const everOnCloudDevice = events.some(
      (event) => event.type === 'LicenseActivated' && event.data.accountId === account && everOnCloud(event.data.deviceId),
    );
    return holder === account && !isRemoved && (everUploaded || ordered || everOnCloudDevice);
  }

  it('gives the same list, for the same reason, whatever the order in which the streams’ events arrive', () => {
    const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(streams, choices, choices, accounts, (queues, one, other, account) => {
        expect(source(interleaved(queues, one), account)).toBe(source(interleaved(queues, other), account));
      }),
      { numRuns: 300 },
    );
  });

  it('gives the list that its words give', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat(), { minLength: 20, maxLength: 20 }), accounts, (queues, choices, account) => {
        const facts = interleaved(queues, choices);
        expect(source(facts, account) !== null).toBe(listedByTheWords(facts, account));
      }),
      { numRuns: 500 },
    );
  });
});
