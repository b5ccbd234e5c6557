/**
 * What `licenseChanged` follows: the rows of one account's list, from a position on, without gap or double, and the clocks that end.
 *
 * Nothing is queued: whoever reads slowly finds later what has not been read yet.
 */
import { EVENT_READERS, reachIn } from '../../auth/access.js';
import type { RecordedEvent } from '../../domain/events.js';
import { millisOf, type AccountId, type Instant, type LicenseId } from '../../domain/ids.js';
import type { LicenseListChange, ReadModelQueries } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { Event } from '../event/event.js';
import { License } from '../license/license.js';
import { accountArgument } from '../read/account-argument.js';
import { reach } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import type { LogPosition } from '../scalars/position.js';
import type { LicenseChange } from './license-change.js';
import { Signal } from './signal.js';

const BATCH = 100;
/** Timers of longer than 24 days overflow; a clock that was set right is noticed after an hour. */
const LONGEST_SLEEP_MS = 3_600_000;

/**
 * @throws INVALID_INPUT, NOT_FOUND for an account that the viewer does not reach, POSITION_UNKNOWN for a `since` that the log does not have,
 * READ_MODEL_BEHIND for one that the read model does not reach in two seconds.
 */
export async function licenseChanges(
  context: GraphqlContext,
  accountId: string | null | undefined,
  since: LogPosition | null | undefined,
): Promise<AsyncIterableIterator<LicenseChange>> {
  const { queries, language } = context;
  const account = accountArgument(context, accountId);
  if (account === undefined || !queries.accountsById([account]).has(account)) throw apiError('notFound', language, ['accountId']);
  if (since) await reach(context, since, 'since');
  const { epoch, position } = queries.checkpoint();
  return new LicenseChanges(context, account, {
    epoch,
    after: since?.number ?? position,
    clockAfter: since ? queries.recordedAtOf(since.number) : null,
    // Before it went on, perhaps: a new version retries at its start what the last one could not take.
    repaired: since ? queries.repairedSince(since.number) : [],
  });
}

interface Beginning {
  readonly epoch: string;
  readonly after: number;
  readonly clockAfter: Instant | null;
  readonly repaired: readonly LicenseId[];
}

class LicenseChanges implements AsyncIterableIterator<LicenseChange> {
  readonly #context: GraphqlContext;
  readonly #account: AccountId;
  readonly #epoch: string;
  readonly #signal = new Signal();
  readonly #stopListening: () => void;
  /** Licenses whose rows were folded again, and were not given out since. */
  readonly #repaired: Set<LicenseId>;
  readonly #changes: AsyncGenerator<LicenseChange, void>;
  /** Everything up to here was given out. */
  #delivered: number;
  /** Clocks that ended up to here were given out. */
  #clock: Instant;
  #closed = false;

  constructor(context: GraphqlContext, account: AccountId, from: Beginning) {
    this.#context = context;
    this.#account = account;
    this.#epoch = from.epoch;
    this.#delivered = from.after;
    this.#clock = from.clockAfter ?? context.now();
    this.#repaired = new Set(from.repaired);
    const stopAdvances = context.queries.onListChange(account, () => {
      this.#signal.raise();
    });
    const stopRepairs = context.queries.onRepair((licenses) => {
      for (const id of licenses) this.#repaired.add(id);
      this.#signal.raise();
    });
    this.#stopListening = () => {
      stopAdvances();
      stopRepairs();
    };
    this.#changes = this.#run();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<LicenseChange, void>> {
    return this.#changes.next();
  }

  /** Wakes a waiting `next` first: a generator that waits would not hear of its end. */
  return(): Promise<IteratorResult<LicenseChange, void>> {
    this.#closed = true;
    this.#stopListening();
    this.#signal.raise();
    return this.#changes.return();
  }

  async *#run(): AsyncGenerator<LicenseChange, void> {
    try {
      while (!this.#closed) {
        yield* this.#fromLog();
        yield* this.#fromRepairs();
        yield* this.#fromClock();
        await this.#signal.wait(this.#sleepMs());
      }
    } finally {
      this.#stopListening();
    }
  }

  async *#fromLog(): AsyncGenerator<LicenseChange, void> {
    for (;;) {
      const changes = wholePositions(this.#context.queries, this.#account, this.#delivered);
      if (changes.length === 0) return;
      let event: RecordedEvent | undefined;
      for (const [index, change] of changes.entries()) {
        if (event?.position !== change.position) event = await this.#context.eventAt(change.position);
        if (this.#closed) return;
        if (changes[index + 1]?.position !== change.position) this.#delivered = change.position;
        yield this.#fromRow(change, event);
      }
    }
  }

  #fromRow({ position, row, licenseId }: LicenseListChange, event: RecordedEvent | undefined): LicenseChange {
    const view = this.#viewAt(position);
    if (row) view.addLicenses([row]);
    const own =
      event &&
      (event.metadata.account ?? row?.accountId) === this.#account &&
      reachIn(EVENT_READERS, this.#context.viewer.role) !== undefined;
    return {
      position: view.position(this.#delivered),
      event: own ? new Event(event, view) : null,
      license: row ? new License(row, view) : null,
      removedLicenseId: row ? null : licenseId,
    };
  }

  /** Rows as they are now: a repair puts them where they should have been long ago, and no later event tells of it. */
  *#fromRepairs(): Generator<LicenseChange, void> {
    const repaired = [...this.#repaired];
    this.#repaired.clear();
    yield* this.#present(repaired);
  }

  *#present(ids: readonly LicenseId[]): Generator<LicenseChange, void> {
    const view = this.#viewAt(this.#context.queries.checkpoint().position);
    for (const id of ids) view.wantLicense(id);
    for (const id of ids) {
      const row = view.license(id);
      if (row?.accountId !== this.#account || row.source === null) continue;
      yield { position: view.position(this.#delivered), event: null, license: new License(row, view), removedLicenseId: null };
    }
  }

  /** Terms and subscriptions that ended. After a cut those since the last event are given out again: better twice than never. */
  *#fromClock(): Generator<LicenseChange, void> {
    const { queries, now } = this.#context;
    for (;;) {
      const ended = queries.nextClockEnd(this.#account, this.#clock);
      if (!ended || ended.at > now() || this.#closed) return;
      this.#clock = ended.at;
      yield* this.#present(ended.licenseIds);
    }
  }

  #viewAt(position: number): ReadView {
    const moment = { position, at: this.#context.now() };
    return new ReadView(this.#context, { moment, epoch: this.#epoch, past: false });
  }

  /** Until the next clock ends; null where none will. */
  #sleepMs(): number | null {
    const { queries, now, clockCheckMs } = this.#context;
    const next = queries.nextClockEnd(this.#account, this.#clock);
    if (!next) return null;
    const untilEnd = Math.max(1, millisOf(next.at) - millisOf(now()));
    return Math.min(untilEnd, clockCheckMs ?? LONGEST_SLEEP_MS);
  }
}

/** The next changes, the last position of which is whole too; empty where there are none yet. */
function wholePositions(queries: ReadModelQueries, account: AccountId, after: number): readonly LicenseListChange[] {
  for (let limit = BATCH; ; limit *= 2) {
    const changes = queries.licenseListChanges(account, after, limit);
    if (changes.length < limit) return changes;
    const cut = changes.at(-1)?.position;
    const whole = changes.filter(({ position }) => position !== cut);
    if (whole.length > 0) return whole;
  }
}
