/**
 * The two clocks of a license (domain.md, section 2, fact 1): the term, and the update subscription. There is never one "expiry".
 */
import { addMonths } from './calendar.js';
import type { Instant } from './ids.js';

export type LicenseKind = 'CLOUD' | 'MAIN';
export type LicenseStatus = 'FREE' | 'ACTIVATED' | 'EXPIRED' | 'REPLACED' | 'WITHDRAWN';
export type LicenseClock = 'TERM' | 'UPDATES';

export type Term =
  | { readonly perpetual: true }
  | { readonly perpetual: false; readonly from: Instant; readonly until: Instant }
  /** Starts at the first activation and lasts so many calendar months in the account's time zone. */
  | { readonly perpetual: false; readonly months: number };

/** Null: the license has no update subscription (cloud). `months`: it starts at the first activation (fact 10). */
export type Updates = { readonly until: Instant } | { readonly months: number } | null;

/** What status and the rules about clocks need of a license; the decider's state and a row of the read model both give it. */
export interface LicenseFacts {
  readonly kind: LicenseKind;
  readonly term: Term;
  readonly updates: Updates;
  readonly activated: boolean;
  readonly withdrawn: boolean;
  readonly replaced: boolean;
}

export const termEnd = (term: Term): Instant | null => ('until' in term ? term.until : null);
export const termStart = (term: Term): Instant | null => ('from' in term ? term.from : null);
export const updatesEnd = (updates: Updates): Instant | null => (updates && 'until' in updates ? updates.until : null);

export const termOver = (term: Term, now: Instant): boolean => 'until' in term && now >= term.until;
export const termNotStarted = (term: Term, now: Instant): boolean => 'from' in term && now < term.from;

/** A subscription that has not started yet has not ended. */
export const updatesEnded = (updates: Updates, now: Instant): boolean => {
  const end = updatesEnd(updates);
  return end !== null && now >= end;
};

/** Status, the first that holds (domain.md, section 4). A term that has not begun is not over. */
export function licenseStatus(license: LicenseFacts, now: Instant): LicenseStatus {
  if (license.withdrawn) return 'WITHDRAWN';
  if (license.replaced) return 'REPLACED';
  if (termOver(license.term, now)) return 'EXPIRED';
  return license.activated ? 'ACTIVATED' : 'FREE';
}

/** The clocks after the first activation: those that were waiting for it start now. */
export function startClocks(term: Term, updates: Updates, at: Instant, timeZone: string): { term: Term; updates: Updates } {
  return {
    term: 'months' in term ? { perpetual: false, from: at, until: addMonths(at, term.months, timeZone) } : term,
    updates: updates && 'months' in updates ? { until: addMonths(at, updates.months, timeZone) } : updates,
  };
}

/** A renewal extends from the end if the clock still runs, from now if it has ended (issue 3; domain.md, section 2, fact 8). */
export function renewedUntil(end: Instant, months: number, now: Instant, timeZone: string): Instant {
  return addMonths(end > now ? end : now, months, timeZone);
}
