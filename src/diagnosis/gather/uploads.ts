/** Uploads of what was asked for. */
import type { RecordedEvent } from '../../domain/events.js';
import { uploadStream, type UploadId } from '../../domain/ids.js';
import { decodeEvent } from '../../event-store/codec.js';
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

/** Items follow `UploadReceived` one event each, in order: an upload of 100,000 is not read for one of them. */
async function settled<Type extends SettledItem['type']>(
  store: EventStore,
  { uploadId, index }: ItemAt,
  type: Type,
): Promise<Extract<SettledItem, { readonly type: Type }> | undefined> {
  for await (const stored of store.readStream(uploadStream(uploadId), { from: index + 1, limit: 1 })) {
    const event = decodeEvent(stored);
    return isSettled(event) && isOf(event, type) && event.data.index === index ? event : undefined;
  }
  return undefined;
}

type SettledItem = Extract<RecordedEvent, { readonly type: 'UploadItemRejected' | 'UploadItemAccepted' }>;

const isSettled = (event: RecordedEvent): event is SettledItem =>
  event.type === 'UploadItemRejected' || event.type === 'UploadItemAccepted';

const isOf = <Type extends SettledItem['type']>(
  event: SettledItem,
  type: Type,
): event is Extract<SettledItem, { readonly type: Type }> => event.type === type;
