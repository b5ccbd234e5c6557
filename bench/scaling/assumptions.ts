/** What is not measured but assumed. Each stands in docs/scaling.md; change it here and run again. */

/** Of the log that the bench writes (`large-log/plan.ts`). */
export const YEARS = 3;
export const SECONDS_A_YEAR = 365.25 * 86_400;
/** All events in 250 days of 10 hours (× 3.5), the busiest hour three times the mean of those. */
export const PEAK_FACTOR = 10;
/** A base with a page or a gateway that listens, of so many licenses. */
export const LICENSES_A_SUBSCRIPTION = 1_000;
/** Open subscriptions of one account, where it has any: those that one event wakes when only these are woken. */
export const SUBSCRIPTIONS_AN_ACCOUNT = 10;
/** The most items that an upload takes, two events each, and the pace of one node that plays every call through the service. */
export const UPLOAD_EVENTS = 200_000;
export const UPLOAD_EVENTS_A_SECOND = 3_000;
/** Longest time for which a node may be away to build its read model, in hours: a night. */
export const LONGEST_BUILD_HOURS = 8;
/** Part of a node's one thread that following the log may take, and seconds within which nearly every change is to be delivered. */
export const LIMITS = { mostBusy: 0.5, deliveredSeconds: 1 } as const;
export const TARGETS = [1e6, 1e7, 1e8] as const;
