/** The two clocks of a license (domain.md, section 2, facts 1 and 3). */
import { mayBeTwo } from '../changed-code.js';
import { installedVersion } from '../../domain/database.js';
import { updatedAfterEnd } from '../../domain/device-mode.js';
import { deviceName } from '../../domain/device.js';
import { licenseFacts } from '../../domain/license.js';
import { termEnd, termNotStarted, termOver, termStart, updatesEnd, updatesEnded } from '../../domain/license-terms.js';
import type { Instant } from '../../domain/ids.js';
import type { Facts, LicenseThing } from '../facts.js';
import { doThis, excluded, holds, lastOf, named, undecidable, type Finding } from '../finding.js';
import { itemLike, orderOffer, renewalOffer } from '../offers.js';

const until = (end: Instant | null): { readonly until?: Instant } => (end === null ? {} : { until: end });

/** The event that set the clocks as they stand. */
const clockEvents = ({ events }: LicenseThing) => [
  lastOf(events, 'LicenseRenewed') ?? lastOf(events, 'LicenseActivated') ?? events[0],
];

export function termNotYetStarted({ license, now }: Facts): Finding | undefined {
  if (!license || license.state.term.perpetual) return undefined;
  if (!termNotStarted(license.state.term, now)) return excluded('TERM_NOT_STARTED', clockEvents(license));
  const details = until(termStart(license.state.term));
  return holds('TERM_NOT_STARTED', { evidence: clockEvents(license), details, nextAction: doThis('WAIT') });
}

export function termEnded(facts: Facts): Finding | undefined {
  const { license, now } = facts;
  if (!license || license.state.term.perpetual || license.state.demo) return undefined;
  if (!termOver(license.state.term, now)) return excluded('TERM_ENDED', clockEvents(license));
  const details = until(termEnd(license.state.term));
  return holds('TERM_ENDED', { evidence: clockEvents(license), details, nextAction: renewalOffer(facts, [license], 'TERM') });
}

export function demoLicenseEnded(facts: Facts): Finding | undefined {
  const { license, now } = facts;
  if (!license?.state.demo) return undefined;
  if (!termOver(license.state.term, now)) return excluded('DEMO_LICENSE_ENDED', clockEvents(license));
  return holds('DEMO_LICENSE_ENDED', {
    evidence: clockEvents(license),
    details: until(termEnd(license.state.term)),
    nextAction: orderOffer(facts, itemLike(license)),
  });
}

export function updatesEndedExchange(facts: Facts): Finding | undefined {
  const { license, base, now } = facts;
  if (license?.state.kind !== 'MAIN' || base?.state.kind !== 'INTERNET_EXCHANGE') return undefined;
  if (!updatesEnded(license.state.updates, now)) return excluded('UPDATES_ENDED_EXCHANGE', clockEvents(license));
  const exchange = lastOf(base.events, 'DatabaseExchangeChanged') ?? base.events[0];
  return holds('UPDATES_ENDED_EXCHANGE', {
    evidence: [...clockEvents(license), exchange],
    details: { ...until(updatesEnd(license.state.updates)), ...named('baseName', base.state.name) },
    nextAction: renewalOffer(facts, [license], 'UPDATES'),
  });
}

/**
 * Of the license itself, or of any other on the base: one is enough for all. Without the version's release date it is never proven
 * (domain.md, section 4, "Newer").
 */
export function updatedAfterTheEnd(facts: Facts): Finding | undefined {
  const { license, base, now, lapsed } = facts;
  if (base?.state.kind !== 'LOCAL') return undefined;
  const installed = installedVersion(base.state);
  const own = license && updatedAfterEnd(licenseFacts(license.state), installed, now) ? license : undefined;
  const others = lapsed.filter((each) => each.license.id !== own?.id);
  const [first] = others;
  const ended = own ?? first?.license;
  if (!ended) {
    const unknown = license && updatesEnded(license.state.updates, now) && installed.effectiveAt === null;
    if (unknown) return undecidable('UPDATED_AFTER_END', 'SERVER_VERSION_RELEASED_AT');
    return excluded('UPDATED_AFTER_END', license ? clockEvents(license) : [base.events[0]]);
  }
  const { serverVersion, name } = base.state;
  const other = !own && first ? named('otherDeviceName', deviceName(first.device.state)) : {};
  return holds('UPDATED_AFTER_END', {
    evidence: [...clockEvents(ended), lastOf(base.events, 'DatabaseFactsChanged') ?? base.events[0]],
    certainty: installed.certain ? 'PROVEN' : 'LIKELY',
    missingFacts: installed.certain ? [] : ['SERVER_VERSION_RELEASED_AT'],
    details: {
      ...(own ? {} : { variant: 'OTHER_LICENSE', lastGroup: ended.state.code.lastGroup, ...other }),
      ...until(updatesEnd(ended.state.updates)),
      ...named('baseName', name),
      ...(serverVersion !== null && { serverVersion }),
    },
    nextAction: renewalOffer(facts, [...(own ? [own] : []), ...others.map((each) => each.license)], 'UPDATES'),
  });
}

/** It is wanted on another device than the one that it is, or was last, on. */
export function transferRefused(facts: Facts): Finding | undefined {
  const { device, deviceAsked, changedCode, now } = facts;
  // Asked by its new code, a device leads to the license through its former one.
  const license = facts.license ?? (changedCode && !mayBeTwo(changedCode) ? changedCode.license : null);
  if (license?.state.kind !== 'MAIN') return undefined;
  const { device: on, lastDevice, updates } = license.state;
  const boundTo = on?.deviceId ?? lastDevice?.deviceId;
  if (boundTo === undefined) return undefined;
  const otherDevice = deviceAsked && device !== null && device.id !== boundTo;
  const resetDevice = changedCode !== null;
  const freed = on === null;
  if (!otherDevice && !resetDevice && !freed) return undefined;
  if (!updatesEnded(updates, now)) return excluded('UPDATES_ENDED_TRANSFER_REFUSED', clockEvents(license));
  // The device that it was on last may have it back whatever the subscription says.
  if (freed && device?.id === boundTo && !resetDevice) return excluded('UPDATES_ENDED_TRANSFER_REFUSED', clockEvents(license));
  return holds('UPDATES_ENDED_TRANSFER_REFUSED', {
    evidence: clockEvents(license),
    details: until(updatesEnd(updates)),
    nextAction: renewalOffer(facts, [license], 'UPDATES'),
  });
}
