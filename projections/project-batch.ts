/** Applies events to the views: rows and checkpoint in one transaction, what a view cannot take is parked. */
import type { Database } from 'better-sqlite3';
import { EVENT_VERSIONS, type EventType, type RecordedEvent } from '../src/domain/events.js';
import { instantOf, millisOf, streamKind, type AccountId } from '../src/domain/ids.js';
import { decodeEvent } from '../src/event-store/codec.js';
import type { StoredEvent } from '../src/event-store/port.js';
import { sqliteCode } from '../src/event-store/sqlite/sql-errors.js';
import { NO_FAULTS, type ProjectionFaults } from './faults.js';
import { LogTime } from './log-time.js';
import { Parking } from './parking.js';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './read-model-file.js';
import type { View } from './view.js';
import { openViews, type OpenViews } from './views.js';
import { WriteBuffer } from './write-buffer.js';

/** How a batch is committed: in one transaction. A test puts another one in its place to see that it would notice. */
export type CommitBatch = (database: Database, writeRows: () => void, writeCheckpoint: () => void) => void;

export const inOneTransaction: CommitBatch = (database, rows, checkpoint) => {
  database.transaction(() => {
    rows();
    checkpoint();
  })();
};

export interface ProjectorOptions {
  /** Milliseconds since 1970: when an event was parked. */
  readonly clock: () => number;
  readonly faults?: ProjectionFaults | undefined;
  /** Keys a table remembers between two batches. */
  readonly cacheSize?: number | undefined;
  readonly views?: OpenViews | undefined;
  readonly commit?: CommitBatch | undefined;
}

export interface Projected {
  readonly taken: number;
  /** A test fault made it stand still. */
  readonly stalled: boolean;
  /** Accounts in whose list of licenses a row began or ended. */
  readonly changedLists: ReadonlySet<AccountId>;
}

export class Projector {
  readonly database: Database;
  readonly views: readonly View[];
  readonly parking: Parking;
  readonly buffer = new WriteBuffer();
  readonly #logTime: LogTime;
  readonly #faults: ProjectionFaults;
  readonly #clock: () => number;
  readonly #commit: CommitBatch;
  readonly #takers = new Map<string, readonly View[]>();
  #checkpoint: Checkpoint;

  constructor(database: Database, options: ProjectorOptions) {
    this.database = database;
    this.views = (options.views ?? openViews)(database, this.buffer, options.cacheSize ?? 20_000);
    this.parking = new Parking(database, this.buffer);
    this.#logTime = new LogTime(database, this.buffer);
    this.#faults = options.faults ?? NO_FAULTS;
    this.#clock = options.clock;
    this.#commit = options.commit ?? inOneTransaction;
    this.#checkpoint = readCheckpoint(database);
    for (const type of Object.keys(EVENT_VERSIONS)) {
      this.#takers.set(
        type,
        this.views.filter((view) => view.takes.has(type as EventType)),
      );
    }
  }

  /** As of the last commit. */
  get checkpoint(): Checkpoint {
    return this.#checkpoint;
  }

  /** Takes events in log order, from the one after the checkpoint, until `until` says stop; commits what it took. */
  project(events: readonly StoredEvent[], until: () => boolean): Projected {
    this.#faults.refresh();
    let taken = 0;
    let stalled = false;
    try {
      for (const event of events) {
        if (this.#stalls(event)) {
          stalled = true;
          break;
        }
        this.#take(event);
        taken += 1;
        if (until()) break;
      }
      this.#write(events[taken - 1], () => this.buffer.flush());
    } catch (error) {
      this.buffer.forget();
      if (!isViewsFault(error)) throw error;
      this.#carefully(events.slice(0, taken));
    }
    const changed = this.views.flatMap((view) => [...(view.takeChangedLists?.() ?? [])]);
    return { taken, stalled, changedLists: new Set(changed) };
  }

  /** Something could not be written: each event for itself, so that the one is found and parked. */
  #carefully(events: readonly StoredEvent[]): void {
    try {
      this.#write(events.at(-1), () => {
        for (const event of events) this.#take(event, (view, apply) => this.#inSavepoint(view, event, apply));
        this.buffer.flush();
      });
    } catch (error) {
      this.buffer.forget();
      throw error;
    }
  }

  #inSavepoint(view: View, event: StoredEvent, apply: () => void): void {
    this.buffer.flush();
    try {
      this.database.transaction(() => {
        apply();
        this.buffer.flush();
      })();
    } catch (error) {
      this.buffer.forget();
      if (!isViewsFault(error)) throw error;
      this.#park(view, event, error);
    }
  }

  #write(last: StoredEvent | undefined, rows: () => void): void {
    if (!last) return;
    const checkpoint = { ...this.#checkpoint, position: last.position, recordedAt: millisOf(last.recordedAt) };
    this.#commit(this.database, rows, () => {
      writeCheckpoint(this.database, checkpoint);
    });
    this.#checkpoint = checkpoint;
    this.buffer.committed();
  }

  #take(
    event: StoredEvent,
    within: (view: View, apply: () => void) => void = (view, apply) => this.#orPark(view, event, apply),
  ): void {
    this.#logTime.note(event.position, millisOf(event.recordedAt));
    const takers = this.#takersOf(event);
    if (takers.length === 0) return;
    let decoded: RecordedEvent | undefined;
    for (const view of takers) {
      if (this.parking.has(view.name, event.stream)) {
        this.parking.wait(view.name, event.stream);
        this.buffer.keep();
        continue;
      }
      const fault = this.#faults.faultFor(view.name, event);
      if (fault === 'skip') continue;
      within(view, () => {
        if (fault === 'throw') throw new Error('test fault: throw');
        decoded ??= decodeEvent(event);
        view.apply(decoded);
        if (fault === 'corrupt') view.corrupt?.(decoded);
      });
      this.buffer.keep();
    }
  }

  #orPark(view: View, event: StoredEvent, apply: () => void): void {
    try {
      apply();
    } catch (error) {
      this.buffer.undo();
      if (!isViewsFault(error)) throw error;
      this.#park(view, event, error);
    }
  }

  #park(view: View, event: StoredEvent, error: unknown): void {
    this.parking.park(view.name, event, error, instantOf(this.#clock()));
  }

  /** Of a type that this build does not know: whoever takes that kind of stream, since it may change its rows. */
  #takersOf(event: StoredEvent): readonly View[] {
    const known = this.#takers.get(event.type);
    if (known) return known;
    const kind = streamKind(event.stream);
    return kind ? this.views.filter((view) => view.streamKinds.has(kind)) : [];
  }

  #stalls(event: StoredEvent): boolean {
    if (this.#faults === NO_FAULTS) return false;
    return this.#takersOf(event).some((view) => this.#faults.faultFor(view.name, event) === 'stall');
  }
}

/** What a view did wrong, or an event that it cannot take; a disk that is full or cannot be read is neither. */
function isViewsFault(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === undefined || code.startsWith('SQLITE_CONSTRAINT');
}
