import type { AllStreamRecordedEvent } from '@eventstore/db-client';
import fc from 'fast-check';
import { instantOf } from '../../src/domain/ids.js';
import { readStoredForm, storedForm } from '../../src/event-store/kurrentdb/stored-form.js';
import { newEvent, newStream } from './events.js';

const AT = Date.UTC(2026, 4, 3, 2, 1, 0, 7);
const stream = newStream();
const FACTS = { kabinetEvent: 1, version: 1, recordedAt: instantOf(AT), metadata: '' };

/** As the client hands it out: metadata that it can read as JSON comes parsed. */
function asRead(stored: ReturnType<typeof storedForm>, changes: Record<string, unknown> = {}): AllStreamRecordedEvent {
  let metadata: unknown = stored.metadata;
  try {
    metadata = JSON.parse(Buffer.from(stored.metadata as Uint8Array).toString('utf8'));
  } catch {
    // It stays as the bytes it is.
  }
  return {
    ...stored,
    metadata,
    streamId: stream,
    revision: 3n,
    position: { commit: 77n, prepare: 77n },
    isJson: false,
    created: new Date(),
    ...changes,
  } as unknown as AllStreamRecordedEvent;
}

describe('the form of an event on a server', () => {
  it('gives back the bytes that came, whatever they look like', () => {
    const texts = ['', '{}', '{"a": 1}\n', '[]', 'null', '"x"', '12', 'kabinet-event/1 {}\n', '\n\n', 'ё'];
    const bytes = fc.oneof(
      fc.constantFrom(...texts).map((text) => Uint8Array.from(Buffer.from(text))),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 1, max: 99 }), (body, metadata, version) => {
        const event = { ...newEvent(body), metadata, version };
        const read = readStoredForm(asRead(storedForm(event, AT)), undefined);
        expect(Buffer.from(read.body)).toEqual(Buffer.from(body));
        expect(Buffer.from(read.metadata)).toEqual(Buffer.from(metadata));
        expect(read).toMatchObject({ id: event.id, type: event.type, version, stream, revision: 3, position: 77 });
        expect([read.recordedAt, read.writtenAt]).toEqual([instantOf(AT), AT]);
      }),
    );
  });

  it('does not keep the memory that the bytes came in', () => {
    const event = newEvent('body');
    const { data } = storedForm(event, AT);
    event.body[0] = 0;
    expect(Buffer.from(data).toString()).toBe('body');
  });

  it.each<[string, Record<string, unknown>]>([
    ['has no metadata', { metadata: undefined }],
    ['has the metadata of something else', { metadata: { version: 1 } }],
    ['has bytes for metadata', { metadata: Buffer.from('kabinet') }],
    ['has JSON for a body', { data: { a: 1 } }],
    ['is of a later format', { metadata: { ...FACTS, kabinetEvent: 2 } }],
    ['has no version', { metadata: { ...FACTS, version: undefined } }],
    ['has a time that is none', { metadata: { ...FACTS, recordedAt: 'noon' } }],
    ['has lost its own metadata', { metadata: { ...FACTS, metadata: null } }],
    ['was part of a transaction', { position: { commit: 78n, prepare: 77n } }],
    ['comes without a position', { position: undefined }],
  ])('takes an event for damage that %s', (_, changes) => {
    const read = (): unknown => readStoredForm(asRead(storedForm(newEvent(), AT), changes), undefined);
    expect(read).toThrow(expect.objectContaining({ name: 'EventLogDamaged' }) as Error);
  });
});
