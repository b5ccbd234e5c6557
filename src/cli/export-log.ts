/** `kabinet export`: events as NDJSON, one a line, in log order. */
import { NOTHING_HIDDEN, withHidden } from '../audit/export/hidden.js';
import { hiddenFrom } from '../audit/export/hidden-from.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';
import type { AccountId } from '../domain/ids.js';
import { eventsOfAccount } from './account-events.js';
import { eventLine } from './event-line.js';

export interface ExportFilter {
  /** Left out: 1. */
  readonly fromPosition?: number;
  /** Left out: the log's end. */
  readonly toPosition?: number;
  readonly streamPrefix?: string;
  /** What that account sees. */
  readonly accountId?: AccountId;
}

/** Lines of a page at a time, and where in the log the page ended. */
export async function* exportLines(
  store: EventStore,
  filter: ExportFilter,
): AsyncGenerator<{ readonly text: string; readonly position: number }, void> {
  const { accountId } = filter;
  const hides = accountId === undefined ? () => NOTHING_HIDDEN : hiddenFrom((each) => each === accountId);
  for await (const { events, position } of selectedPages(store, filter))
    yield {
      text: events.map((event) => `${eventLine({ ...withHidden(event, hides(event)), position: event.position })}\n`).join(''),
      position,
    };
}

/** The events of a page at a time that the filter lets through, and where in the log the page ended. */
export async function* selectedPages(
  store: EventStore,
  filter: ExportFilter,
): AsyncGenerator<{ readonly events: readonly StoredEvent[]; readonly position: number }, void> {
  const { fromPosition = 1, streamPrefix = '', accountId } = filter;
  const upTo = filter.toPosition ?? (await store.head()).position;
  const isSeen = accountId === undefined ? () => true : await eventsOfAccount(store, accountId);
  const isWanted = (event: StoredEvent): boolean =>
    isSeen(event) && event.position >= fromPosition && event.stream.startsWith(streamPrefix);
  // Who holds a license at the first event is told by those before it.
  const after = accountId === undefined ? fromPosition - 1 : 0;
  for await (const page of store.readAll({ after, upTo }))
    yield { events: page.filter(isWanted), position: page.at(-1)?.position ?? upTo };
}
