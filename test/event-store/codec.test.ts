import fc from 'fast-check';
import { EVENT_VERSIONS, type DomainEvent, type EventMetadata } from '../../src/domain/events.js';
import { accountStream } from '../../src/domain/ids.js';
import { personal } from '../../src/domain/personal.js';
import { decodeEvent, encodeBody, encodeEvent } from '../../src/event-store/codec.js';
import { EventNotStorable } from '../../src/event-store/errors.js';
import type { StoredEvent } from '../../src/event-store/port.js';

const AT = '2026-03-01T09:00:00.000Z' as never;
const metadata = (id = 'usr_1'): EventMetadata => ({
  account: null,
  occurredAt: AT,
  actor: { role: 'VENDOR', id, name: personal('usr_1', 'Анна') },
  correlationId: 'c-1',
  causationId: null,
  requestId: 'r-1',
  step: 'open',
});
const named = (text: string): DomainEvent => ({
  type: 'AccountOpened',
  data: { name: personal('acc_1', text), locale: 'ru', timeZone: 'Europe/Moscow' },
});
const stored = (event: DomainEvent): StoredEvent => ({
  ...encodeEvent(event, encodeBody(event, null), metadata(), 'evt-1', null),
  stream: accountStream('acc_1' as never),
  revision: 0,
  position: 7,
  recordedAt: AT,
});

describe('an event in the log', () => {
  it('comes out as it went in, with its place and metadata', () => {
    expect(decodeEvent(stored(named('ООО «Ромашка» 😀')))).toEqual({
      ...named('ООО «Ромашка» 😀'),
      id: 'evt-1',
      stream: 'account-1',
      revision: 0,
      position: 7,
      recordedAt: AT,
      version: 1,
      metadata: metadata(),
    });
  });

  it('comes out as it went in whatever its text, as long as it is well-formed', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(fc.property(texts, (text) => expect(decodeEvent(stored(named(text))).data).toEqual(named(text).data)));
  });

  it('is written as the same bytes every time', () => {
    expect(encodeBody(named('Ромашка'), null)).toEqual(encodeBody(named('Ромашка'), null));
  });

  it('is read from bytes that are a part of a larger buffer', () => {
    const event = stored(named('Ромашка'));
    const larger = new Uint8Array(event.body.length + 20).fill(0x7b);
    larger.set(event.body, 10);
    const body = larger.subarray(10, 10 + event.body.length);
    expect(decodeEvent({ ...event, body }).data).toEqual(named('Ромашка').data);
  });
});

describe('text with a lone surrogate', () => {
  it.each([
    ['a high one', '\ud83d'],
    ['a low one', '\ude00'],
    ['a pair the wrong way round', '\ude00\ud83d'],
    ['one beside a pair', '\ud83d\ude00\ud83d'],
    ['one after a backslash', '\\\ud83d'],
    ['one after two backslashes', '\\\\\ud83d'],
    ['one after the text of an escape', '\\ud83d\ud83d'],
    ['one between quotes and line ends', '"\n\ud83d\t"'],
  ])('is refused: %s', (_, text) => {
    expect(() => encodeBody(named(text), null)).toThrow(EventNotStorable);
  });

  it('is refused in metadata too', () => {
    const event = named('Ромашка');
    expect(() => encodeEvent(event, encodeBody(event, null), metadata('\ud83d'), 'evt-1', null)).toThrow(EventNotStorable);
  });

  it('is refused wherever it stands in a text', () => {
    const texts = fc.string({ unit: 'binary' });
    const surrogates = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
    fc.assert(
      fc.property(texts, surrogates, texts, (before, surrogate, after) => {
        expect(() => encodeBody(named(`${before}x${surrogate}x${after}`), null)).toThrow(EventNotStorable);
      }),
    );
  });
});

describe('text that only looks like a lone surrogate', () => {
  it.each([
    ['a pair', '😀'],
    ['the literal text of an escape', String.raw`\ud83d`],
    ['that text after a backslash', String.raw`\\ud83d`],
    ['that text after two backslashes', String.raw`\\\ud83d`],
    ['that text in quotes', String.raw`"\ud83d"`],
    ['that text after a line end', '\n\\ud83d'],
    ['the escape of another letter', String.raw`\ud7ff`],
    ['a control character that JSON escapes', '\u001fd83d'],
  ])('is stored: %s', (_, text) => {
    expect(decodeEvent(stored(named(text))).data).toEqual(named(text).data);
  });
});

describe('an event that this build does not know', () => {
  const known = stored(named('Ромашка'));

  it.each([
    ['of an unknown type', { ...known, type: 'AccountClosed' }],
    ['of a type that every object has by itself', { ...known, type: 'constructor' }],
    ['of a later version', { ...known, version: EVENT_VERSIONS.AccountOpened + 1 }],
    ['of version 0', { ...known, version: 0 }],
    ['whose body is no JSON', { ...known, body: Buffer.from('{"name":') }],
    ['whose metadata is no JSON', { ...known, metadata: Buffer.from('') }],
  ])('is not read as something else: %s', (_, event) => {
    expect(() => decodeEvent(event)).toThrow(EventNotStorable);
  });
});
