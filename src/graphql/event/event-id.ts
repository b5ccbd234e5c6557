/** An event's public id names its place: its stream and revision (architecture.md, "The embedded store"). */
import { fromDecimal } from '../../audit/strict-text.js';
import { subjectOf, type StreamName } from '../../domain/ids.js';

export interface EventPlace {
  readonly stream: StreamName;
  readonly revision: number;
}

export const eventId = (stream: StreamName, revision: number): string => `evt_${stream}.${String(revision)}`;

/** Undefined for what names no event of a thing. */
export function parseEventId(id: string): EventPlace | undefined {
  const [, stream = '', revision = ''] = /^evt_(.+)\.(\d+)$/.exec(id) ?? [];
  const place = fromDecimal(revision);
  return place === undefined || subjectOf(stream) === undefined ? undefined : { stream: stream as StreamName, revision: place };
}
