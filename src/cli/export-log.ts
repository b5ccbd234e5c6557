/** `kabinet export`: events as NDJSON, one a line, in log order. */
import { decodeEvent } from '../event-store/codec.js';
import type { EventStore, StoredEvent } from '../event-store/port.js';
import { streamKind, type AccountId, type StreamName } from '../domain/ids.js';
import { eventLine } from './event-line.js';

export interface ExportFilter {
  /** Left out: 1. */
  readonly fromPosition?: number;
  /** Left out: the log's end. */
  readonly toPosition?: number;
  readonly streamPrefix?: string;
  /** What happened in that account, and the vendor's own events of licenses that it holds (domain.md, section 6). */
  readonly accountId?: AccountId;
}

/** Lines of a page at a time, and where in the log the page ended. */
export async function* exportLines(
  store: EventStore,
  filter: ExportFilter,
): AsyncGenerator<{ readonly text: string; readonly position: number }, void> {
  for await (const { events, position } of selectedPages(store, filter))
    yield { text: events.map((event) => `${eventLine(event)}\n`).join(''), position };
}

/** The events of a page at a time that the filter lets through, and where in the log the page ended. */
export async function* selectedPages(
  store: EventStore,
  filter: ExportFilter,
): AsyncGenerator<{ readonly events: readonly StoredEvent[]; readonly position: number }, void> {
  const { fromPosition = 1, streamPrefix = '', accountId } = filter;
  const head = (await store.head()).position;
  const upTo = filter.toPosition ?? head;
  const held = accountId === undefined ? undefined : await licensesHeldBy(store, accountId, head);
  const isWanted = (event: StoredEvent): boolean => {
    if (!event.stream.startsWith(streamPrefix)) return false;
    if (accountId === undefined) return true;
    const { account } = decodeEvent(event).metadata;
    return account === accountId || (account === null && held?.has(event.stream) === true);
  };
  for await (const page of store.readAll({ after: fromPosition - 1, upTo }))
    yield { events: page.filter(isWanted), position: page.at(-1)?.position ?? upTo };
}

/** Streams of the licenses whose holder the account is, at the end of the log. */
async function licensesHeldBy(store: EventStore, accountId: AccountId, upTo: number): Promise<ReadonlySet<StreamName>> {
  const holders = new Map<StreamName, AccountId | null>();
  for await (const page of store.readAll({ after: 0, upTo })) {
    for (const stored of page) {
      if (streamKind(stored.stream) !== 'license') continue;
      const event = decodeEvent(stored);
      if (event.type === 'LicenseIssued') holders.set(event.stream, event.data.accountId);
      if (event.type === 'LicenseReleased') holders.set(event.stream, event.data.toAccountId);
      if (event.type === 'LicenseUploaded' || event.type === 'LicenseActivated')
        holders.set(event.stream, holders.get(event.stream) ?? event.data.accountId);
    }
  }
  return new Set([...holders].flatMap(([stream, holder]) => (holder === accountId ? [stream] : [])));
}
