import type { AccountId, CaseId, LicenseId } from '../src/domain/ids.js';
import type { ReadModelWait } from './queries.js';
import { TouchedByEvents, type Touched } from './touched.js';
import type { StoredEvent } from '../src/event-store/port.js';
import { WakeUps } from './wake-ups.js';

/** Told of every step: the new checkpoint, and what the events of the step were about; nothing where rows were folded again. */
export type AdvanceListener = (position: number, touched: Touched) => void;

/** What a commit of the runner was about. */
export interface Step {
  readonly events: readonly StoredEvent[];
  /** Accounts in whose list of licenses a row began or ended. */
  readonly changedLists: ReadonlySet<AccountId>;
}

interface Waiter {
  readonly position: number;
  readonly reached: () => void;
}

/** Who waits for the read model to reach a position, and who is told of every step and of every repair. */
export class Advances {
  readonly #position: () => number;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<AdvanceListener>();
  readonly #repairListeners = new Set<(licenses: readonly LicenseId[]) => void>();
  readonly #lists = new WakeUps<AccountId>();
  readonly #cases = new WakeUps<CaseId>();
  /** Licenses that were repaired in this process, with the position of the read model at that time. */
  readonly #repairs = new Map<LicenseId, number>();

  constructor(position: () => number) {
    this.#position = position;
  }

  onAdvance(listener: AdvanceListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  onListChange(account: AccountId, listener: () => void): () => void {
    return this.#lists.on(account, listener);
  }

  onCaseChange(id: CaseId, listener: () => void): () => void {
    return this.#cases.on(id, listener);
  }

  onRepair(listener: (licenses: readonly LicenseId[]) => void): () => void {
    this.#repairListeners.add(listener);
    return () => {
      this.#repairListeners.delete(listener);
    };
  }

  /** After rows were folded again. */
  repaired(licenses: readonly LicenseId[]): void {
    if (licenses.length === 0) return;
    const position = this.#position();
    for (const license of licenses) this.#repairs.set(license, position);
    tellAll(this.#repairListeners, (listener) => {
      listener(licenses);
    });
  }

  /** Whose repair somebody who had seen everything up to that position may not have heard of. */
  repairedSince(position: number): readonly LicenseId[] {
    return [...this.#repairs].flatMap(([license, repairedAt]) => (repairedAt >= position ? [license] : []));
  }

  waitFor(position: number, timeoutMs: number): Promise<ReadModelWait> {
    if (this.#position() >= position) return Promise.resolve('reached');
    if (timeoutMs <= 0) return Promise.resolve('behind');
    return new Promise((resolve) => {
      const timer = Number.isFinite(timeoutMs)
        ? setTimeout(() => {
            this.#waiters.delete(waiter);
            resolve('behind');
          }, timeoutMs)
        : undefined;
      const waiter: Waiter = {
        position,
        reached: () => {
          clearTimeout(timer);
          resolve('reached');
        },
      };
      this.#waiters.add(waiter);
    });
  }

  /** After a commit; left out: rows were folded again, and any of them may be another. */
  advanced(step?: Step): void {
    const position = this.#position();
    for (const waiter of this.#waiters) {
      if (waiter.position > position) continue;
      this.#waiters.delete(waiter);
      waiter.reached();
    }
    const touched = new TouchedByEvents(step?.events ?? []);
    tellAll(this.#listeners, (listener) => {
      listener(position, touched);
    });
    tellAll(step ? this.#lists.of(step.changedLists) : this.#lists.all(), wake);
    if (this.#cases.isEmpty) return;
    tellAll(step ? this.#cases.of(touched.cases.keys()) : this.#cases.all(), wake);
  }
}

const wake = (listener: () => void): void => {
  listener();
};

/** A listener that throws ends in the process's own handler and holds up nobody. */
function tellAll<Listener>(listeners: Iterable<Listener>, tell: (listener: Listener) => void): void {
  for (const listener of listeners) {
    try {
      tell(listener);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
