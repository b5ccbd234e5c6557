/**
 * Compares rows of the read model with a fold of their streams, a stretch of the log at a time, newest first, and puts the right ones in the
 * place of wrong ones with their whole history: as a rebuild would have them. Rows that no stream leads to are met by going through the tables too.
 */
import { streamKind, subjectOf, type StreamKind, type StreamName } from '../src/domain/ids.js';
import type { Projector } from './project-batch.js';
import { repairLogTime, type PlacedInTime } from './log-time-drift.js';
import { linkedTo, replaceRows, rowsOf, streamReader, withRefolded, type EventsByStream, type RefoldOptions } from './refold.js';
import { eventsBack } from './stretches.js';
import { discard, dropForgedParkings, takenBefore } from './parking-drift.js';
import { FIRST_PLACE, sweep, type SweepPlace } from './sweep.js';
import type { OwnedTable, View } from './view.js';

export interface DriftOptions extends RefoldOptions {
  /** Goes on below that position; left out: from the end. */
  readonly below?: number | undefined;
  /** Events of the log. */
  readonly stretch: number;
  /** Where the tables are gone through; left out: from their beginning. */
  readonly place?: SweepPlace | undefined;
}

export interface RepairedRow {
  readonly view: string;
  /** Public id of the thing whose rows were wrong; a position of the log, where they say when that was. */
  readonly subject: string;
}

export interface DriftStep {
  /** Things whose rows were compared. */
  readonly checked: number;
  readonly repaired: readonly RepairedRow[];
  /** Where the next step goes on; 0: the beginning of the log is reached. */
  readonly next: number;
  /** Where the next step goes on in the tables; undefined: their end is reached. */
  readonly nextPlace: SweepPlace | undefined;
}

/** There are about as many rows to an event, of all tables. */
const ROWS_AN_EVENT = 4;
/** The view that a repaired row of `log_time` is said to be of. */
const LOG_TIME = 'log-time';

/** Nothing may be projected meanwhile. */
export async function checkDrift(options: DriftOptions): Promise<DriftStep> {
  const { projector, below, stretch } = options;
  // Once a pass, before it: an entry that names no event may be of a stream that no stretch leads to.
  const dropped = below === undefined ? await dropForgedParkings(options) : [];
  const upTo = Math.min(below ?? Number.POSITIVE_INFINITY, projector.checkpoint.position);
  const next = eventsBack(projector.database, upTo, stretch);
  const placed = await placesIn(options, next, upTo);
  const { wanted, events } = await streamsThatEndIn(options, new Set(placed.streams), upTo);
  const times = repairTimes(projector, placed, next, upTo);
  const rows =
    wanted.length === 0
      ? []
      : withRefolded(options, projector.views, events, (again) =>
          projector.views.flatMap((view) => {
            dropForgedWith(options, again, view, wanted, events);
            return repairView(projector, again, view, wanted);
          }),
        );
  const swept = await sweep({ ...options, place: options.place ?? FIRST_PLACE, rows: stretch * ROWS_AN_EVENT });
  return { checked: wanted.length, repaired: [...dropped, ...times, ...rows, ...swept.repaired], next, nextPlace: swept.next };
}

interface Placed {
  /** With the last one before the stretch. */
  readonly events: readonly PlacedInTime[];
  /** Of events in the stretch. */
  readonly streams: readonly StreamName[];
}

async function placesIn({ store }: DriftOptions, after: number, upTo: number): Promise<Placed> {
  const events: PlacedInTime[] = [];
  const streams: StreamName[] = [];
  for await (const page of store.readAll({ after: Math.max(0, after - 1), upTo })) {
    for (const { position, recordedAt, stream } of page) {
      events.push({ position, recordedAt });
      if (position > after) streams.push(stream);
    }
  }
  return { events, streams };
}

