/** Uploads of what was asked for. */
import { load, uploadOf } from '../../commands/streams.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { UploadId } from '../../domain/ids.js';
import type { EventStore } from '../../event-store/port.js';
import type { ReadModelQueries } from '../../../projections/queries.js';
import type { Question } from '../question.js';

const MOST_REJECTED = 5;

interface ItemAt {
  readonly uploadId: UploadId;
  readonly index: number;
}

/** Newest first. */
export async function rejectedItems(
  store: EventStore,
  queries: ReadModelQueries,
  { account, fileName, code }: Question,
): Promise<readonly RecordedEvent[]> {
  const about = fileName !== null ? { fileName } : code ? { lastGroup: code.lastGroup } : null;
  if (!about) return [];
  const items = queries.rejectedUploadItems(account, about, MOST_REJECTED);
  const events = await Promise.all(items.map((item) => settled(store, item, 'UploadItemRejected')));
  return events.filter((event) => event !== undefined);
}

export type AcceptedItem = Extract<RecordedEvent, { readonly type: 'UploadItemAccepted' }>;

/** The file that was asked for came in: the event of its first license. */
export async function acceptedItem(
  store: EventStore,
  queries: ReadModelQueries,
  { account, fileName }: Question,
): Promise<AcceptedItem | undefined> {
  const item = fileName === null ? undefined : queries.acceptedFile(account, fileName);
  return item && settled(store, item, 'UploadItemAccepted');
}

async function settled<Type extends 'UploadItemRejected' | 'UploadItemAccepted'>(
  store: EventStore,
  { uploadId, index }: ItemAt,
  type: Type,
): Promise<Extract<RecordedEvent, { readonly type: Type }> | undefined> {
  const { events } = await load(store, uploadOf(uploadId));
  return events.find(
    (event): event is Extract<typeof event, { readonly type: Type }> =>
      event.type === type && 'index' in event.data && event.data.index === index,
  );
}
