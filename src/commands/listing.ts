import { listingSource } from '../domain/listing-rule.js';
import type { AccountId, DeviceId } from '../domain/ids.js';
import type { LicenseState } from '../domain/license.js';
import type { EventStore } from '../event-store/port.js';
import { deviceOf, load } from './streams.js';

/** Whether a license stands in an account's list, folded from the log: commands never decide on the read model. */
export async function isListed(store: EventStore, license: LicenseState, account: AccountId): Promise<boolean> {
  const reasons = license.listingReasons.get(account) ?? [];
  const everOnCloud = new Set<DeviceId>();
  for (const reason of reasons) {
    if (reason.source !== 'AUTOMATIC') continue;
    const { state } = await load(store, deviceOf(reason.device));
    if (state?.everOnCloudBase) everOnCloud.add(reason.device);
  }
  const facts = { holds: license.holder === account, removed: license.removedBy.has(account), reasons };
  return listingSource(facts, (device) => everOnCloud.has(device)) !== null;
}
