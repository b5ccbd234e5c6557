import * as fc from 'fast-check';
import { codeFromFreeLetters } from '../../src/domain/activation-code.js';
import { instantOf, type Instant } from '../../src/domain/ids.js';
import type { LicenseInFile } from '../../src/license-files/license-in-file.js';
import { MOST_MONTHS, MOST_TEXT_LETTERS } from '../../src/license-files/limits.js';
import { readSignedLicenses } from '../../src/license-files/reader.js';
import { writeLicenseFile } from '../../src/license-files/writer.js';
import { chunksOf, ISSUED_AT, keys, mainLicense, refusalOf, signedFile, signer } from './support.js';

/** XML 1.0 cannot hold them in any form. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: MOST_TEXT_LETTERS / 2 })
  .map((value) => value.trim().normalize('NFC'))
  .filter((value) => value !== '' && value.length <= MOST_TEXT_LETTERS && !NOT_IN_XML.test(value));
const optional = fc.option(text, { nil: null });
const time = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2200, 0) });
const months = fc.integer({ min: 1, max: MOST_MONTHS });
const instant = (millis: number): Instant => instantOf(millis);

const dated = fc
  .tuple(time, time)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ perpetual: false, from: instant(Math.min(a, b)), until: instant(Math.max(a, b)) }) as const);
const waiting = months.map((count) => ({ perpetual: false, months: count }) as const);
const clocks = fc.oneof(
  fc.record({ kind: fc.constant('CLOUD' as const), term: fc.oneof(dated, waiting), updates: fc.constant(null) }),
  fc.record({
    kind: fc.constant('MAIN' as const),
    term: fc.oneof(fc.constant({ perpetual: true } as const), dated, waiting),
    updates: fc.oneof(
      fc.constant(null),
      time.map((millis) => ({ until: instant(millis) })),
      months.map((count) => ({ months: count })),
    ),
  }),
);
const license: fc.Arbitrary<LicenseInFile> = fc
  .record({
    code: fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 20, maxLength: 20 }).map((free) => codeFromFreeLetters(free)),
    product: fc.record({ name: text, level: optional, configuration: optional, sku: optional }),
    demo: fc.boolean(),
    deviceCode: optional,
    databaseGuid: fc.option(fc.uuid(), { nil: null }),
    clocks,
  })
  .map(({ clocks: { kind, term, updates }, ...rest }) => ({ ...rest, kind, term, updates }));

async function readBack(file: Uint8Array, chunk: number): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const item of readSignedLicenses(() => chunksOf(file, chunk), keys))
    found.push(item.kind === 'license' ? item.license : item);
  return found;
}

describe('writing a license file', () => {
  it('writes what is read back the same, whatever the licenses are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(license, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 400 }),
        async (licenses, chunk) => {
          expect(await readBack(await signedFile(licenses), chunk)).toEqual(licenses);
        },
      ),
    );
  });

  it('keeps markup, quotes and line ends in texts what they are', async () => {
    const written = { ...mainLicense(1), deviceCode: `a"b'c&amp;<d>\n]]>\t\r\ne` };
    expect(await readBack(await signedFile([written]), 7)).toEqual([written]);
  });

  it('takes licenses one by one from a source that makes them', async () => {
    async function* made(): AsyncGenerator<LicenseInFile> {
      yield mainLicense(1);
      yield mainLicense(2);
    }
    let file = '';
    for await (const part of writeLicenseFile(made(), { issuedAt: ISSUED_AT, sign: signer })) file += part;
    expect(await readBack(Buffer.from(file), 1000)).toEqual([mainLicense(1), mainLicense(2)]);
  });

  it('leaves the signature out where nobody signs', async () => {
    let file = '';
    for await (const part of writeLicenseFile([mainLicense(1)], { issuedAt: ISSUED_AT })) file += part;
    expect(await refusalOf(file)).toBe('FILE_SIGNATURE_MISSING');
  });

  it.each(['\0', '\u001f', '\ud83d', '\ufffe'])('refuses a text that XML cannot hold (case %#)', async (character) => {
    await expect(signedFile([{ ...mainLicense(1), deviceCode: `a${character}` }])).rejects.toThrow(RangeError);
  });

  it('refuses a name of the key that no reader would accept', async () => {
    const parts = writeLicenseFile([mainLicense(1)], { issuedAt: ISSUED_AT, sign: { ...signer, name: 'a b' } });
    await expect(parts.next()).rejects.toThrow(RangeError);
  });
});
