/** Parked streams once more: rows that were folded again take the place of what was there, with their whole history, as a rebuild would have them. */
import { instantOf, streamKind, subjectOf, type LicenseId, type StreamKind, type StreamName } from '../src/domain/ids.js';
import type { ParkedStream } from './parking.js';
import type { Projector } from './project-batch.js';
import { linkedTo, replaceRows, streamReader, withRefolded, type EventsByStream, type RefoldOptions } from './refold.js';
import type { View } from './view.js';

export interface RetryOptions extends RefoldOptions {
  /** Left out: all. */
  readonly stream?: StreamName | undefined;
}

export interface RetryResult {
  /** Events that were parked, or waited behind one, and are applied now. */
  readonly applied: number;
  /** Streams that a view still cannot take. */
  readonly stillParked: number;
  /** Licenses whose rows were folded again. */
  readonly licenses: readonly LicenseId[];
}

/** Nothing may be projected meanwhile. */
export async function retryParked(options: RetryOptions): Promise<RetryResult> {
  const { projector, stream } = options;
  let applied = 0;
  const licenses = new Set<LicenseId>();
  for (const view of projector.views) {
    const parked = projector.parking.list().filter((entry) => entry.view === view.name);
    const wanted = parked.filter((entry) => stream === undefined || entry.stream === stream).map((entry) => entry.stream);
    if (wanted.length === 0) continue;
    const folded = await refold(options, view, wanted, new Map(parked.map((entry) => [entry.stream, entry])));
    applied += folded.applied;
    for (const id of idsOfKind(folded.streams, 'license')) licenses.add(id as LicenseId);
  }
  return { applied, stillParked: projector.parking.list().length, licenses: [...licenses] };
}

async function refold(
  options: RetryOptions,
  view: View,
  wanted: readonly StreamName[],
  parked: ReadonlyMap<StreamName, ParkedStream>,
): Promise<{ readonly applied: number; readonly streams: readonly StreamName[] }> {
  const { projector, clock } = options;
  const events = await eventsThatShape(options, view, wanted, parked);
  const streams = [...events.keys()];
  const applied = withRefolded(options, [view], events, (again) => replace(projector, again, view, streams, parked, clock));
  return { applied, streams };
}

/** A stream's rows may hang on other streams; one of those that is parked too is retried with it. */
async function eventsThatShape(
  options: RetryOptions,
  view: View,
  wanted: readonly StreamName[],
  parked: ReadonlyMap<StreamName, ParkedStream>,
): Promise<EventsByStream> {
  const { read, all } = streamReader(options);
  const whole = new Set<StreamName>();
  const open = [...wanted];
  for (let stream = open.pop(); stream !== undefined; stream = open.pop()) {
    if (whole.has(stream)) continue;
    whole.add(stream);
    open.push(...view.shapes(stream));
    for (const event of await read(stream)) {
      for (const linked of linkedTo([view], event)) {
        await read(linked);
        if (parked.has(linked)) open.push(linked);
      }
    }
  }
  return all;
}

/** Rows and parking in one transaction. */
function replace(
  projector: Projector,
  again: Projector,
  view: View,
  streams: readonly StreamName[],
  parked: ReadonlyMap<StreamName, ParkedStream>,
  clock: () => number,
): number {
  let applied = 0;
  try {
    projector.database.transaction(() => {
      for (const table of view.tables) replaceRows(projector, again, table, idsOfKind(streams, table.ownerKind));
      const still = new Map(again.parking.list().map((entry) => [entry.stream, entry]));
      for (const stream of streams) {
        const before = parked.get(stream);
        const now = still.get(stream);
        if (now) projector.parking.put(before?.position === now.position ? { ...now, parkedAt: before.parkedAt } : now);
        else if (before) projector.parking.end(before, instantOf(clock()));
        applied += (before ? before.behind + 1 : 0) - (now ? now.behind + 1 : 0);
      }
      projector.buffer.flush();
    })();
  } finally {
    // What the tables remember of the old rows is wrong now.
    projector.buffer.forget();
  }
  return applied;
}

const idsOfKind = (streams: readonly StreamName[], kind: StreamKind): readonly string[] =>
  streams.filter((stream) => streamKind(stream) === kind).map((stream) => subjectOf(stream) ?? '');
