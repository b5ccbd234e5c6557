/** Is there such a license, and is it this account's? */
import type { RecordedEvent } from '../../domain/events.js';
import type { DeviceThing, Facts } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, type Finding } from '../finding.js';

/** Known codes are never searched for near ones: that would be an oracle. */
export function codeMistyped({ question: { code } }: Facts): Finding | undefined {
  if (!code) return undefined;
  if (code.ok) return excluded('CODE_MISTYPED');
  const { wrongGroup: group, lastGroup } = code;
  const details = { lastGroup, ...(group !== undefined && { group }) };
  return holds('CODE_MISTYPED', { evidence: [], details, nextAction: doThis('TYPE_AGAIN') });
}

/** Of another tenant or of nobody: the same answer. */
const noSuchOrder = (): Finding =>
  holds('CODE_UNKNOWN', {
    evidence: [],
    certainty: 'LIKELY',
    missingFacts: ['ORDER', 'ACTIVATION_CODE'],
    details: { variant: 'NO_SUCH_ORDER' },
    nextAction: doThis('FIND_THE_CODE'),
  });

export function codeUnknown({ question, whereabouts, license, device, askedOrder }: Facts): Finding | undefined {
  if (question.code && !question.code.ok) return undefined;
  if (whereabouts === 'NOT_ASKED' && question.orderId !== null && !askedOrder) return noSuchOrder();
  if (whereabouts !== 'UNKNOWN') return license ? excluded('CODE_UNKNOWN', [license.events[0]]) : undefined;
  const nextAction = doThis('CHECK_THE_CARD');
  if (question.code) {
    return holds('CODE_UNKNOWN', { evidence: [], details: { lastGroup: question.code.lastGroup }, nextAction });
  }
  const reported = question.licenseId === null ? device?.state.reportedLicense : undefined;
  if (reported)
    return holds('CODE_UNKNOWN', { evidence: [saidLicense(device)], details: { lastGroup: reported.lastGroup }, nextAction });
  // An id without a license here may be another tenant's: only the whole code tells.
  return holds('CODE_UNKNOWN', {
    evidence: [],
    certainty: 'LIKELY',
    missingFacts: ['ACTIVATION_CODE'],
    details: { variant: 'BY_ID' },
    nextAction: doThis('FIND_THE_CODE'),
  });
}

/** Names nobody, and shows no event of the other account. */
export function claimedElsewhere({ whereabouts, license, question, device }: Facts): Finding | undefined {
  if (whereabouts !== 'ELSEWHERE') return license ? excluded('CLAIMED_ELSEWHERE', [license.events[0]]) : undefined;
  const reported = question.code === null ? saidLicense(device) : undefined;
  return holds('CLAIMED_ELSEWHERE', { evidence: [reported], nextAction: doThis('PROVE_PURCHASE') });
}

const saidLicense = (device: DeviceThing | null): RecordedEvent | undefined => device?.events.findLast(saysLicense);

const saysLicense = (event: { readonly type: string; readonly data: object }): boolean =>
  (event.type === 'DeviceConnected' || event.type === 'DeviceFactsChanged') &&
  'reportedLicense' in event.data &&
  event.data.reportedLicense !== null;

export function wrongAccount({ otherAccount, license }: Facts): Finding | undefined {
  if (!otherAccount) return license ? excluded('WRONG_ACCOUNT', [license.events[0]]) : undefined;
  const details = named('accountName', otherAccount.state.name);
  const nextAction = { action: 'SWITCH_ACCOUNT', mutation: null, variables: { accountId: otherAccount.id } } as const;
  return holds('WRONG_ACCOUNT', { evidence: [otherAccount.heldSince], details, nextAction });
}

export function withdrawn({ license }: Facts): Finding | undefined {
  if (!license) return undefined;
  if (!license.state.withdrawn) return excluded('WITHDRAWN');
  return holds('WITHDRAWN', { evidence: [lastOf(license.events, 'LicenseWithdrawn')], nextAction: doThis('CONTACT_SUPPORT') });
}

export function replaced({ license }: Facts): Finding | undefined {
  if (!license) return undefined;
  const { replacedBy } = license.state;
  if (!replacedBy) return excluded('REPLACED');
  return holds('REPLACED', {
    evidence: [lastOf(license.events, 'LicenseReplaced')],
    nextAction: { action: 'SEE_REPLACEMENT', mutation: null, variables: { licenseId: replacedBy } },
  });
}
