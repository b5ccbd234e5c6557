/** Between domain events and the bytes of the log: the one place where bodies are written and read. */
import { EVENT_VERSIONS, type DomainEvent, type EventMetadata, type EventType, type RecordedEvent } from '../domain/events.js';
import { EventNotStorable } from './errors.js';
import type { EventToAppend, StoredEvent } from './port.js';

/** JSON writes a lone surrogate as an escape of its own: `\ud800` … `\udfff` that is not half of a pair. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/i;

function toBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value);
  if (LONE_SURROGATE.test(text)) throw new EventNotStorable('text with lone surrogates cannot be stored');
  return Buffer.from(text, 'utf8');
}

function fromBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new EventNotStorable('an event that is not JSON', { cause: error });
  }
}

const isEventType = (type: string): type is EventType => Object.hasOwn(EVENT_VERSIONS, type);

/** The bytes whose keyed hash, with type and request, is the event's id. */
export const encodeBody = (event: DomainEvent): Uint8Array => toBytes(event.data);

/** `id` is derived by the command from the request, its ordinal, the type and the body. */
export function encodeEvent(event: DomainEvent, body: Uint8Array, metadata: EventMetadata, id: string): EventToAppend {
  return { id, type: event.type, version: EVENT_VERSIONS[event.type], body, metadata: toBytes(metadata) };
}

/** Throws EventNotStorable for a type or version that this build does not know, or bytes that are no JSON: a projection then parks the event. */
export function decodeEvent(stored: StoredEvent): RecordedEvent {
  const { type, version } = stored;
  if (!isEventType(type) || version < 1 || version > EVENT_VERSIONS[type]) {
    throw new EventNotStorable(`unknown event ${type} version ${String(version)}`);
  }
  const { id, stream, revision, position, recordedAt } = stored;
  const event = { type, data: fromBytes(stored.body) } as DomainEvent;
  return { ...event, id, stream, revision, position, recordedAt, version, metadata: fromBytes(stored.metadata) as EventMetadata };
}
