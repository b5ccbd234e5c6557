/** What the runner, a retry and a rebuild need of a view. */
import type { EventType, RecordedEvent } from '../src/domain/events.js';
import { millisOf, type AccountId, type Instant, type StreamKind, type StreamName } from '../src/domain/ids.js';
import type { At } from './temporal-table.js';

/** Rows that the stream of one thing owns: replaced as a whole when that stream is folded again. */
export interface OwnedTable {
  readonly name: string;
  /** Holds the thing's public id. */
  readonly owner: string;
  readonly ownerKind: StreamKind;
}

export interface View {
  readonly name: string;
  readonly takes: ReadonlySet<EventType>;
  /** Kinds of streams that it takes: an event of an unknown type in such a stream is parked too, since it might have changed a row. */
  readonly streamKinds: ReadonlySet<StreamKind>;
  readonly tables: readonly OwnedTable[];
  /** Changes what the view keeps in memory; reads and writes nothing but its own tables. Throws on an event that it cannot take. */
  apply(event: RecordedEvent): void;
  /** Accounts in whose list a row began or ended since it was asked last; too many do no harm. Absent: the view is of no list that is followed. */
  takeChangedLists?(): ReadonlySet<AccountId>;
  /** A test fault: the row that the event shaped is wrong from now on. Absent: this view offers none. */
  corrupt?(event: RecordedEvent): void;
  /** Streams whose rows this stream's events may shape beside its own, as far as the view's tables tell. */
  shapes(stream: StreamName): readonly StreamName[];
  /** Streams whose events, beside its own stream's, shape the rows of that event's stream, or that its event shapes. */
  linked(event: RecordedEvent): readonly StreamName[];
}

/** An instant of an event as milliseconds; throws where it is none, so that the event is parked and no row has a hole. */
export function millis(instant: Instant): number {
  const value = millisOf(instant);
  if (Number.isNaN(value)) throw new RangeError(`not an instant: ${JSON.stringify(instant)}`);
  return value;
}

export const millisOrNull = (instant: Instant | null | undefined): number | null =>
  instant === null || instant === undefined ? null : millis(instant);

export const atOf = (event: RecordedEvent): At => ({ position: event.position, time: millis(event.recordedAt) });
