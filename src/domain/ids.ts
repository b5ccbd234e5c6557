/**
 * Branded identifiers and the names of streams (domain.md, section 3).
 *
 * Public ids carry their type as a prefix (`lic_…`), so that one string serves the API, a stream's name and a log line.
 */

declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type AccountId = Brand<string, 'AccountId'>;
export type DatabaseId = Brand<string, 'DatabaseId'>;
export type DeviceId = Brand<string, 'DeviceId'>;
export type LicenseId = Brand<string, 'LicenseId'>;
export type UploadId = Brand<string, 'UploadId'>;
export type OrderId = Brand<string, 'OrderId'>;
export type OperationId = Brand<string, 'OperationId'>;
export type CaseId = Brand<string, 'CaseId'>;

/** An instant as RFC 3339 in UTC with milliseconds (`2026-03-01T09:00:00.000Z`), so that text order is time order. */
export type Instant = Brand<string, 'Instant'>;

/** A stream's name: `<kind>-<rest of the id>`. */
export type StreamName = Brand<string, 'StreamName'>;

export const STREAM_KINDS = [
  'account',
  'database',
  'device',
  'license',
  'upload',
  'order',
  'case',
  'operation',
  'request',
] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

const ID_PREFIX = {
  account: 'acc_',
  database: 'db_',
  device: 'dev_',
  license: 'lic_',
  upload: 'upl_',
  order: 'ord_',
  operation: 'op_',
  case: 'case_',
  request: 'req_',
} as const;

const streamOf = (kind: StreamKind, id: string): StreamName => `${kind}-${id.slice(ID_PREFIX[kind].length)}` as StreamName;

export const accountStream = (id: AccountId): StreamName => streamOf('account', id);
export const databaseStream = (id: DatabaseId): StreamName => streamOf('database', id);
export const deviceStream = (id: DeviceId): StreamName => streamOf('device', id);
export const licenseStream = (id: LicenseId): StreamName => streamOf('license', id);
export const uploadStream = (id: UploadId): StreamName => streamOf('upload', id);
export const orderStream = (id: OrderId): StreamName => streamOf('order', id);
export const operationStream = (id: OperationId): StreamName => streamOf('operation', id);
export const caseStream = (id: CaseId): StreamName => streamOf('case', id);
export const requestStream = (id: string): StreamName => streamOf('request', id);

/** The kind a stream is of, or undefined for a name that is none of ours. */
export function streamKind(stream: string): StreamKind | undefined {
  const kind = stream.slice(0, Math.max(0, stream.indexOf('-')));
  return STREAM_KINDS.find((known) => known === kind);
}

/** The public id of the thing a stream is about: `license-x` → `lic_x`. */
export function subjectOf(stream: string): string | undefined {
  const kind = streamKind(stream);
  return kind && ID_PREFIX[kind] + stream.slice(kind.length + 1);
}

/** The stream of a thing by its public id; undefined where that is the id of another kind of thing. */
export const streamOfSubject = (kind: StreamKind, id: string): StreamName | undefined =>
  id.startsWith(ID_PREFIX[kind]) ? streamOf(kind, id) : undefined;

const ID_PATTERN = /^[a-z]{2,4}_[0-9a-z][0-9a-z-]{0,62}$/;

function idParser<Id extends string>(kind: StreamKind): (text: string) => Id | undefined {
  return (text) => (text.startsWith(ID_PREFIX[kind]) && ID_PATTERN.test(text) ? (text as Id) : undefined);
}

/** Each answers undefined for text that is no id of that type; such an id is then answered like one that does not exist. */
export const parseAccountId = idParser<AccountId>('account');
export const parseDatabaseId = idParser<DatabaseId>('database');
export const parseDeviceId = idParser<DeviceId>('device');
export const parseLicenseId = idParser<LicenseId>('license');
export const parseUploadId = idParser<UploadId>('upload');
export const parseOrderId = idParser<OrderId>('order');
export const parseCaseId = idParser<CaseId>('case');

/** Milliseconds since 1970 to an instant. */
export const instantOf = (millis: number): Instant => new Date(millis).toISOString() as Instant;

/** An instant to milliseconds since 1970. */
export const millisOf = (instant: Instant): number => Date.parse(instant);

/** Of the years 0001 to 9999: beyond them text order is no longer time order, and there was no year 0. */
const FIRST_MILLIS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MILLIS = Date.parse('9999-12-31T23:59:59.999Z');

/** RFC 3339 text to an instant, or undefined. A date without an offset is refused, never guessed at. */
export function parseInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const millis = Date.parse(text.replace(' ', 'T').toUpperCase());
  if (Number.isNaN(millis) || millis < FIRST_MILLIS || millis > LAST_MILLIS) return undefined;
  const [, day] = /^\d{4}-\d{2}-(\d{2})/.exec(text) ?? [];
  const [, year, month] = /^(\d{4})-(\d{2})/.exec(text) ?? [];
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > daysInMonth ? undefined : instantOf(millis);
}
