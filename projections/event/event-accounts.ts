/** Which accounts an event concerns: the index of events and an account's export choose by the same rule. */
import type { RecordedEvent } from '../../src/domain/events.js';
import { streamKind, type AccountId } from '../../src/domain/ids.js';

export interface ConcernedAccounts {
  /** Null: none, as a license that nobody holds yet. */
  readonly account: AccountId | null;
  /** Of a release: who holds the license from then on. */
  readonly toAccount: AccountId | null;
  /** Of an event of a license: who holds it behind the event. */
  readonly holder: AccountId | null;
}

/** `holderBefore`: of the license that the event is of. What the vendor does to a license it does in no account: it concerns the holder. */
export function concernedAccounts(event: RecordedEvent, holderBefore: AccountId | null): ConcernedAccounts {
  const { account } = event.metadata;
  if (streamKind(event.stream) !== 'license') return { account, toAccount: null, holder: null };
  const holder = holderAfter(event, holderBefore);
  const toAccount = event.type === 'LicenseReleased' ? event.data.toAccountId : null;
  return { account: account ?? holderBefore ?? holder, toAccount, holder };
}

/** The first account that it was issued for, uploaded to or activated in; changed only by a release. */
function holderAfter(event: RecordedEvent, before: AccountId | null): AccountId | null {
  switch (event.type) {
    case 'LicenseIssued':
    case 'LicenseUploaded':
    case 'LicenseActivated':
      return before ?? event.data.accountId;
    case 'LicenseReleased':
      return event.data.toAccountId;
    default:
      return before;
  }
}
