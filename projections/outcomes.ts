/** What each view did with an event: from what it takes, the checkpoint, and the streams that are or were parked. */
import type { EventType } from '../src/domain/events.js';
import type { StreamName } from '../src/domain/ids.js';
import type { Projector } from './project-batch.js';
import type { ViewOutcome } from './queries.js';

interface EventPlace {
  readonly stream: StreamName;
  readonly type: string;
  readonly revision: number;
  readonly position: number;
}

const NOTHING_PARKED = { error: null, parkedAt: null, appliedAt: null };

export function outcomesOf(projector: Projector, event: EventPlace): readonly ViewOutcome[] {
  const { checkpoint, parking, views } = projector;
  const parked = parking.ofStream(event.stream);
  const past = parking.past(event.stream);
  return views.map((view): ViewOutcome => {
    const { name } = view;
    const now = parked.find((entry) => entry.view === name && entry.revision <= event.revision);
    const taken = view.takes.has(event.type as EventType);
    if (event.position > checkpoint.position) return { view: name, outcome: taken ? 'PENDING' : 'IGNORED', ...NOTHING_PARKED };
    // An event of a type that nobody knows is parked too, where it might have changed a row.
    if (now && (taken || now.position === event.position))
      return { view: name, outcome: 'PARKED', error: now.error, parkedAt: now.parkedAt, appliedAt: null };
    if (!taken) return { view: name, outcome: 'IGNORED', ...NOTHING_PARKED };
    const once = past.findLast(
      (entry) => entry.view === name && entry.revision <= event.revision && event.revision <= entry.revision + entry.behind,
    );
    return once
      ? { view: name, outcome: 'APPLIED', error: once.error, parkedAt: once.parkedAt, appliedAt: once.appliedAt }
      : { view: name, outcome: 'APPLIED', ...NOTHING_PARKED };
  });
}
