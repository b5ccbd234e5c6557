/**
 * Which open case is looked at next. What an event names comes first; then the accounts in which something happened take turns, a case
 * each, and so does the slow sweep over all cases, so that neither a busy account nor a great number of cases starves another one.
 *
 * It holds an entry for each account with something to do and each case that waits for a clock, never a list of all cases.
 */
import type { AccountId, CaseId, Instant } from '../domain/ids.js';
import type { ReadModelQueries, Touched } from '../../projections/queries.js';

/** Two passes over one account, however much happens in it, begin no closer together. */
const PASS_EVERY_MS = 250;
/** Every open case is looked at again after about that long, whatever was or was not heard of. */
const SWEEP_EVERY_MS = 120_000;

export type AgendaQueries = Pick<ReadModelQueries, 'nextOpenCase' | 'openCasesWaitingFor' | 'accountsWithOpenCases'>;

interface Pass {
  /** Position at which the last case was opened that this pass has given. */
  after: number;
  /** Milliseconds of the process's own clock. */
  readonly notBefore: number;
  /** Something happened since it began. */
  again: boolean;
}

const ALL = 'all';

export class CaseAgenda {
  readonly #queries: AgendaQueries;
  readonly #millis: () => number;
  readonly #named = new Set<CaseId>();
  /** In the order of their turns. */
  readonly #passes = new Map<AccountId | typeof ALL, Pass>();
  readonly #wakes = new Map<CaseId, Instant>();
  /** Those with open cases, and when the last pass over each began. */
  readonly #accounts: Map<AccountId, number>;
  #lastSweep: number;

  /** Begins with a sweep. `millis`: a clock that only goes on. */
  constructor(queries: AgendaQueries, millis: () => number) {
    this.#queries = queries;
    this.#millis = millis;
    this.#accounts = new Map(queries.accountsWithOpenCases().map((account) => [account, Number.NEGATIVE_INFINITY]));
    this.#lastSweep = millis();
    this.sweep();
  }

  /** All cases again, from the oldest. */
  sweep(): void {
    this.#lastSweep = this.#millis();
    this.#want(ALL);
  }

  /** Asks little of the events while there is no open case. */
  heard(touched: Touched): void {
    for (const [id, account] of touched.cases) {
      this.#named.add(id);
      if (!this.#accounts.has(account)) this.#accounts.set(account, Number.NEGATIVE_INFINITY);
    }
    if (this.#accounts.size === 0) return;
    for (const id of this.#queries.openCasesWaitingFor([...touched.licenses])) this.#named.add(id);
    for (const account of touched.accounts) if (this.#accounts.has(account)) this.#want(account);
  }

  /** Looked at once more with the next turn. */
  again(id: CaseId): void {
    this.#named.add(id);
  }

  /** To be looked at when its clock says so. */
  wakeAt(id: CaseId, at: Instant | null): void {
    if (at === null) this.#wakes.delete(id);
    else this.#wakes.set(id, at);
  }

  /** Puts on the agenda what is due by a clock: of the cases (`now`), or of the sweep. */
  tick(now: Instant): void {
    for (const [id, at] of this.#wakes) {
      if (at > now) continue;
      this.#wakes.delete(id);
      this.#named.add(id);
    }
    if (!this.#passes.has(ALL) && this.#millis() - this.#lastSweep >= SWEEP_EVERY_MS) this.sweep();
  }

  /** The next case; in how many milliseconds to ask again; undefined where nothing is wanted. */
  next(): { readonly id: CaseId } | { readonly inMs: number } | undefined {
    for (const id of this.#named) {
      this.#named.delete(id);
      return { id };
    }
    const now = this.#millis();
    let soonest = Number.POSITIVE_INFINITY;
    for (const [whose, pass] of this.#passes) {
      if (pass.notBefore > now) {
        soonest = Math.min(soonest, pass.notBefore - now);
        continue;
      }
      // To the end of the queue, or out of it.
      this.#passes.delete(whose);
      const found = this.#queries.nextOpenCase(whose, pass.after);
      if (found) {
        if (pass.after === 0 && whose !== ALL) this.#accounts.set(whose, now);
        pass.after = found.position;
        this.#passes.set(whose, pass);
        return { id: found.id };
      }
      if (pass.again) this.#want(whose);
      else if (whose !== ALL && pass.after === 0) this.#accounts.delete(whose);
    }
    return soonest === Number.POSITIVE_INFINITY ? undefined : { inMs: soonest };
  }

  #want(whose: AccountId | typeof ALL): void {
    const pass = this.#passes.get(whose);
    if (pass) {
      // Not begun yet, it sees what has happened by itself.
      if (pass.after > 0) pass.again = true;
      return;
    }
    const began = whose === ALL ? Number.NEGATIVE_INFINITY : (this.#accounts.get(whose) ?? Number.NEGATIVE_INFINITY);
    this.#passes.set(whose, { after: 0, notBefore: Math.max(this.#millis(), began + PASS_EVERY_MS), again: false });
  }
}
