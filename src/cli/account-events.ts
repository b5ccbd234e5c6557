/** Which events an account sees: the rule of the API's `events` (domain.md, section 6). What of them: `src/audit/export/hidden-from.ts`. */
import { concernedAccounts, type ConcernedAccounts } from '../../projections/event/event-accounts.js';
import { streamKind, type AccountId, type StreamName } from '../domain/ids.js';
import { decodeForShowing } from '../event-store/codec.js';
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
