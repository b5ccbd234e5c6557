import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { envelopeOf, eventLeafHash, type SealedEvent } from '../../src/audit/envelope.js';

const EVENT: SealedEvent = {
  stream: 'license-0195',
  revision: 3,
  id: '0195524c-1a00-8000-8000-000000000001',
  type: 'LicenseRenewed',
  version: 1,
  recordedAt: '2026-03-01T09:00:00.000Z',
  body: Buffer.from('{"until":"2027-03-01"}'),
  metadata: Buffer.from('{"actor":"test"}'),
};
/** Without the two hashes. */
const LINES = `kabinet-event/v1
stream license-0195
revision 3
id 0195524c-1a00-8000-8000-000000000001
type LicenseRenewed
version 1
recorded-at 2026-03-01T09:00:00.000Z
`;

describe('the envelope of an event', () => {
  it('is nine lines that a shell can make', () => {
    const sum = (bytes: Uint8Array): string => execFileSync('sha256sum', { input: bytes, encoding: 'utf8' }).slice(0, 64);
    const made = `${LINES}body-sha256 ${sum(EVENT.body)}\nmetadata-sha256 ${sum(EVENT.metadata)}\n`;
    expect(envelopeOf(EVENT)).toBe(made);
    expect(eventLeafHash(EVENT).toString('hex')).toBe(sum(Buffer.from(`\0${made}`)));
  });

  it('is another one for any other event', () => {
    const text = fc.stringMatching(/^[!-~]+$/);
    const bytes = fc.uint8Array();
    const event = fc.record({
      stream: text, revision: fc.maxSafeNat(), id: fc.uuid(), type: text, version: fc.integer({ min: 1 }),
      recordedAt: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), body: bytes, metadata: bytes,
    }); // prettier-ignore
    const told = (one: SealedEvent): string => JSON.stringify({ ...one, body: [...one.body], metadata: [...one.metadata] });
    fc.assert(
      fc.property(event, event, fc.constantFrom(...(Object.keys(EVENT) as (keyof SealedEvent)[])), (one, other, field) => {
        const mixed = { ...one, [field]: other[field] };
        expect(envelopeOf(mixed) === envelopeOf(one)).toBe(told(mixed) === told(one));
      }),
    );
  });

  it('is not made where a name could pass for another line', () => {
    for (const stream of ['a\nrevision 4', 'a\r', 'a\u0000', 'a\ud800']) {
      expect(() => envelopeOf({ ...EVENT, stream })).toThrow('no control characters');
      expect(() => envelopeOf({ ...EVENT, type: stream })).toThrow('no control characters');
    }
  });

  it('holds the bytes of the body, not what they mean', () => {
    const spaced = { ...EVENT, body: Buffer.from('{ "until": "2027-03-01" }') };
    expect(eventLeafHash(spaced)).not.toEqual(eventLeafHash(EVENT));
    expect(envelopeOf(spaced)).toContain(createHash('sha256').update(spaced.body).digest('hex'));
  });
});
