import type { ReadView } from '../read/read-view.js';
import type { EventPlace } from './event-id.js';
import { findsEvent } from './event-reach.js';
import { Event } from './event.js';

/** Null for what the viewer does not find in `events`, as for what does not exist. */
export async function eventNode({ stream, revision }: EventPlace, view: ReadView): Promise<Event | null> {
  const event = view.may('Query.events') ? await view.context.eventOf(stream, revision) : undefined;
  // Another node's event may be in the log before it is in the lists of this one.
  return event && event.position <= view.moment.position && findsEvent(event, view) ? new Event(event, view) : null;
}
