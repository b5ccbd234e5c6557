import fc from 'fast-check';
import { cloudEventLine, readCloudEvent } from '../../src/audit/export/cloud-event.js';
import { eventLeafHash, hashAlone, isHashAlone, type SealedEvent } from '../../src/audit/envelope.js';

const EVENT: SealedEvent = {
  stream: 'license-01955',
  revision: 3,
  id: '0195524c-1a00-8000-8000-000000000001',
  type: 'LicenseRenewed',
  version: 1,
  recordedAt: '2026-03-01T09:00:00.000Z',
  body: Buffer.from('{"months":3}'),
  metadata: Buffer.from('{"account":null}'),
};
const lineOf = (change: Partial<SealedEvent> = {}): string =>
  cloudEventLine({ event: { ...EVENT, ...change }, index: 7, source: 'kabinet/0' });
const attributesOf = (line: string): object => JSON.parse(line) as object;

describe('an event as CloudEvents has it', () => {
  it('has the attributes that every consumer knows, and ours beside them', () => {
    expect(attributesOf(lineOf())).toEqual({
      specversion: '1.0',
      id: EVENT.id,
      source: 'kabinet/0',
      type: 'LicenseRenewed',
      time: EVENT.recordedAt,
      subject: 'lic_01955',
      datacontenttype: 'application/json',
      stream: 'license-01955',
      revision: 3,
      eventversion: 1,
      logindex: 7,
      metadata: '{"account":null}',
      data: { months: 3 },
    });
  });

  it('names attributes in small letters and digits, with simple values', () => {
    const { data: _data, ...attributes } = attributesOf(lineOf()) as Record<string, unknown>;
    // `data` alone may be anything, and data_base64 is no attribute either.
    for (const [name, value] of Object.entries(attributes)) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      expect(['string', 'number']).toContain(typeof value);
    }
  });

  it('gives back the very bytes, whatever they are', () => {
    const json = fc.json().map((text) => Buffer.from(text));
    const bytes = fc.oneof(
      json,
      fc.uint8Array().map(Buffer.from),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, bytes, (body, metadata) => {
        const read = readCloudEvent(lineOf({ body, metadata }));
        expect(read.ok && [read.event.body, read.event.metadata].map((part) => !isHashAlone(part) && Buffer.from(part))).toEqual([
          body,
          metadata,
        ]);
      }),
    );
  });

  it('has the leaf of the whole event, where a part is not shown', () => {
    const [body, metadata] = [hashAlone(EVENT.body), hashAlone(EVENT.metadata)];
    for (const change of [{ body }, { metadata }, { body, metadata }]) {
      const line = cloudEventLine({ event: { ...EVENT, ...change }, index: 7, source: 'kabinet/0' });
      const read = readCloudEvent(line);
      expect(read.ok && eventLeafHash(read.event)).toEqual(eventLeafHash(EVENT));
      expect(line.includes('months')).toBe(!('body' in change));
    }
    const bodyTwice = lineOf().replace('"data":', `"datasha256":"${body.sha256}","data":`);
    expect(readCloudEvent(bodyTwice)).toMatchObject({ ok: false });
  });

  it.each([
    ['another order', (line: string) => line.replace('"specversion":"1.0",', '').replace(/\}$/, ',"specversion":"1.0"}')],
    ['a field twice', (line: string) => line.replace('"logindex":7', '"logindex":7,"logindex":7')],
    ['a field of no meaning', (line: string) => line.replace('"logindex":7', '"logindex":7,"note":"x"')],
    ['spaces', (line: string) => line.replace('"data":', '"data": ')],
    ['another way to write a letter', (line: string) => line.replace('months', '\\u006donths')],
    ['another subject', (line: string) => line.replace('lic_01955', 'lic_01956')],
    ['another version of CloudEvents', (line: string) => line.replace('"1.0"', '"0.3"')],
    [
      'base 64 where JSON would do',
      (line: string) => line.replace(/"data":.*\}$/, `"data_base64":"${Buffer.from('{}').toString('base64')}"}`),
    ],
  ])('is refused with %s: one event has one line', (_, change) => {
    expect(readCloudEvent(change(lineOf()))).toMatchObject({ ok: false });
  });
});
