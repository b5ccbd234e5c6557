/** Which events an account sees, and what of them: the rules of the API's `events` and `Event.data` (domain.md, section 6). */
import { concernedAccounts, type ConcernedAccounts } from '../../projections/event/event-accounts.js';
import { textOf } from '../audit/json-bytes.js';
import { ALL_HIDDEN, type Hidden } from '../audit/export/hidden.js';
import { parseAccountId, streamKind, type AccountId, type StreamName } from '../domain/ids.js';
import { decodeEvent, decodeForShowing } from '../event-store/codec.js';
import { EventNotStorable } from '../event-store/errors.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';

/** Asked of every event in the order of the log, from the first on: who holds a license changes on the way. */
export type AccountEvents = (event: StoredEvent) => boolean;

/** Events of no account are shown of a license that the account holds at the end of the log, and of no other. */
export async function eventsOfAccount(store: EventStore, account: AccountId): Promise<AccountEvents> {
  const heldNow = await holdersAtEnd(store);
  const holders = new Map<StreamName, AccountId | null>();
  return (stored) => {
    if (streamKind(stored.stream) === 'request') return false;
    const concerned = follow(holders, stored);
    if (concerned.account === null) return concerned.toAccount === account || heldNow.get(stored.stream) === account;
    return concerned.account === account || concerned.toAccount === account;
  };
}

function follow(holders: Map<StreamName, AccountId | null>, stored: StoredEvent): ConcernedAccounts {
  const concerned = concernedAccounts(decodeForShowing(stored), holders.get(stored.stream) ?? null);
  if (streamKind(stored.stream) === 'license') holders.set(stored.stream, concerned.holder);
  return concerned;
}

async function holdersAtEnd(store: EventStore): Promise<ReadonlyMap<StreamName, AccountId | null>> {
  const holders = new Map<StreamName, AccountId | null>();
  for await (const page of store.readAll({ after: 0 }))
    for (const stored of page) if (streamKind(stored.stream) === 'license') follow(holders, stored);
  return holders;
}

/** Stored bytes cannot be masked: what the API shows only in part is not shown. Also what this build cannot read. */
export function hiddenFrom(account: AccountId): (event: StoredEvent) => Hidden {
  return (event) => {
    if (!isReadable(event)) return ALL_HIDDEN;
    const [data, metadata] = [parsed(event.body), parsed(event.metadata)];
    return {
      body: namesAnother(data, account) || isReleaseFromAnother(event.type, data, account),
      metadata: namesAnother(metadata, account),
    };
  };
}

function isReadable(event: StoredEvent): boolean {
  try {
    decodeEvent(event);
    return true;
  } catch (error) {
    if (error instanceof EventNotStorable) return false;
    throw error;
  }
}

/** Why a license came to an account was said to the one that it left. */
const isReleaseFromAnother = (type: string, data: unknown, account: AccountId): boolean =>
  type === 'LicenseReleased' &&
  !(typeof data === 'object' && data !== null && 'fromAccountId' in data && data.fromAccountId === account);

function namesAnother(value: unknown, account: AccountId): boolean {
  if (typeof value === 'string') return value !== account && parseAccountId(value) !== undefined;
  return typeof value === 'object' && value !== null && Object.values(value).some((field) => namesAnother(field, account));
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(textOf(bytes));
