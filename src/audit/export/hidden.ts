/** Parts of an event that its reader may not see: their hashes prove the event all the same (docs/decisions/0017-what-an-account-export-shows.md). */
import type { StoredEvent } from '../../event-store/port.js';
import { hashAlone, type EnvelopedEvent } from '../envelope.js';

export interface Hidden {
  readonly body: boolean;
  readonly metadata: boolean;
}

export const NOTHING_HIDDEN: Hidden = { body: false, metadata: false };
export const ALL_HIDDEN: Hidden = { body: true, metadata: true };

export function withHidden(event: StoredEvent, { body, metadata }: Hidden): EnvelopedEvent {
  return {
    ...event,
    body: body ? hashAlone(event.body) : event.body,
    metadata: metadata ? hashAlone(event.metadata) : event.metadata,
  };
}
