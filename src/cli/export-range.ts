/** Which part of the log an export is of: positions, which may have gaps, and the log indexes between them, which never have. */
import { LogDisagrees } from '../audit/errors.js';
import type { Selection } from '../audit/export/manifest.js';
import type { TreeHashes } from '../audit/tiles.js';
import { firstFrom } from '../event-store/bounded-log.js';
import type { EventStore } from '../event-store/port.js';
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
