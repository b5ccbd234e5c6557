/**
 * The listing rule (domain.md, section 3): L is in A's list if A holds it, has not removed it, and it was uploaded to A, or came by a
 * fulfilled order of A, or was ever activated on a device of A that was ever connected to a cloud base of A.
 *
 * "Ever" makes the rule give the same list whatever the order in which the events of different streams arrive.
 */
import type { DeviceId } from './ids.js';

export type LicenseSource = 'AUTOMATIC' | 'CODE' | 'FILE' | 'ORDER';

/** Something in the license's own stream that may bring it into one account's list, at that revision. */
export type ListingReason =
  | { readonly revision: number; readonly source: 'CODE' | 'FILE' | 'ORDER' }
  | { readonly revision: number; readonly source: 'AUTOMATIC'; readonly device: DeviceId };

export interface ListingFacts {
  /** The account holds the license now. */
  readonly holds: boolean;
  readonly removed: boolean;
  /** In order of revision. */
  readonly reasons: readonly ListingReason[];
}

/** How the license came into the list, by the earliest reason of its own stream that holds; null where it is not listed. */
export function listingSource(facts: ListingFacts, everOnCloudBase: (device: DeviceId) => boolean): LicenseSource | null {
  if (!facts.holds || facts.removed) return null;
  return facts.reasons.find((reason) => reason.source !== 'AUTOMATIC' || everOnCloudBase(reason.device))?.source ?? null;
}
