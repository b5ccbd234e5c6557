/**
 * What may be done with a license now, as far as its own facts tell. One set of rules for the deciders and for `viewerCan`, so that a
 * button is never offered for what would be refused.
 */
import type { DatabaseKind } from './database.js';
import type { Instant } from './ids.js';
import { licenseStatus, updatesEnded, type LicenseFacts, type LicenseKind } from './license-terms.js';
import type { RefusalCode } from './refusal.js';

/** Ended for good: neither activated, nor unlinked, nor renewed again. */
function endedForGood(license: LicenseFacts): RefusalCode | undefined {
  if (license.withdrawn) return 'LICENSE_WITHDRAWN';
  return license.replaced ? 'LICENSE_REPLACED' : undefined;
}

export function activationRefusal(license: LicenseFacts, now: Instant): RefusalCode | undefined {
  const ended = endedForGood(license);
  if (ended) return ended;
  if (licenseStatus(license, now) === 'EXPIRED') return 'LICENSE_EXPIRED';
  return license.activated ? 'LICENSE_NOT_FREE' : undefined;
}

/**
 * An unlink frees a license for another device. With the update subscription over it is refused, so that nobody strands a license; a
 * cloud license needs a running term instead (domain.md, section 2, fact 7).
 */
export function unlinkRefusal(license: LicenseFacts, now: Instant): RefusalCode | undefined {
  const ended = endedForGood(license);
  if (ended) return ended;
  if (!license.activated) return 'LICENSE_NOT_ACTIVATED';
  if (licenseStatus(license, now) === 'EXPIRED') return 'LICENSE_EXPIRED';
  return updatesEnded(license.updates, now) ? 'UPDATES_ENDED' : undefined;
}

/** A clock that has not started cannot be extended; a perpetual license without a subscription has no clock at all. */
export function renewalRefusal(license: LicenseFacts): RefusalCode | undefined {
  const ended = endedForGood(license);
  if (ended) return ended;
  const hasClock = 'until' in license.term || (license.updates !== null && 'until' in license.updates);
  if (hasClock) return undefined;
  return license.activated ? 'NOT_PERMITTED' : 'LICENSE_NOT_ACTIVATED';
}

/** A device's slot that is held by an ended, replaced or withdrawn license counts as free (domain.md, section 2, fact 7). */
export function leavesSlotFree(license: LicenseFacts, now: Instant): boolean {
  const status = licenseStatus(license, now);
  return status === 'EXPIRED' || status === 'REPLACED' || status === 'WITHDRAWN';
}

/** Kind is fixed at issue: a cloud license runs on a cloud base, a main one on a base of a PC. */
export const kindFits = (kind: LicenseKind, database: DatabaseKind): boolean => (kind === 'CLOUD') === (database === 'CLOUD');
