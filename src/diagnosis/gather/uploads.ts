/** Uploads of what was asked for that were not accepted. */
import { load, uploadOf } from '../../commands/streams.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { EventStore } from '../../event-store/port.js';
import type { ReadModelQueries } from '../../../projections/queries.js';
import type { Question } from '../question.js';

const MOST_REJECTED = 5;

export async function rejectedItems(
  store: EventStore,
  queries: ReadModelQueries,
  { account, fileName, code }: Question,
): Promise<readonly RecordedEvent[]> {
  const about = fileName !== null ? { fileName } : code ? { lastGroup: code.lastGroup } : null;
  if (!about) return [];
  const items = queries.rejectedUploadItems(account, about, MOST_REJECTED);
  const events = await Promise.all(
    items.map(async ({ uploadId, index }) => {
      const upload = await load(store, uploadOf(uploadId));
      return upload.events.find((event) => event.type === 'UploadItemRejected' && event.data.index === index);
    }),
  );
  return events.filter((event) => event !== undefined);
}
