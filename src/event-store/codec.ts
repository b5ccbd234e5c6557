/** Between domain events and the bytes of the log: the one place where bodies are written and read. */
import { EVENT_VERSIONS, type DomainEvent, type EventMetadata, type RecordedEvent } from '../domain/events.js';
import { EventNotStorable } from './errors.js';
import type { OpenPersonal, PersonalKeys } from '../domain/personal.js';
import { opened, sealed, SEALED_MARK } from './personal-texts.js';
import type { EventToAppend, StoredEvent } from './port.js';
import { UPCASTERS, upcasting, type Upcasters } from './upcast.js';

/** JSON writes a lone surrogate as an escape of its own: `\ud800` … `\udfff` that is not half of a pair. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/i;

function toBytes(value: unknown): Uint8Array {
  const text = JSON.stringify(value);
  if (LONE_SURROGATE.test(text)) throw new EventNotStorable('text with lone surrogates cannot be stored');
  return Buffer.from(text, 'utf8');
}

function fromBytes(bytes: Uint8Array, open: OpenPersonal): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EventNotStorable('an event that is not JSON', { cause: error });
  }
  return text.includes(SEALED_MARK) ? opened(value, open) : value;
}

/** Of a log that is read without its keys: personal texts read as erased. */
const WITHOUT_KEYS: OpenPersonal = () => null;

/** The bytes whose keyed hash, with type and request, is the event's id. Personal texts are sealed in them: the id tells nothing that was erased. */
export const encodeBody = (event: DomainEvent, keys: PersonalKeys | null): Uint8Array => toBytes(sealedBy(keys, event.data));

/** Null: in clear, as logs were written before there were such keys. */
function sealedBy(keys: PersonalKeys | null, data: unknown): unknown {
  if (keys === null) return data;
  return sealed(data, (subject, text) => {
    if (!text.isWellFormed()) throw new EventNotStorable('text with lone surrogates cannot be stored');
    return keys.seal(subject, text);
  });
}

/** `id` is derived by the command from the request, its ordinal, the type and the body. */
export function encodeEvent(
  event: DomainEvent,
  body: Uint8Array,
  metadata: EventMetadata,
  id: string,
  keys: PersonalKeys | null,
): EventToAppend {
  const sealedMetadata = toBytes(sealedBy(keys, metadata));
  return { id, type: event.type, version: EVENT_VERSIONS[event.type], body, metadata: sealedMetadata };
}

/** From what is stored to the event that folds and views take, in the shape of the present version. */
export type EventDecoder = (stored: StoredEvent) => RecordedEvent;

/** With these versions and upcasters instead of our own: for tests of what no event has come to yet. */
export function eventDecoder(versions: Readonly<Record<string, number>>, upcasters: Upcasters): EventDecoder {
  const upcast = upcasting(versions, upcasters);
  return (stored) => {
    const data = upcast(stored, fromBytes(stored.body, stored.open ?? WITHOUT_KEYS));
    return recorded(stored, data, versions[stored.type] ?? stored.version);
  };
}

/** Throws EventNotStorable for a type or version that this build does not know, or bytes that are no JSON: a projection then parks the event. */
export const decodeEvent: EventDecoder = eventDecoder(EVENT_VERSIONS, UPCASTERS);

/**
 * For showing alone, never for a fold: where `decodeEvent` cannot take an event, its place and metadata, without what it says, for nobody
 * knows which of its fields may be shown. Throws EventNotStorable where its metadata cannot be read either.
 */
export function decodeForShowing(stored: StoredEvent): RecordedEvent {
  try {
    return decodeEvent(stored);
  } catch (error) {
    if (!(error instanceof EventNotStorable)) throw error;
    return recorded(stored, {}, stored.version);
  }
}

function recorded(stored: StoredEvent, data: unknown, version: number): RecordedEvent {
  const { type, id, stream, revision, position, recordedAt, open = WITHOUT_KEYS } = stored;
  const event = { type, data } as DomainEvent;
  const metadata = fromBytes(stored.metadata, open) as EventMetadata;
  return { ...event, id, stream, revision, position, recordedAt, version, metadata };
}
