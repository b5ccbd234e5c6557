/** An id of random letters, and when its session would have ended by itself, in seconds since 1970. */
export interface Expiring {
  readonly id: string;
  readonly endsAt: number;
}

/** Sessions that somebody signed out of before their time. */
export interface EndedSessions {
  isSpent(session: Expiring): boolean;
  /** True for the first who ends it. */
  spend(session: Expiring): boolean;
}

/** The oldest is forgotten first: the provider has been told of each. */
const MOST = 10_000;

/** Those of this process: other nodes learn of a sign-out by asking the provider. */
export function endedHere(now: () => number): EndedSessions {
  const ended = new Map<string, number>();
  return {
    isSpent: ({ id }) => ended.has(id),
    spend({ id, endsAt }) {
      if (ended.has(id)) return false;
      for (const [other, until] of ended) if (until * 1_000 <= now() || ended.size >= MOST) ended.delete(other);
      ended.set(id, endsAt);
      return true;
    },
  };
}
