/** Who asks: what a valid token says about its bearer (architecture.md, Token claims). */
import type { Actor, Role } from '../domain/events.js';
import type { AccountId, DatabaseId } from '../domain/ids.js';
import { personal } from '../domain/personal.js';

export type Locale = 'ru' | 'en';

export interface Viewer {
  readonly id: string;
  readonly name: string | null;
  readonly role: Role;
  readonly locale: Locale;
  /** Own accounts; for PARTNER and AUDITOR those that granted access. 'all' only for the roles of `REACHES_ALL_ACCOUNTS`. */
  readonly accounts: readonly AccountId[] | 'all';
  /** A gateway's own base; null for everybody else. */
  readonly database: DatabaseId | null;
}

/** Roles whose token may say `["*"]`. */
export const REACHES_ALL_ACCOUNTS: readonly Role[] = ['SUPPORT', 'AUDITOR', 'VENDOR', 'OPERATOR'];

/** Whether things of that account exist for the viewer. What is not reached is answered like what does not exist. */
export const reaches = (viewer: Viewer, account: AccountId): boolean =>
  viewer.accounts === 'all' || viewer.accounts.includes(account);

/** Whether that base exists for the viewer: a gateway's key opens its own and no other. The base's account is checked by `reaches`. */
export const reachesDatabase = (viewer: Viewer, database: DatabaseId): boolean =>
  viewer.role !== 'GATEWAY' || viewer.database === database;

/** The account that is meant where `accountId` is left out: the viewer's, if there is exactly one. */
export function soleAccount(viewer: Viewer): AccountId | undefined {
  if (viewer.accounts === 'all') return undefined;
  return viewer.accounts.length === 1 ? viewer.accounts[0] : undefined;
}

/** As the viewer stands in the events of what is done. */
export const actorOf = (viewer: Viewer): Actor => ({
  role: viewer.role,
  id: viewer.id,
  name: viewer.name === null ? null : personal(viewer.id, viewer.name),
});
