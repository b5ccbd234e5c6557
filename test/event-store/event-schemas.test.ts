/** Every version of every event that ever landed has a schema and a stored example, neither ever changes, and all can be read today. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvent, type ReadEvent } from '../../src/cli/event-line.js';
import {
  accountOf,
  caseOf,
  databaseOf,
  deviceOf,
  licenseOf,
  operationOf,
  orderOf,
  uploadOf,
  type StreamOf,
} from '../../src/commands/streams.js';
import { EVENT_VERSIONS, ROLES, type DomainEvent, type RecordedEvent } from '../../src/domain/events.js';
import { streamKind, subjectOf, type StreamKind } from '../../src/domain/ids.js';
import { REFUSAL_CODES } from '../../src/domain/refusal.js';
import { isAccepted, UPLOAD_OUTCOMES } from '../../src/domain/upload.js';
import { decodeEvent } from '../../src/event-store/codec.js';
import { LICENSE_FILE_FIELDS, XML_PROBLEMS } from '../../src/license-files/license-in-file.js';
import { dataMisfits, jsonFilesOf, metadataMisfits, SCHEMAS, textOf } from '../support/event-schemas.js';

const EXAMPLES = 'test/event-store/examples';
const LANDED = join(SCHEMAS, 'LANDED.txt');

/** `LicenseIssued.v1`, for every version that the code knows. */
const names = Object.entries(EVENT_VERSIONS).flatMap(([type, newest]) =>
  Array.from({ length: newest }, (_, older) => `${type}.v${String(older + 1)}`),
);

function stored(name: string): ReadEvent {
  const reading = readEvent(JSON.parse(readFileSync(join(EXAMPLES, `${name}.json`), 'utf8')) as Record<string, unknown>);
  if (!reading.ok) throw new Error(`${name}: ${JSON.stringify(reading)}`);
  return reading.event;
}

const decoded = (event: ReadEvent): RecordedEvent => decodeEvent({ ...event, position: 1 });
const dataOf = (name: string): Readonly<Record<string, unknown>> =>
  JSON.parse(textOf(stored(name).body)) as Readonly<Record<string, unknown>>;

/** A line of `sha256sum` each: the file, and the hash of its bytes. */
const landed = new Map(
  readFileSync(LANDED, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => [line.slice(66), line.slice(0, 64)]),
);

describe('every event in the code', () => {
  it.each(names)('%s has a schema and a stored example, and both are written down as landed', (name) => {
    for (const file of [join(SCHEMAS, `${name}.json`), join(EXAMPLES, `${name}.json`)])
      expect({ file, exists: existsSync(file), landed: landed.has(file) }).toEqual({ file, exists: true, landed: true });
    expect(`${stored(name).type}.v${String(stored(name).version)}`).toBe(name);
  });
});

describe('what has landed', () => {
  it.each([...landed])('%s is as it was', (file, hash) => {
    expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(hash);
  });

  it('is every schema and every example that is there', () => {
    const there = [SCHEMAS, join(SCHEMAS, 'parts'), EXAMPLES].flatMap(jsonFilesOf);
    expect([...landed.keys()].sort()).toEqual([...there].sort());
  });

  it('is still known to the code: an event that is no longer written is still read', () => {
    const schemas = jsonFilesOf(SCHEMAS).map((file) => file.slice(SCHEMAS.length + 1, -'.json'.length));
    expect(schemas.filter((name) => !names.includes(name))).toEqual(['EventMetadata.v1']);
  });
});

type AnyStream = StreamOf<DomainEvent, unknown>;
const foldOf = (of: (id: never) => unknown, stream: string): AnyStream => of(subjectOf(stream) as never) as AnyStream;

const FOLDS: Readonly<Record<Exclude<StreamKind, 'request'>, readonly [fold: (id: never) => unknown, opening: string]>> = {
  account: [accountOf, 'AccountOpened'],
  database: [databaseOf, 'DatabaseRegistered'],
  device: [deviceOf, 'DeviceConnected'],
  license: [licenseOf, 'LicenseIssued'],
  upload: [uploadOf, 'UploadReceived'],
  order: [orderOf, 'LicensesOrdered'],
  case: [caseOf, 'SupportCaseOpened'],
  operation: [operationOf, 'ParkedEventsRetried'],
};

