/**
 * An event as a line of NDJSON, as `export` writes and `import` reads it. Body and metadata come through byte for byte: as JSON where
 * writing that JSON again gives the very same bytes, else in base64.
 */
import { isHashAlone, type EnvelopedEvent, type HashAlone } from '../audit/envelope.js';
import { jsonOf } from '../audit/json-bytes.js';
import { toBase64 } from '../audit/strict-text.js';
import { ROLES, type EventType } from '../domain/events.js';
import { parseInstant, streamKind, subjectOf, type Instant, type StreamKind, type StreamName } from '../domain/ids.js';
import { decodeEvent } from '../event-store/codec.js';
import { EventNotStorable } from '../event-store/errors.js';
import type { EventToAppend, StoredEvent } from '../event-store/port.js';

/** A line with a part that is not shown is for reading alone: nothing can take it in again. */
export function eventLine(event: EnvelopedEvent & Pick<StoredEvent, 'position'>): string {
  const { position, stream, revision, type, version, id, recordedAt } = event;
  const head = JSON.stringify({ position, stream, revision, type, version, id, recordedAt });
  return `${head.slice(0, -1)},${bytesField('body', event.body)},${bytesField('metadata', event.metadata)}}`;
}

function bytesField(name: 'body' | 'metadata', bytes: Uint8Array | HashAlone): string {
  if (isHashAlone(bytes)) return `"${name}Sha256":"${bytes.sha256}"`;
  const text = jsonOf(bytes);
  return text === undefined ? `"${name}Base64":"${toBase64(bytes)}"` : `"${name}":${text}`;
}

export interface ReadEvent extends EventToAppend {
  readonly stream: StreamName;
  readonly revision: number;
  readonly recordedAt: Instant;
}

export type EventReading =
  | { readonly ok: true; readonly event: ReadEvent }
  /** The field that is wrong, or a sentence about an event that this build cannot take. */
  | { readonly ok: false; readonly field: string }
  | { readonly ok: false; readonly reason: string };

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** From what a line was parsed as. Nothing is guessed at: what comes into the log stays there for ever. */
export function readEvent(line: Readonly<Record<string, unknown>>): EventReading {
  const wrong = (field: string): EventReading => ({ ok: false, field });
  const { stream, revision, type, version, id } = line;
  if (typeof stream !== 'string' || subjectOf(stream) === undefined) return wrong('stream');
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 0) return wrong('revision');
  if (typeof type !== 'string') return wrong('type');
  if (typeof version !== 'number' || !Number.isSafeInteger(version)) return wrong('version');
  if (typeof id !== 'string' || !UUID.test(id)) return wrong('id');
  const recordedAt = typeof line['recordedAt'] === 'string' ? parseInstant(line['recordedAt']) : undefined;
  if (!recordedAt) return wrong('recordedAt');
  const body = readBytes(line, 'body');
  if (!body) return wrong('body');
  const metadata = readBytes(line, 'metadata');
  if (!metadata) return wrong('metadata');
  const event: ReadEvent = { stream: stream as StreamName, revision, type, version, id, recordedAt, body, metadata };
  return checked(event);
}

function readBytes(line: Readonly<Record<string, unknown>>, name: 'body' | 'metadata'): Buffer | undefined {
  const [value, base64] = [line[name], line[`${name}Base64`]];
  if (typeof base64 === 'string' && value === undefined) return Buffer.from(base64, 'base64');
  return typeof value === 'object' && value !== null && base64 === undefined
    ? Buffer.from(JSON.stringify(value), 'utf8')
    : undefined;
}

/** Of a type and version that this build knows, in a stream where such events belong, with the metadata that every event has. */
function checked(event: ReadEvent): EventReading {
  try {
    const { type, metadata } = decodeEvent({ ...event, position: 0 });
    if (streamKind(event.stream) !== STREAM_OF[type]) return { ok: false, field: 'stream' };
    if (!isFirstWhereItMust(type, event.revision)) return { ok: false, field: 'revision' };
    return isMetadata(metadata) ? { ok: true, event } : { ok: false, field: 'metadata' };
  } catch (error) {
    if (error instanceof EventNotStorable) return { ok: false, reason: error.message };
    throw error;
  }
}

