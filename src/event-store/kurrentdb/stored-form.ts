/** An event of ours as KurrentDB holds it, and back. */
import type { AllStreamRecordedEvent, BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import { instantOf, millisOf, type Instant, type StreamName } from '../../domain/ids.js';
import type { OpenPersonal } from '../../domain/personal.js';
import { EventLogDamaged } from '../errors.js';
import type { EventToAppend, StoredEvent } from '../port.js';

/**
 * Body and metadata are kept as the bytes that came. The body is binary to the server: what it takes for JSON comes back parsed. The metadata stands in
 * base64 in an object of ours, with our own facts of the event: the client tries to read all metadata as JSON, and a thrown error an event is what
 * costs most where it cannot (measured: a stream of 100,000 events took minutes).
 */
const FORMAT = 1;

export interface StoredRecord extends StoredEvent {
  /** As its writer took it to be, in milliseconds: `recordedAt` is the highest up to here in the order of the log. */
  readonly writtenAt: number;
}

export function storedForm({ id, type, version, body, metadata }: EventToAppend, writtenAt: number): BinaryEventData {
  const facts = {
    kabinetEvent: FORMAT,
    version,
    recordedAt: instantOf(writtenAt),
    metadata: Buffer.from(metadata).toString('base64'),
  };
  return {
    id,
    type,
    contentType: 'application/octet-stream',
    data: new Uint8Array(body),
    metadata: new Uint8Array(Buffer.from(JSON.stringify(facts))),
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
  const facts = factsIn(metadata);
  if (!(data instanceof Uint8Array) || facts === undefined) throw new EventLogDamaged(`${place} is no event of ours`);
  return {
    id,
    type,
    version: facts.version,
    body: data,
    metadata: Buffer.from(facts.metadata, 'base64'),
    stream: streamId as StreamName,
    revision: Number(event.revision),
    position: Number(position.commit),
    recordedAt: facts.recordedAt,
    writtenAt: millisOf(facts.recordedAt),
    open,
  };
}

interface Facts {
  readonly version: number;
  readonly recordedAt: Instant;
  /** Base64. */
  readonly metadata: string;
}

function factsIn(read: unknown): Facts | undefined {
  if (typeof read !== 'object' || read === null || !('kabinetEvent' in read) || read.kabinetEvent !== FORMAT) return undefined;
  if (!('version' in read) || !('recordedAt' in read) || !('metadata' in read)) return undefined;
  const { version, recordedAt, metadata } = read;
  if (typeof version !== 'number' || typeof metadata !== 'string') return undefined;
  if (typeof recordedAt !== 'string' || Number.isNaN(Date.parse(recordedAt))) return undefined;
  return { version, recordedAt: recordedAt as Instant, metadata };
}