describe.each(names)('the stored example %s', (name) => {
  it('fits the schema of its version', () => {
    expect(dataMisfits(stored(name).type, stored(name).version, dataOf(name))).toEqual([]);
    expect(metadataMisfits(JSON.parse(textOf(stored(name).metadata)))).toEqual([]);
  });

  it('is read as the present version', () => {
    const { type, version, data } = decoded(stored(name));
    expect(version).toBe(EVENT_VERSIONS[type]);
    expect(dataMisfits(type, version, data)).toEqual([]);
  });

  it('is folded into its stream', () => {
    const event = decoded(stored(name));
    const kind = streamKind(event.stream);
    // A request's stream is looked at as it is, and never folded.
    if (kind === undefined || kind === 'request') return expect(event.stream).toMatch(/^request-/);
    const [of, opening] = FOLDS[kind];
    const { evolve } = foldOf(of, event.stream);
    const opened = evolve(undefined, decoded(stored(`${opening}.v1`)));
    expect(() => evolve(event.revision === 0 ? undefined : opened, event)).not.toThrow();
  });

  it('fits no more with a field that is not known, wherever it stands, or without one of its own', () => {
    const { type, version } = stored(name);
    for (const data of withOneMore(dataOf(name)))
      expect({ data, misfits: dataMisfits(type, version, data) }).not.toHaveProperty('misfits', []);
    for (const field of Object.keys(dataOf(name))) {
      const { [field]: _, ...without } = dataOf(name);
      expect({ field, misfits: dataMisfits(type, version, without) }).not.toHaveProperty('misfits', []);
    }
  });
});

/** What holds whatever belongs to a mutation or a cause. */
const OPEN = new Set(['value', 'variables', 'details']);

/** The value once for every object in it, with a field more there. */
function withOneMore(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    const [first, ...others] = value as readonly unknown[];
    return first === undefined ? [] : withOneMore(first).map((changed) => [changed, ...others]);
  }
  if (typeof value !== 'object' || value === null) return [];
  const deeper = Object.entries(value)
    .filter(([field]) => !OPEN.has(field))
    .flatMap(([field, member]) => withOneMore(member).map((changed) => ({ ...value, [field]: changed })));
  return [{ ...value, notKnown: true }, ...deeper];
}

describe('the names that the code can write today', () => {
  it.each(ROLES)('the role %s fits the metadata', (role) => {
    const metadata = JSON.parse(textOf(stored('AccountOpened.v1').metadata)) as object;
    expect(metadataMisfits({ ...metadata, actor: { role, id: 'usr_1', name: null } })).toEqual([]);
  });

  it.each(REFUSAL_CODES)('the refusal %s fits what is refused of orders and told to a request', (refused) => {
    const noted = { ...dataOf('RequestFinished.v1'), notes: [{ code: refused, path: ['items', '0'] }] };
    const ordered = { ...dataOf('RenewalOrdered.v1'), items: [{ licenseId: 'lic_1', refused }] };
    expect(dataMisfits('OrderFulfilled', EVENT_VERSIONS.OrderFulfilled, { items: [{ licenseIds: [], refused }] })).toEqual([]);
    expect(dataMisfits('RenewalOrdered', EVENT_VERSIONS.RenewalOrdered, ordered)).toEqual([]);
    expect(dataMisfits('RequestFinished', EVENT_VERSIONS.RequestFinished, noted)).toEqual([]);
  });

  it.each(UPLOAD_OUTCOMES)('the outcome %s fits the item of an upload', (outcome) => {
    const type = isAccepted(outcome) ? 'UploadItemAccepted' : 'UploadItemRejected';
    expect(dataMisfits(type, EVENT_VERSIONS[type], { ...dataOf(`${type}.v1`), outcome })).toEqual([]);
  });

  it('everything that can be wrong with a file fits its detail', () => {
    const place = { line: 1, column: 1 };
    const details = [
      ...XML_PROBLEMS.map((problem) => ({ rule: 'xml', problem, ...place })),
      ...LICENSE_FILE_FIELDS.map((field) => ({ rule: 'field', field, ...place })),
    ];
    const item = dataOf('UploadItemRejected.v1');
    const version = EVENT_VERSIONS.UploadItemRejected;
    expect(details.flatMap((detail) => dataMisfits('UploadItemRejected', version, { ...item, detail }))).toEqual([]);
  });
});