function isMetadata(metadata: unknown): boolean {
  if (typeof metadata !== 'object' || metadata === null) return false;
  const { account, occurredAt, actor, correlationId, causationId, requestId, step } = metadata as Record<string, unknown>;
  const texts = [correlationId, requestId, step].every((value) => typeof value === 'string');
  const nullable = [account, causationId].every((value) => value === null || typeof value === 'string');
  const happened = typeof occurredAt === 'string' && parseInstant(occurredAt) !== undefined;
  return texts && nullable && happened && isActor(actor);
}

function isActor(actor: unknown): boolean {
  if (typeof actor !== 'object' || actor === null) return false;
  const { role, id, name } = actor as Record<string, unknown>;
  const known = role === null || ROLES.some((one) => one === role);
  return known && typeof id === 'string' && (name === null || isPersonal(name));
}

function isPersonal(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { subject, text } = value as Record<string, unknown>;
  return typeof subject === 'string' && (text === null || typeof text === 'string');
}

/** A stream holds events of its own kind alone: one that strays in would break its fold for good. */
const STREAM_OF: Readonly<Record<EventType, StreamKind>> = {
  AccountOpened: 'account',
  ActivationCodeRevealDenied: 'account',
  DiagnosisRated: 'account',
  DatabaseRegistered: 'database',
  DatabaseRenamed: 'database',
  DatabaseFactsChanged: 'database',
  DatabaseExchangeChanged: 'database',
  DatabaseStopped: 'database',
  DatabaseStarted: 'database',
  DatabaseDeleted: 'database',
  DeviceConnected: 'device',
  DeviceFactsChanged: 'device',
  DeviceSeen: 'device',
  DeviceRenamed: 'device',
  DeviceDisconnected: 'device',
  DeviceUnlinkedFromDatabase: 'device',
  LicenseSlotTaken: 'device',
  LicenseSlotFreed: 'device',
  LicenseIssued: 'license',
  LicenseUploaded: 'license',
  LicenseActivated: 'license',
  LicenseUnlinked: 'license',
  LicenseRenewed: 'license',
  LicenseExpired: 'license',
  LicenseReplaced: 'license',
  LicenseWithdrawn: 'license',
  LicenseRemovedFromList: 'license',
  LicenseRestoredToList: 'license',
  LicenseReleased: 'license',
  ActivationCodeRevealed: 'license',
  UploadReceived: 'upload',
  UploadItemAccepted: 'upload',
  UploadItemRejected: 'upload',
  UploadFinished: 'upload',
  LicensesOrdered: 'order',
  RenewalOrdered: 'order',
  OrderPaid: 'order',
  OrderFulfilmentStarted: 'order',
  OrderFulfilled: 'order',
  OrderCancelled: 'order',
  ParkedEventsRetried: 'operation',
  ReadModelRepaired: 'operation',
  SubjectErased: 'operation',
  SupportCaseOpened: 'case',
  DiagnosisRecorded: 'case',
  SupportCaseResolved: 'case',
  RequestReceived: 'request',
  RequestFinished: 'request',
};

/** Every stream begins with one of these, and none of them comes again. */
const FIRST: ReadonlySet<EventType> = new Set([
  'AccountOpened',
  'DatabaseRegistered',
  'LicenseIssued',
  'UploadReceived',
  'LicensesOrdered',
  'RenewalOrdered',
  'ParkedEventsRetried',
  'ReadModelRepaired',
  'SubjectErased',
  'SupportCaseOpened',
  'RequestReceived',
]);

const isFirstWhereItMust = (type: EventType, revision: number): boolean =>
  STREAM_OF[type] === 'device' ? revision > 0 || type === 'DeviceConnected' : FIRST.has(type) === (revision === 0);
