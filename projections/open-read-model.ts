/** The read model of a data folder: its file, the runner that follows the log, and the queries. */
import { instantOf, parseLicenseId, subjectOf, type Instant, type StreamName } from '../src/domain/ids.js';
import type { EventStore } from '../src/event-store/port.js';
import { makePrivateFolder } from '../src/event-store/sqlite/private-file.js';
import { Advances } from './advances.js';
import type { BuildProgress } from './build-file.js';
import { checkDrift, type DriftStep } from './drift.js';
import type { SweepPlace } from './sweep.js';
import type { ProjectionFaults } from './faults.js';
import type { FormerlyParked, ParkedStream } from './parking.js';
import { prepareFile, type BuiltAtStart } from './prepare-file.js';
import { Projector, type ProjectorOptions } from './project-batch.js';
import type { ReadModelQueries } from './queries.js';
import { readModelQueries, type ServedFile } from './read-model-queries.js';
import { openFile } from './read-model-file.js';
import { Statements } from './reading.js';
import { rebuildBeside, type RebuildResult } from './rebuild.js';
import { retryParked, type RetryResult } from './retry-parked.js';
import { Runner, type ProjectionObserver } from './runner.js';
import { Turns } from './turns.js';
import { READ_MODEL_VERSION } from './views.js';

export interface ReadModelOptions {
  readonly folder: string;
  readonly store: EventStore;
  readonly faults?: ProjectionFaults;
  readonly observer?: ProjectionObserver;
  /** Milliseconds since 1970; left out: the machine's. */
  readonly clock?: () => number;
  /** Of a build at start. */
  readonly onProgress?: (progress: BuildProgress) => void;
}

export interface ReadModelStatus {
  readonly version: number;
  readonly epoch: string;
  readonly position: number;
  readonly headPosition: number;
  readonly recordedAt: Instant | null;
  readonly lagPositions: number;
  /** Since the first event that is not projected was recorded; 0 where there is none. */
  readonly lagSeconds: number;
  readonly parked: readonly ParkedStream[];
  readonly rebuild: (BuildProgress & { readonly startedAt: Instant }) | null;
  /** Of the last rebuild of this process: rows that differed. Null: there was none. */
  readonly lastRebuildDifferences: number | null;
}

export interface ReadModel {
  readonly queries: ReadModelQueries;
  /** Why the file was built from the log when it was opened, and what was found; undefined where it was gone on with. */
  readonly builtAtStart: BuiltAtStart | undefined;
  /** Follows the log from now on. */
  start(): void;
  /** Starts, and resolves when everything is projected that the log held at the call. Rejects with EventLogDamaged where that cannot be. */
  catchUp(): Promise<void>;
  status(): Promise<ReadModelStatus>;
  /** In log order. */
  parkedStreams(): readonly ParkedStream[];
  /** What was parked of a stream once and is applied now. */
  formerlyParked(stream: StreamName): readonly FormerlyParked[];
  /** Left out: all parked streams. */
  retryParked(stream?: StreamName): Promise<RetryResult>;
  /** Compares the rows of the next stretch of the log, newest first and then from the end again, and puts right what is wrong. */
  checkDrift(stretch: number): Promise<DriftStep>;
  /** Queries go on being answered meanwhile. One at a time: rejects while another runs. */
  rebuild(onProgress?: (progress: BuildProgress) => void): Promise<RebuildResult>;
  close(): Promise<void>;
}

/** Builds the file first where it is missing, unfinished, of another schema, of another log, or ahead of the log. */
export async function openReadModel(options: ReadModelOptions): Promise<ReadModel> {
  const { folder, store, faults, observer = {}, clock = Date.now } = options;
  makePrivateFolder(folder);
  const projectorOptions: ProjectorOptions = { clock, faults };
  const { path, built } = await prepareFile({ folder, store, projectorOptions, onProgress: options.onProgress });
  return new OpenReadModel({ path, store, projectorOptions, observer, clock }, built);
}

interface Opened {
  readonly path: string;
  readonly store: EventStore;
  readonly projectorOptions: ProjectorOptions;
  readonly observer: ProjectionObserver;
  readonly clock: () => number;
}

class OpenReadModel implements ReadModel {
  readonly queries: ReadModelQueries;
  readonly #opened: Opened;
  readonly #advances: Advances;
  readonly #turns = new Turns();
  readonly #runner: Runner;
  #served: ServedFile;
  /** 0: begin at the end of the log. */
  #driftBelow = 0;
  /** Undefined: begin at the first row of the first table. */
  #sweepPlace: SweepPlace | undefined;
  #rebuild: ReadModelStatus['rebuild'] = null;
  #lastDifferences: number | null = null;

