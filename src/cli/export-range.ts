/** Which part of the log an export is of: positions, which may have gaps, and the log indexes between them, which never have. */
import { LogDisagrees } from '../audit/errors.js';
import { periodOf } from '../audit/export/period.js';
import type { Selection } from '../audit/export/manifest.js';
import type { TreeHashes } from '../audit/tiles.js';
import { firstFrom } from '../event-store/bounded-log.js';
import { decodeEvent } from '../event-store/codec.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';
import { firstPositionOf, lastPositionOf } from './moment.js';
import type { Terminal } from './terminal.js';

export interface ExportRange {
  /** Events at this position and behind it; an event need not stand there. */
  readonly first: number;
  /** Up to and with this event; 0: none. */
  readonly last: number;
}

/** @throws UsageError for no moment of this log. */
export async function exportRange(
  store: EventStore,
  { from, to }: { readonly from: string | undefined; readonly to: string | undefined },
  terminal: Terminal,
): Promise<ExportRange> {
  const last = to === undefined ? (await store.head()).position : await lastPositionOf(store, to, terminal);
  return { first: from === undefined ? 1 : await firstPositionOf(store, from, terminal), last };
}

/** Once a checkpoint covers the range. Of a range without events both are the same. @throws LogDisagrees where an event has no leaf. */
export async function indexesOf(
  store: EventStore & { readonly tree: Pick<TreeHashes, 'indexOf'> },
  { first, last }: ExportRange,
): Promise<Pick<Selection, 'firstIndex' | 'endIndex'>> {
  const indexOf = (position: number): number => {
    const index = store.tree.indexOf(position);
    if (index === undefined) throw new LogDisagrees(`the event at position ${String(position)} has no leaf hash`);
    return index;
  };
  const endIndex = last === 0 ? 0 : indexOf(last) + 1;
  const event = first > last ? undefined : await firstFrom(store, first, last);
  return { firstIndex: event ? indexOf(event.position) : endIndex, endIndex };
}

/**
 * The events just before and just behind a period that is named by times, where the log has them. Of everything alone: an account would see the
 * streams of others.
 */
export async function neighboursOf(
  store: EventStore,
  { account, from, to, firstIndex, endIndex }: Selection,
  size: number,
): Promise<readonly StoredEvent[]> {
  if (account !== null) return [];
  const period = periodOf({ from, to });
  const indexes = [
    ...(period.from !== undefined && firstIndex > 0 ? [firstIndex - 1] : []),
    ...(period.to !== undefined && endIndex < size ? [endIndex] : []),
  ];
  const found: StoredEvent[] = [];
  for (const index of indexes) for await (const page of store.readAll({ after: index, upTo: index + 1 })) found.push(...page);
  return found;
}

/** The events that tell of the erasure of these subjects, up to a log index. */
export async function erasuresOf(
  store: EventStore,
  subjects: ReadonlySet<string>,
  size: number,
): Promise<readonly StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const page of store.readAll({ after: 0, upTo: size })) {
    for (const stored of page) {
      if (stored.type !== 'SubjectErased') continue;
      const event = decodeEvent(stored);
      if (event.type === 'SubjectErased' && subjects.has(event.data.subject)) found.push(stored);
    }
  }
  return found;
}
