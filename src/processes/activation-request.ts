import type { CommandDeps } from '../commands/deps.js';
import type { CommandRequest } from '../commands/request.js';
import { databaseOf, load } from '../commands/streams.js';
import type { AccountId, DatabaseId, DeviceId, Instant, LicenseId } from '../domain/ids.js';
import type { ActivationRequest } from '../domain/license-decisions.js';
import type { ActivationHow, LicenseState } from '../domain/license.js';
import type { Refusal } from '../domain/refusal.js';

export interface Activation {
  readonly accountId: AccountId;
  readonly licenseId: LicenseId;
  readonly deviceId: DeviceId;
  readonly databaseId: DatabaseId;
  readonly how: ActivationHow;
  readonly activatedAt: Instant;
  /** Of the account: months of a term that starts now are counted there. */
  readonly timeZone: string;
}

export type ActivationResult =
  { readonly ok: true; readonly position: number | null } | { readonly ok: false; readonly refusal: Refusal };

/** What the license's decision needs of the base; undefined for a base that does not exist. */
export async function activationRequest(
  deps: CommandDeps,
  request: CommandRequest,
  activation: Pick<Activation, 'accountId' | 'deviceId' | 'databaseId' | 'how'>,
  license: LicenseState,
): Promise<ActivationRequest | undefined> {
  const { accountId, deviceId, databaseId, how } = activation;
  const { state: base } = await load(deps.store, databaseOf(databaseId));
  if (!base) return undefined;
  const lastDatabaseId = license.lastDevice?.databaseId;
  const lastBase = lastDatabaseId === undefined ? undefined : (await load(deps.store, databaseOf(lastDatabaseId))).state;
  return {
    accountId,
    deviceId,
    base: { ...base, id: databaseId },
    how,
    now: request.instant,
    lastBaseDeleted: lastBase?.lifecycle === 'DELETED',
  };
}