  constructor(
    opened: Opened,
    readonly builtAtStart: BuiltAtStart | undefined,
  ) {
    this.#opened = opened;
    this.#served = this.#open();
    this.#advances = new Advances(() => this.#projector.checkpoint.position);
    this.queries = readModelQueries(() => this.#served, this.#advances);
    this.#tellOfNoLongerParked(builtAtStart?.parkedBefore ?? []);
    this.#runner = new Runner({
      store: opened.store,
      projector: () => this.#projector,
      turns: this.#turns,
      advances: this.#advances,
      observer: opened.observer,
    });
  }

  start(): void {
    this.#runner.start();
  }

  async catchUp(): Promise<void> {
    this.start();
    const { position } = await this.#opened.store.head();
    await Promise.race([this.#advances.waitFor(position, Number.POSITIVE_INFINITY), this.#runner.failed]);
  }

  async status(): Promise<ReadModelStatus> {
    const head = await this.#opened.store.head();
    const { position, recordedAt, epoch } = this.#projector.checkpoint;
    return {
      version: READ_MODEL_VERSION,
      epoch,
      position,
      headPosition: head.position,
      recordedAt: recordedAt === null ? null : instantOf(recordedAt),
      lagPositions: Math.max(0, head.position - position),
      lagSeconds: head.position > position ? await this.#secondsBehind(position) : 0,
      parked: this.parkedStreams(),
      rebuild: this.#rebuild,
      lastRebuildDifferences: this.#lastDifferences,
    };
  }

  parkedStreams(): readonly ParkedStream[] {
    return this.#projector.parking.list();
  }

  formerlyParked(stream: StreamName): readonly FormerlyParked[] {
    return this.#projector.parking.past(stream);
  }

  retryParked(stream?: StreamName): Promise<RetryResult> {
    const { store, clock, projectorOptions } = this.#opened;
    return this.#turns.take(async () => {
      const result = await retryParked({ store, clock, projector: this.#projector, faults: projectorOptions.faults, stream });
      this.#advances.advanced();
      this.#advances.repaired(result.licenses);
      return result;
    });
  }

  checkDrift(stretch: number): Promise<DriftStep> {
    const { store, clock, projectorOptions } = this.#opened;
    return this.#turns.take(async () => {
      const below = this.#driftBelow > 0 ? this.#driftBelow : undefined;
      const { faults } = projectorOptions;
      const place = this.#sweepPlace;
      const step = await checkDrift({ store, clock, projector: this.#projector, faults, below, stretch, place });
      this.#driftBelow = step.next;
      this.#sweepPlace = step.nextPlace;
      const licenses = step.repaired.flatMap(({ view, subject }) => (view === 'license' ? (parseLicenseId(subject) ?? []) : []));
      if (step.repaired.length > 0) this.#advances.advanced();
      this.#advances.repaired(licenses);
      return step;
    });
  }

  async rebuild(onProgress?: (progress: BuildProgress) => void): Promise<RebuildResult> {
    if (this.#rebuild) throw new Error('a rebuild is under way');
    const { path, store, projectorOptions, clock } = this.#opened;
    const startedAt = instantOf(clock());
    const parkedBefore = this.parkedStreams().map((parked) => parked.stream);
    this.#rebuild = { processed: 0, total: this.#projector.checkpoint.position, startedAt };
    try {
      const result = await rebuildBeside({
        path,
        store,
        projectorOptions,
        turns: this.#turns,
        served: () => this.#projector,
        reopen: () => {
          this.#served = this.#open();
        },
        onProgress: (progress) => {
          this.#rebuild = { ...progress, startedAt };
          onProgress?.(progress);
        },
      });
      this.#lastDifferences = result.differences.reduce(
        (sum, { onlyOld, onlyNew, changed }) => sum + onlyOld + onlyNew + changed,
        0,
      );
      this.#advances.advanced();
      this.#tellOfNoLongerParked(parkedBefore);
      this.#runner.resume();
      return result;
    } finally {
      this.#rebuild = null;
    }
  }

  async close(): Promise<void> {
    await this.#runner.stop();
    await this.#turns.take(() => {
      if (this.#projector.database.open) this.#projector.database.close();
    });
  }

  get #projector(): Projector {
    return this.#served.projector;
  }

  /** A file that was built anew holds what could not be applied before, as a retry would have put it there. */
  #tellOfNoLongerParked(parkedBefore: readonly StreamName[]): void {
    const { views, parking } = this.#projector;
    const applied = parkedBefore.filter((stream) => parking.ofStream(stream).length === 0);
    const shaped = applied.flatMap((stream) => [stream, ...views.flatMap((view) => view.shapes(stream))]);
    this.#advances.repaired(shaped.flatMap((stream) => parseLicenseId(subjectOf(stream) ?? '') ?? []));
  }

  #open(): ServedFile {
    const { path, projectorOptions } = this.#opened;
    const database = openFile(path, 'live');
    return { projector: new Projector(database, projectorOptions), statements: new Statements(database) };
  }

  async #secondsBehind(position: number): Promise<number> {
    const { store, clock } = this.#opened;
    for await (const [first] of store.readAll({ after: position })) {
      if (first) return Math.max(0, clock() - Date.parse(first.recordedAt)) / 1_000;
    }
    return 0;
  }
}
