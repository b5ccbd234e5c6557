/**
 * An event as a line of CloudEvents 1.0 JSON. Body and metadata can be taken out of it byte for byte: they are what the leaf of the event holds
 * the hashes of (docs/verify-independently.md). What is not shown stands by its hash: `datasha256`, `metadatasha256`.
 */
import { parseInstant, subjectOf } from '../../domain/ids.js';
import { fitsInALine, isHashAlone, type EnvelopedEvent, type HashAlone } from '../envelope.js';
import { jsonOf, textOf, utf8Of } from '../json-bytes.js';
import { fromBase64, toBase64 } from '../strict-text.js';

export interface CloudEvent {
  readonly event: EnvelopedEvent;
  /** Log index, counted from 0. */
  readonly index: number;
  /** The log's origin. */
  readonly source: string;
}

/** CloudEvents allows no control characters in an attribute. */
const NOT_IN_AN_ATTRIBUTE = /[\u0000-\u001f\u007f-\u009f]/;

export function cloudEventLine({ event, index, source }: CloudEvent): string {
  const { id, type, recordedAt, stream, revision, version } = event;
  const head = JSON.stringify({
    specversion: '1.0',
    id,
    source,
    type,
    time: recordedAt,
    subject: subjectOf(stream),
    datacontenttype: 'application/json',
    stream,
    revision,
    eventversion: version,
    logindex: index,
    ...metadataAttribute(event.metadata),
  });
  return `${head.slice(0, -1)},${dataAttribute(event.body)}}`;
}

function dataAttribute(body: Uint8Array | HashAlone): string {
  if (isHashAlone(body)) return `"datasha256":"${body.sha256}"`;
  const json = jsonOf(body);
  return json === undefined ? `"data_base64":"${toBase64(body)}"` : `"data":${json}`;
}

function metadataAttribute(metadata: Uint8Array | HashAlone): object {
  if (isHashAlone(metadata)) return { metadatasha256: metadata.sha256 };
  const text = utf8Of(metadata);
  return text === undefined || NOT_IN_AN_ATTRIBUTE.test(text) ? { metadatabase64: toBase64(metadata) } : { metadata: text };
}

export type CloudEventReading =
  | (CloudEvent & {
      readonly ok: true;
      /** Undefined where they are no JSON, or not shown. */
      readonly data: unknown;
      readonly metadata: unknown;
    })
  /** The attribute that is wrong; `line` where it is no line of ours at all. */
  | { readonly ok: false; readonly field: string };

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Takes what `cloudEventLine` writes, and nothing else: one event has one line. */
export function readCloudEvent(line: string): CloudEventReading {
  const parsed = parsedObject(line);
  if (!parsed) return { ok: false, field: 'line' };
  const { id, source, type, time, stream, revision, eventversion: version, logindex: index } = parsed;
  const wrong = (field: string): CloudEventReading => ({ ok: false, field });
  if (typeof id !== 'string' || !UUID.test(id)) return wrong('id');
  if (typeof source !== 'string') return wrong('source');
  if (typeof type !== 'string' || !fitsInALine(type)) return wrong('type');
  const recordedAt = typeof time === 'string' ? parseInstant(time) : undefined;
  if (recordedAt === undefined || recordedAt !== time) return wrong('time');
  if (typeof stream !== 'string' || !fitsInALine(stream)) return wrong('stream');
  if (!isCount(revision)) return wrong('revision');
  if (!isCount(version)) return wrong('eventversion');
  if (!isCount(index)) return wrong('logindex');
  const body = bodyOf(parsed);
  if (!body) return wrong('data');
  const metadata = metadataOf(parsed);
  if (!metadata) return wrong('metadata');
  const event: EnvelopedEvent = { id, type, stream, revision, version, recordedAt, body: body.part, metadata: metadata.part };
  if (!isWrittenSo(line, parsed, { event, index, source }, body.json)) return wrong('line');
  return { ok: true, event, index, source, data: body.value, metadata: metadata.value };
}

function parsedObject(line: string): Readonly<Record<string, unknown>> | undefined {
  const value = parsedJson(line);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Taken {
  readonly part: Uint8Array | HashAlone;
  readonly value: unknown;
  /** As it stands in the line. */
  readonly json?: string;
}

const SHA256 = /^[0-9a-f]{64}$/;

const takenHash = (sha256: unknown): Taken | undefined =>
  typeof sha256 === 'string' && SHA256.test(sha256) ? { part: { sha256 }, value: undefined } : undefined;

/** That a line has one of the three alone is seen by writing it again. */
function bodyOf({ data, data_base64: base64, datasha256 }: Readonly<Record<string, unknown>>): Taken | undefined {
  if (datasha256 !== undefined) return takenHash(datasha256);
  if (base64 === undefined) {
    if (data === undefined) return undefined;
    const json = JSON.stringify(data);
    return { part: Buffer.from(json, 'utf8'), value: data, json };
  }
  const part = typeof base64 === 'string' && data === undefined ? fromBase64(base64) : undefined;
  return part && jsonOf(part) === undefined ? { part, value: parsedJson(textOf(part)) } : undefined;
}

function metadataOf({ metadata, metadatabase64: base64, metadatasha256 }: Readonly<Record<string, unknown>>): Taken | undefined {
  if (metadatasha256 !== undefined) return takenHash(metadatasha256);
  const isText = typeof metadata === 'string' && base64 === undefined;
  const part = isText ? Buffer.from(metadata, 'utf8') : fromBase64(typeof base64 === 'string' ? base64 : '\n');
  return part && { part, value: parsedJson(isText ? metadata : textOf(part)) };
}

/** Written again it is the same line: no field of another name, none twice, no other order, no spaces. */
function isWrittenSo(
  line: string,
  parsed: Readonly<Record<string, unknown>>,
  read: CloudEvent,
  json: string | undefined,
): boolean {
  if (json === undefined) return cloudEventLine(read) === line;
  // Much cheaper than writing the body again, and the same: it is JSON that was just parsed and written.
  const head = cloudEventLine({ ...read, event: { ...read.event, body: NO_BODY } });
  return Object.hasOwn(parsed, 'data') && `${head.slice(0, -NO_BODY.length - 1)}${json}}` === line;
}

const NO_BODY = Buffer.from('0');
