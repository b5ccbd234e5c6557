/**
 * What is said to be parked is compared as well: an entry that the views did not make would hide its stream from the drift detector. A parked stream
 * that is what it is said to be waits for its retry.
 */
import { subjectOf, type StreamName } from '../src/domain/ids.js';
import type { StoredEvent } from '../src/event-store/port.js';
import type { ParkedStream } from './parking.js';
import type { Projector } from './project-batch.js';
import type { RepairedRow } from './drift.js';
import type { EventsByStream, RefoldOptions } from './refold.js';

/** Entries that name no event of the log are taken out; the rows of their streams are compared like all others from then on. */
export async function dropForgedParkings({ store, projector }: RefoldOptions): Promise<readonly RepairedRow[]> {
  const forged: ParkedStream[] = [];
  for (const parked of projector.parking.list()) if (!(await isNamed(parked, store))) forged.push(parked);
  discard(projector, forged);
  return forged.map(({ view, stream }) => ({ view, subject: subjectOf(stream) ?? stream }));
}

async function isNamed(parked: ParkedStream, store: RefoldOptions['store']): Promise<boolean> {
  const { stream, revision } = parked;
  if (!Number.isSafeInteger(revision) || revision < 0) return false;
  for await (const event of store.readStream(stream, { from: revision, limit: 1 })) return names(parked, event);
  return false;
}

const names = ({ position, eventId, type, revision }: ParkedStream, event: StoredEvent): boolean =>
  event.revision === revision && event.position === position && event.id === eventId && event.type === type;

export function discard({ database, parking, buffer }: Projector, forged: readonly ParkedStream[]): void {
  if (forged.length === 0) return;
  try {
    database.transaction(() => {
      for (const parked of forged) parking.discard(parked);
    })();
  } finally {
    // Which streams are parked is remembered.
    buffer.forget();
  }
}

/** The events that a view took before it parked their streams: what its rows are made of. */
export function takenBefore(projector: Projector, view: string, events: EventsByStream): EventsByStream {
  const parkedAt = new Map<StreamName, number>();
  for (const parked of projector.parking.list()) if (parked.view === view) parkedAt.set(parked.stream, parked.position);
  return new Map(
    [...events].map(([stream, all]) => {
      const end = parkedAt.get(stream) ?? Number.POSITIVE_INFINITY;
      return [stream, all.filter(({ position }) => position < end)];
    }),
  );
}
