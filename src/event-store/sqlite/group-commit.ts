import type { Database, Statement } from 'better-sqlite3';
import { EventLogDamaged, EventStoreUnavailable } from '../errors.js';
import type { EventStoreObserver } from '../observer.js';
import type { AppendResult } from '../port.js';
import { EventAppender } from './append-events.js';
import type { AppendRequest } from './append-events.js';
import { ourError } from './sql-errors.js';

interface GroupCommitOptions {
  readonly clock: () => number;
  /** Called after the commit has returned and its appends have been answered. */
  readonly observer: EventStoreObserver | undefined;
  /** After a commit that added events. */
  readonly onAppended: () => void;
}

/** Beyond these an append is refused at once, so that an overload is told and not remembered. */
const MAX_WAITING_APPENDS = 10_000;
/** Bounds how long one commit keeps the process from everything else. */
const MAX_APPENDS_A_COMMIT = 1_000;

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of one append of a batch, told only once the batch is on disk. */
type Outcome =
  | { readonly kind: 'answered'; readonly result: AppendResult; readonly written: number }
  /** A bug of its own: the rest of the batch goes on. */
  | { readonly kind: 'broken'; readonly error: unknown };

/** Appends that wait together are committed together, one savepoint an append, so that one of them fails alone (architecture.md, The embedded store). */
export class GroupCommit {
  readonly #database: Database;
  readonly #options: GroupCommitOptions;
  readonly #appender: EventAppender;
  readonly #statements: Readonly<Record<'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'undo', Statement<[]>>>;
  #waiting: Waiting[] = [];
  #scheduled = false;

  constructor(database: Database, options: GroupCommitOptions) {
    this.#database = database;
    this.#options = options;
    this.#appender = new EventAppender(database, options.clock);
    this.#statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
      savepoint: database.prepare('SAVEPOINT append'),
      release: database.prepare('RELEASE append'),
      undo: database.prepare('ROLLBACK TO append'),
    };
  }

  /** Answers after the commit. Rejects with EventStoreUnavailable where the outcome is unknown or too many appends wait. */
  append(request: AppendRequest): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= MAX_WAITING_APPENDS) {
        reject(new EventStoreUnavailable(`${String(MAX_WAITING_APPENDS)} appends wait already: try again later`));
        return;
      }
      this.#waiting.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits, at once. */
  drain(): void {
    while (this.#waiting.length > 0) this.#commitNextBatch();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length > 0) this.#commitNextBatch();
    });
  }

  #commitNextBatch(): void {
    const batch = this.#waiting.slice(0, MAX_APPENDS_A_COMMIT);
    this.#waiting = this.#waiting.slice(MAX_APPENDS_A_COMMIT);
    if (this.#waiting.length > 0) this.#schedule();
    const started = performance.now();
    const outcomes = this.#commit(batch);
    if (outcomes === undefined) return;
    const seconds = (performance.now() - started) / 1_000;

    let [appends, events, conflicts] = [0, 0, 0];
    batch.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if (outcome?.kind !== 'answered') {
        reject(outcome?.error);
        return;
      }
      resolve(outcome.result);
      if (outcome.written > 0) appends += 1;
      if (!outcome.result.ok) conflicts += 1;
      events += outcome.written;
    });
    if (events > 0) {
      this.#options.onAppended();
      this.#options.observer?.onCommit({ appends, events, seconds });
      this.#options.observer?.onSealed?.(events);
    }
    for (; conflicts > 0; conflicts -= 1) this.#options.observer?.onConflict?.();
  }

  /** One transaction. Undefined: it failed and every append of the batch has been rejected. */
  #commit(batch: readonly Waiting[]): readonly Outcome[] | undefined {
    try {
      this.#statements.begin.run();
      this.#appender.begin();
      const outcomes = batch.map(({ request }) => this.#appendAlone(request));
      this.#appender.end();
      this.#statements.commit.run();
      return outcomes;
    } catch (error) {
      this.#rollBackQuietly();
      const failure = asFailureOfTheBatch(error);
      for (const { reject } of batch) reject(failure);
      return undefined;
    }
  }

  /** Throws only what concerns the whole batch: a disk that is full or broken. */
  #appendAlone(request: AppendRequest): Outcome {
    this.#statements.savepoint.run();
    try {
      const { written, ...result } = this.#appender.append(request);
      this.#statements.release.run();
      return { kind: 'answered', result, written };
    } catch (error) {
      if (ourError(error) !== error || !this.#database.inTransaction) throw error;
      this.#statements.undo.run();
      this.#statements.release.run();
      return { kind: 'broken', error };
    }
  }

  #rollBackQuietly(): void {
    try {
      if (this.#database.inTransaction) this.#statements.rollback.run();
    } catch {
      // The first error is the one to report. A transaction that stays open fails the next BEGIN, and this is tried again.
    }
  }
}

function asFailureOfTheBatch(error: unknown): EventLogDamaged | EventStoreUnavailable {
  const ours = ourError(error);
  if (ours instanceof EventLogDamaged || ours instanceof EventStoreUnavailable) return ours;
  return new EventStoreUnavailable('the batch of appends was not committed', { cause: error });
}
