/** The device mode table (domain.md, section 4), row by row. */
import type { DatabaseKind } from './database.js';
import type { Instant } from './ids.js';
import { licenseStatus, termNotStarted, termOver, updatesEnd, updatesEnded, type LicenseFacts } from './license-terms.js';
import { clientBelowServer } from './version-number.js';

export type DeviceMode = 'FULL' | 'FULL_WITH_NOTICE' | 'DEMO' | 'CLIENT_REFUSED';

export type DeviceModeReason =
  | 'LICENSED'
  | 'NO_LICENSE'
  | 'LICENSE_WITHDRAWN'
  | 'LICENSE_REPLACED'
  | 'CLIENT_TOO_OLD'
  | 'TERM_NOT_STARTED'
  | 'TERM_ENDED'
  | 'UPDATES_ENDED'
  | 'UPDATED_AFTER_END'
  | 'BASE_UPDATED_AFTER_END'
  | 'UPDATES_ENDED_EXCHANGE';

/**
 * When the installed server version counts as released: its release date; without that, when it was first reported by a base that had
 * reported an older one (then only likely); null where neither is known.
 */
export interface InstalledVersion {
  readonly effectiveAt: Instant | null;
  readonly certain: boolean;
}

export interface DeviceModeFacts {
  readonly databaseKind: DatabaseKind;
  readonly installed: InstalledVersion;
  /** The license for this device, or null. */
  readonly license: LicenseFacts | null;
  readonly clientVersion: string | null;
  readonly serverVersion: string | null;
  /** Some license of this local base ended its subscription before the installed version: one is enough for the whole base. */
  readonly baseUpdatedAfterEnd: boolean;
}

/** The installed version is newer than the end of this license's subscription, which has ended (domain.md, section 4, "Newer"). */
export function updatedAfterEnd(license: LicenseFacts, installed: InstalledVersion, now: Instant): boolean {
  const end = updatesEnd(license.updates);
  return license.term.perpetual && end !== null && now >= end && installed.effectiveAt !== null && installed.effectiveAt > end;
}

export function deviceMode(
  facts: DeviceModeFacts,
  now: Instant,
): { readonly mode: DeviceMode; readonly reason: DeviceModeReason } {
  const { license } = facts;
  if (!license) return { mode: 'DEMO', reason: 'NO_LICENSE' };
  const status = licenseStatus(license, now);
  if (status === 'WITHDRAWN') return { mode: 'DEMO', reason: 'LICENSE_WITHDRAWN' };
  if (status === 'REPLACED') return { mode: 'DEMO', reason: 'LICENSE_REPLACED' };
  if (clientBelowServer(facts.clientVersion, facts.serverVersion)) return { mode: 'CLIENT_REFUSED', reason: 'CLIENT_TOO_OLD' };
  if (termNotStarted(license.term, now)) return { mode: 'DEMO', reason: 'TERM_NOT_STARTED' };
  if (termOver(license.term, now)) return { mode: 'DEMO', reason: 'TERM_ENDED' };
  switch (facts.databaseKind) {
    case 'CLOUD':
      return { mode: 'FULL', reason: 'LICENSED' };
    case 'INTERNET_EXCHANGE':
      return updatesEnded(license.updates, now)
        ? { mode: 'DEMO', reason: 'UPDATES_ENDED_EXCHANGE' }
        : { mode: 'FULL', reason: 'LICENSED' };
    case 'LOCAL':
      if (updatedAfterEnd(license, facts.installed, now)) return { mode: 'DEMO', reason: 'UPDATED_AFTER_END' };
      if (facts.baseUpdatedAfterEnd) return { mode: 'DEMO', reason: 'BASE_UPDATED_AFTER_END' };
      return updatesEnded(license.updates, now)
        ? { mode: 'FULL_WITH_NOTICE', reason: 'UPDATES_ENDED' }
        : { mode: 'FULL', reason: 'LICENSED' };
  }
}
