import type { Actor } from '../domain/events.js';
import type { AccountId, DatabaseId } from '../domain/ids.js';

/**
 * Whoever gives a command, as far as commands need to know: who stands in the events, and what may be touched. Roles are checked before
 * (`src/auth/access.ts`); a thing that the asker does not reach is answered like one that does not exist.
 */
export interface Asker {
  readonly actor: Actor;
  readonly reaches: (account: AccountId) => boolean;
  /** The account it acts in, where it has exactly one: a denied attempt is recorded there. */
  readonly ownAccount: AccountId | null;
  /** A gateway's own base, the only one it may report on; null for people. */
  readonly onlyDatabase: DatabaseId | null;
}

/** One call of a mutation. */
export interface Call {
  readonly asker: Asker;
  readonly correlationId: string;
  /** The client's key: the same key with the same input answers as the first time and appends nothing. */
  readonly idempotencyKey: string | null;
}
