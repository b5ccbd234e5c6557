/** An event of ours as KurrentDB holds it, and back. */
import type { AllStreamRecordedEvent, BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import { instantOf, millisOf, type Instant, type StreamName } from '../../domain/ids.js';
import type { OpenPersonal } from '../../domain/personal.js';
import { EventLogDamaged } from '../errors.js';
import type { EventToAppend, StoredEvent } from '../port.js';

/**
 * Body and metadata are kept as the bytes that came, so both are binary to the server: what it takes for JSON comes back parsed. Our own facts of
 * an event stand in a first line before the metadata, which therefore is no JSON either.
 */
const MARK = 'kabinet-event/1 ';
const LINE_END = 0x0a;

export interface StoredRecord extends StoredEvent {
  /** As its writer took it to be, in milliseconds: `recordedAt` is the highest up to here in the order of the log. */
  readonly writtenAt: number;
}

export function storedForm({ id, type, version, body, metadata }: EventToAppend, writtenAt: number): BinaryEventData {
  const line = Buffer.from(`${MARK}${JSON.stringify({ version, recordedAt: instantOf(writtenAt) })}\n`);
  return {
    id,
    type,
    contentType: 'application/octet-stream',
    data: new Uint8Array(body),
    metadata: new Uint8Array(Buffer.concat([line, metadata])),
  };
}

/** `recordedAt` is the writer's own; see `LogIndex.recordedAt`. @throws EventLogDamaged for an event that no node of ours has written. */
export function readStoredForm(event: RecordedEvent | AllStreamRecordedEvent, open: OpenPersonal | undefined): StoredRecord {
  const { streamId, type, id, data, metadata } = event;
  const place = `revision ${String(event.revision)} of ${streamId}`;
  const position = event.position;
  if (position === undefined)
    throw new EventLogDamaged(`the server gives no position for ${place}: version 22.6 or later is needed`);
  if (position.commit !== position.prepare)
    throw new EventLogDamaged(`${place} was written by a transaction over several appends`);
  if (!(data instanceof Uint8Array) || !(metadata instanceof Uint8Array))
    throw new EventLogDamaged(`${place} is no event of ours`);
  const end = metadata.indexOf(LINE_END);
  const facts = factsIn(Buffer.from(metadata.subarray(0, Math.max(end, 0))).toString('utf8'));
  if (facts === undefined) throw new EventLogDamaged(`${place} is no event of ours: ${MARK.trim()} was expected`);
  return {
    id,
    type,
    version: facts.version,
    body: data,
    metadata: metadata.subarray(end + 1),
    stream: streamId as StreamName,
    revision: Number(event.revision),
    position: Number(position.commit),
    recordedAt: facts.recordedAt,
    writtenAt: millisOf(facts.recordedAt),
    open,
  };
}

function factsIn(line: string): { readonly version: number; readonly recordedAt: Instant } | undefined {
  if (!line.startsWith(MARK)) return undefined;
  const facts = jsonIn(line.slice(MARK.length));
  if (typeof facts !== 'object' || facts === null || !('version' in facts) || !('recordedAt' in facts)) return undefined;
  const { version, recordedAt } = facts;
  if (typeof version !== 'number' || typeof recordedAt !== 'string' || Number.isNaN(Date.parse(recordedAt))) return undefined;
  return { version, recordedAt: recordedAt as Instant };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
