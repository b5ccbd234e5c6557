import fc from 'fast-check';
import {
  accountStream,
  databaseStream,
  deviceStream,
  instantOf,
  licenseStream,
  millisOf,
  parseAccountId,
  parseDatabaseId,
  parseDeviceId,
  parseInstant,
  parseLicenseId,
  parseUploadId,
  requestStream,
  streamKind,
  subjectOf,
  uploadStream,
} from '../../src/domain/ids.js';

describe('the stream of a thing', () => {
  it.each([
    [accountStream('acc_1' as never), 'account-1', 'account', 'acc_1'],
    [databaseStream('db_1' as never), 'database-1', 'database', 'db_1'],
    [deviceStream('dev_1' as never), 'device-1', 'device', 'dev_1'],
    [licenseStream('lic_1' as never), 'license-1', 'license', 'lic_1'],
    [uploadStream('upl_1' as never), 'upload-1', 'upload', 'upl_1'],
    [requestStream('req_1'), 'request-1', 'request', 'req_1'],
  ])('%s is named after it, and names it', (stream, name, kind, id) => {
    expect([stream, streamKind(stream), subjectOf(stream)]).toEqual([name, kind, id]);
  });

  it.each(['$stats', 'parcel-1', 'license', ''])('"%s" is no stream of ours', (stream) => {
    expect([streamKind(stream), subjectOf(stream)]).toEqual([undefined, undefined]);
  });
});

describe('an id from outside', () => {
  it.each([
    ['an account', parseAccountId, 'acc_01h'],
    ['a base', parseDatabaseId, 'db_01h'],
    ['a device', parseDeviceId, 'dev_01h'],
    ['a license', parseLicenseId, 'lic_01h'],
    ['an upload', parseUploadId, 'upl_01h'],
  ])('of %s is taken only with its prefix', (_, parse: (text: string) => string | undefined, id) => {
    expect(parse(id)).toBe(id);
    expect(parse(`xyz_${id}`)).toBeUndefined();
    expect(parse(id.replace(/^[a-z]+_/, 'case_'))).toBeUndefined();
  });

  it.each(['lic_', 'lic_A', 'lic_a b', 'lic_a\n', 'lic_../x', `lic_${'a'.repeat(64)}`])('"%s" is none', (text) => {
    expect(parseLicenseId(text)).toBeUndefined();
  });
});

describe('an instant from outside', () => {
  it.each([
    ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01T12:00:00+03:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01t09:00:00.123456z', '2026-03-01T09:00:00.123Z'],
    ['2026-03-01 09:00:00Z', '2026-03-01T09:00:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2026-01-01T01:00:00+03:00', '2025-12-31T22:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    ['a date without a time', '2026-03-01'],
    ['a time without an offset', '2026-03-01T09:00:00'],
    ['a day the month has not', '2026-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['a 13th month', '2026-13-01T00:00:00Z'],
    ['a 25th hour', '2026-03-01T25:00:00Z'],
    ['a year beyond 9999 in UTC', '9999-12-31T23:59:59-14:00'],
    ['the year 0000', '0000-12-31T23:59:59Z'],
    ['the year 0000 in UTC', '0001-01-01T00:00:00+14:00'],
    ['words', 'вчера'],
    ['a number', '1772355600000'],
    ['nothing', ''],
  ])('is not guessed from %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('orders as text as it orders in time', () => {
    const millis = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });
    fc.assert(fc.property(millis, millis, (a, b) => expect(instantOf(a) < instantOf(b)).toBe(a < b)));
    fc.assert(fc.property(millis, (a) => expect(millisOf(instantOf(a))).toBe(a)));
  });
});
