/** Read with versions of its own, since no event of ours has had a second one yet. */
import { readEvent } from '../../src/cli/event-line.js';
import { EVENT_VERSIONS } from '../../src/domain/events.js';
import { decodeForShowing, eventDecoder } from '../../src/event-store/codec.js';
import { EventNotStorable } from '../../src/event-store/errors.js';
import type { StoredEvent } from '../../src/event-store/port.js';
import type { EventData, Upcasters } from '../../src/event-store/upcast.js';
import { textOf } from '../support/event-schemas.js';

const METADATA = {
  account: 'acc_1',
  occurredAt: '2026-03-01T09:00:00.000Z',
  actor: { role: 'OWNER', id: 'usr_1', name: null },
  correlationId: 'c-1',
  causationId: null,
  requestId: 'req_1',
  step: 'rename',
};

const stored = (version: number, body: object, type = 'DeviceRenamed'): StoredEvent => ({
  type,
  version,
  id: '00000000-0000-8000-8000-000000000001',
  stream: 'device-1' as StoredEvent['stream'],
  revision: 1,
  position: 2,
  recordedAt: '2026-03-01T09:00:00.000Z' as StoredEvent['recordedAt'],
  body: Buffer.from(JSON.stringify(body)),
  metadata: Buffer.from(JSON.stringify(METADATA)),
});

const VERSIONS = { DeviceRenamed: 3, DeviceSeen: 1 };
const UPCASTERS: Upcasters = {
  DeviceRenamed: [
    ({ title, ...rest }: EventData) => ({ ...rest, name: title }),
    ({ name, ...rest }) => ({ ...rest, names: [(name as string).trim()] }),
  ],
};
const decode = eventDecoder(VERSIONS, UPCASTERS);

describe('an event of an older version', () => {
  it('is read as the present one, step by step, whatever version it was written in', () => {
    const newest = { version: 3, data: { names: ['Касса'] } };
    expect(decode(stored(1, { title: ' Касса ' }))).toMatchObject(newest);
    expect(decode(stored(2, { name: ' Касса ' }))).toMatchObject(newest);
    expect(decode(stored(3, { names: ['Касса'] }))).toMatchObject(newest);
  });

  it('keeps everything else, and the log keeps it as it was written', () => {
    const event = stored(1, { title: 'Касса' });
    const { body, metadata, ...place } = event;
    const before = textOf(body);
    expect(decode(event)).toEqual({ ...place, version: 3, data: { names: ['Касса'] }, metadata: METADATA });
    expect(textOf(event.body)).toBe(before);
    expect(textOf(metadata)).toBe(JSON.stringify(METADATA));
    expect(event.version).toBe(1);
  });

  it('that its steps cannot take is named, not a crash of the step', () => {
    expect(() => decode(stored(1, {}))).toThrow('DeviceRenamed version 1: its data cannot be read as version 3');
    expect(() => decode(stored(1, {}))).toThrow(EventNotStorable);
  });
});

describe('an event that this program cannot read', () => {
  it.each([
    [
      'of a later version',
      stored(4, {}),
      'DeviceRenamed version 4: this program is older than the log: it knows these events up to version 3',
    ],
    ['of version 0', stored(0, {}), 'DeviceRenamed version 0: versions are counted from 1'],
    [
      'of another type',
      stored(1, {}, 'DeviceMelted'),
      'DeviceMelted version 1: this program does not know such events: it is older than the log, or they are not ours',
    ],
  ])('%s is named with its version, and why', (_, event, message) => {
    expect(() => decode(event)).toThrow(new EventNotStorable(message));
  });

  it('is shown by its place and who did it, without what it says', () => {
    const event = stored(EVENT_VERSIONS.DeviceRenamed + 1, { secret: 'new' });
    expect(decodeForShowing(event)).toMatchObject({
      type: 'DeviceRenamed',
      version: event.version,
      data: {},
      metadata: METADATA,
    });
  });

  it('is not imported', () => {
    const line = {
      stream: 'device-1',
      revision: 1,
      type: 'DeviceRenamed',
      version: EVENT_VERSIONS.DeviceRenamed + 1,
      id: '00000000-0000-8000-8000-000000000001',
      recordedAt: '2026-03-01T09:00:00.000Z',
      body: {},
      metadata: METADATA,
    };
    expect(readEvent(line)).toMatchObject({ ok: false, reason: expect.stringContaining('this program is older than the log') });
    const known = { ...line, version: EVENT_VERSIONS.DeviceRenamed };
    expect(readEvent(known)).toMatchObject({ ok: true });
    for (const actor of [{}, { role: 'KING', id: 'usr_1', name: null }, { role: 'OWNER', id: 'usr_1', name: 'Анна' }])
      expect(readEvent({ ...known, metadata: { ...METADATA, actor } })).toEqual({ ok: false, field: 'metadata' });
  });
});

describe('the program does not start', () => {
  it('where a step between two versions is missing', () => {
    expect(() => eventDecoder({ DeviceRenamed: 3 }, { DeviceRenamed: [(data) => data] })).toThrow(
      'DeviceRenamed has version 3, so 2 upcasters, not 1',
    );
    expect(() => eventDecoder({ DeviceRenamed: 2 }, {})).toThrow('DeviceRenamed has version 2, so 1 upcasters, not 0');
  });

  it('where a step leads to no version, or belongs to no event', () => {
    expect(() => eventDecoder({ DeviceRenamed: 1 }, { DeviceRenamed: [(data) => data] })).toThrow('DeviceRenamed has version 1');
    expect(() => eventDecoder({ DeviceRenamed: 1 }, { DeviceMelted: [(data) => data] })).toThrow('upcasters of DeviceMelted');
  });
});