function repairTimes(projector: Projector, { events }: Placed, after: number, upTo: number): readonly RepairedRow[] {
  const stretch = { events, fromStart: after === 0, toEnd: upTo === projector.checkpoint.position };
  const wrong = repairLogTime(projector.database, stretch);
  // What the table remembers of its last row may be wrong now.
  if (wrong.length > 0) projector.buffer.forget();
  return wrong.map((position) => ({ view: LOG_TIME, subject: String(position) }));
}

interface Streams {
  /** Whose last event lies in the stretch: one with a later one was looked at before. */
  readonly wanted: readonly StreamName[];
  /** Theirs, and those of the streams that shape the same rows. */
  readonly events: EventsByStream;
}

async function streamsThatEndIn(options: DriftOptions, touched: ReadonlySet<StreamName>, upTo: number): Promise<Streams> {
  const { projector } = options;
  const { read, all } = streamReader(options);
  const needed = new Set<StreamName>();
  const wanted: StreamName[] = [];
  for (const stream of touched) {
    if (!projector.views.some((view) => owns(view, streamKind(stream)))) continue;
    const own = await read(stream);
    if ((own.at(-1)?.position ?? 0) > upTo) continue;
    wanted.push(stream);
    needed.add(stream);
    for (const linked of own.flatMap((event) => linkedTo(projector.views, event))) {
      await read(linked);
      needed.add(linked);
    }
  }
  return { wanted, events: new Map([...all].filter(([stream]) => needed.has(stream))) };
}

const owns = ({ tables }: View, kind: StreamKind | undefined): boolean => tables.some(({ ownerKind }) => ownerKind === kind);

/**
 * A parked stream's rows are those of the events before the one that it waits with. Where they are not, and its view can take that one, somebody has
 * parked it: the entry is taken out, and its rows are compared like all others.
 */
function dropForgedWith(
  options: DriftOptions,
  again: Projector,
  view: View,
  wanted: readonly StreamName[],
  events: EventsByStream,
): void {
  const { projector } = options;
  const parked = wanted
    .filter((stream) => projector.parking.has(view.name, stream) && !again.parking.has(view.name, stream))
    .flatMap((stream) => projector.parking.ofStream(stream).filter((entry) => entry.view === view.name));
  if (parked.length === 0) return;
  const forged = withRefolded(options, [view], takenBefore(projector, view.name, events), (before) =>
    parked.filter(({ stream }) =>
      tablesOf(view, stream).some((table) => differ(projector, before, table, subjectOf(stream) ?? '')),
    ),
  );
  discard(projector, forged);
}

/** A stream that is parked here or there is known to be behind: it waits for its retry. */
function repairView(projector: Projector, again: Projector, view: View, wanted: readonly StreamName[]): readonly RepairedRow[] {
  const wrong = wanted.filter((stream) => {
    if (projector.parking.has(view.name, stream) || again.parking.has(view.name, stream)) return false;
    return tablesOf(view, stream).some((table) => differ(projector, again, table, subjectOf(stream) ?? ''));
  });
  if (wrong.length === 0) return [];
  try {
    projector.database.transaction(() => {
      for (const stream of wrong)
        for (const table of tablesOf(view, stream)) replaceRows(projector, again, table, [subjectOf(stream) ?? '']);
    })();
  } finally {
    // What the tables remember of the old rows is wrong now.
    projector.buffer.forget();
  }
  return wrong.map((stream) => ({ view: view.name, subject: subjectOf(stream) ?? '' }));
}

const tablesOf = ({ tables }: View, stream: StreamName): readonly OwnedTable[] =>
  tables.filter(({ ownerKind }) => ownerKind === streamKind(stream));

function differ(projector: Projector, again: Projector, table: OwnedTable, id: string): boolean {
  const sorted = (from: Projector): readonly string[] =>
    rowsOf(from, table, id)
      .map((row) => JSON.stringify(row))
      .sort();
  const [stands, should] = [sorted(projector), sorted(again)];
  return stands.length !== should.length || stands.some((row, index) => row !== should[index]);
}
