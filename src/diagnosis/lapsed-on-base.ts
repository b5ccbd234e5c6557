/**
 * Licenses on devices of a local base whose subscription ended before its installed version: one is enough for the base (domain.md,
 * section 4). The read model finds them, the log has the last word.
 */
import { deviceOf, licenseOf, load } from '../commands/streams.js';
import { installedVersion } from '../domain/database.js';
import { updatedAfterEnd } from '../domain/device-mode.js';
import type { Instant, LicenseId } from '../domain/ids.js';
import { licenseFacts } from '../domain/license.js';
import type { EventStore } from '../event-store/port.js';
import type { ReadModelQueries } from '../../projections/queries.js';
import { thing, type DatabaseThing, type DeviceThing, type LicenseThing } from './things.js';

export interface LapsedLicense {
  readonly license: LicenseThing;
  readonly device: DeviceThing;
}

/** So many are renewed with one order; the next ones are found after it. */
const MOST_LAPSED = 10;

export async function lapsedOnBase(
  store: EventStore,
  queries: ReadModelQueries,
  base: DatabaseThing | null,
  now: Instant,
): Promise<readonly LapsedLicense[]> {
  if (base?.state.kind !== 'LOCAL') return [];
  const moment = { position: queries.checkpoint().position, at: now };
  const found = await Promise.all(queries.lapsedLicenses(moment, base.id, MOST_LAPSED).map((id) => onBase(store, base, id)));
  const installed = installedVersion(base.state);
  return found.flatMap((lapsed) =>
    lapsed && updatedAfterEnd(licenseFacts(lapsed.license.state), installed, now) ? [lapsed] : [],
  );
}

async function onBase(store: EventStore, base: DatabaseThing, id: LicenseId): Promise<LapsedLicense | undefined> {
  const license = thing(id, await load(store, licenseOf(id)));
  const on = license?.state.device;
  if (!license || !on || license.state.withdrawn || license.state.replacedBy) return undefined;
  const device = thing(on.deviceId, await load(store, deviceOf(on.deviceId)));
  return device?.state.databaseId === base.id ? { license, device } : undefined;
}
