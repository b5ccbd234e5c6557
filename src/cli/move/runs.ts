import type { Instant, StreamName } from '../../domain/ids.js';
import type { ExpectedRevision, StoredEvent } from '../../event-store/port.js';

/** Events of one stream that follow one another in the log and share their time: one append, which keeps the order of all. */
export interface Run {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly recordedAt: Instant;
  readonly events: readonly StoredEvent[];
}

const MOST_EVENTS = 500;
/** KurrentDB takes 1 MiB an append unless it is told otherwise. */
const MOST_BYTES = 256 * 1024;

/** In the order of the log. */
export function* runsOf(events: readonly StoredEvent[]): Generator<Run, void, undefined> {
  let run: StoredEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = event.body.length + event.metadata.length;
    const [first] = run;
    const goesOn =
      first?.stream === event.stream &&
      first.recordedAt === event.recordedAt &&
      run.length < MOST_EVENTS &&
      bytes + size <= MOST_BYTES;
    if (first && !goesOn) {
      yield runFrom(first, run);
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += size;
  }
  const [first] = run;
  if (first) yield runFrom(first, run);
}

const runFrom = ({ stream, revision, recordedAt }: StoredEvent, events: readonly StoredEvent[]): Run => ({
  stream,
  expected: revision === 0 ? 'none' : revision - 1,
  recordedAt,
  events,
});
