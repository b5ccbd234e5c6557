/** The files in examples/ and the schema in schema/license-file.xsd say the same as the reader does. */
import { createReadStream, readFileSync } from 'node:fs';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { parseLicenseFileKeys, type LicenseFileKeys } from '../../src/license-files/keys.js';
import type { LicenseFileItem } from '../../src/license-files/license-in-file.js';
import { readSignedLicenses } from '../../src/license-files/reader.js';
import { fileAround, items, chunksOf, LICENSE, mainLicense, signedFile } from './support.js';

function exampleKeys(): LicenseFileKeys {
  const reading = parseLicenseFileKeys('examples/license-file-keys.txt');
  if (!reading.ok) throw new Error(reading.problem);
  return reading.keys;
}

async function itemsOf(name: string): Promise<LicenseFileItem[]> {
  const found: LicenseFileItem[] = [];
  for await (const item of readSignedLicenses(() => createReadStream(`examples/${name}`), exampleKeys())) found.push(item);
  return found;
}

/** The first complaint of libxml2 about a file, or that there is none. */
function againstSchema(file: string | Buffer): string {
  const schema = XmlDocument.fromBuffer(readFileSync('schema/license-file.xsd'));
  const validator = XsdValidator.fromDoc(schema);
  const document = XmlDocument.fromBuffer(Buffer.from(file));
  try {
    validator.validate(document);
    return 'valid';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    document.dispose();
    validator.dispose();
    schema.dispose();
  }
}

describe('the examples', () => {
  it('one-license.xml holds one main license, with the product in Russian', async () => {
    expect(await itemsOf('one-license.xml')).toMatchObject([
      { kind: 'license', license: { kind: 'MAIN', product: { name: 'Магазин 15', level: 'Базовая' } } },
    ]);
  });

  it('several-licenses.xml holds licenses of both kinds', async () => {
    const found = await itemsOf('several-licenses.xml');
    expect(found.map((item) => item.kind === 'license' && item.license.kind)).toEqual(['MAIN', 'MAIN', 'CLOUD', 'CLOUD', 'MAIN']);
  });

  it('third-code-mistyped.xml is good but for its third code, whose second group is wrong', async () => {
    const found = await itemsOf('third-code-mistyped.xml');
    expect(found.map(({ kind }) => kind)).toEqual(['license', 'license', 'bad', 'license', 'license']);
    expect(found[2]).toMatchObject({ number: 3, outcome: 'CODE_MISTYPED', detail: { rule: 'codeGroup', group: 2 } });
  });

  it('unsigned.xml is refused', async () => {
    expect(await itemsOf('unsigned.xml')).toEqual([{ kind: 'fileFailed', outcome: 'FILE_SIGNATURE_MISSING', detail: null }]);
  });

  it('holds the public key only', () => {
    expect(readFileSync('examples/license-file-keys.txt', 'utf8')).not.toMatch(/PRIVATE/);
    expect([...exampleKeys().values()].map((key) => key.type)).toEqual(['public']);
  });
});

describe('schema/license-file.xsd', () => {
  it.each(['one-license.xml', 'several-licenses.xml', 'third-code-mistyped.xml'])('takes examples/%s', (name) => {
    expect(againstSchema(readFileSync(`examples/${name}`))).toBe('valid');
  });

  it('takes what the writer writes', async () => {
    expect(againstSchema(await signedFile([mainLicense(1), { ...mainLicense(2), updates: { months: 12 }, demo: true }]))).toBe(
      'valid',
    );
  });

  it('misses the signature of examples/unsigned.xml', () => {
    expect(againstSchema(readFileSync('examples/unsigned.xml'))).toMatch('signature');
  });

  const GOOD = readFileSync('examples/one-license.xml', 'utf8');
  it.each([
    ['another version', GOOD.replace('version="1" ', 'version="2" ')],
    ['a time without an offset', GOOD.replace('09:00:00.000Z', '09:00:00')],
    ['a code with a letter that codes have not', GOOD.replace(/code="[0-9A-Z]/, 'code="U')],
    ['a kind of its own', GOOD.replace('"MAIN"', '"DEMO"')],
    ['a blank product', GOOD.replace('"Магазин 15"', '" "')],
    ['a product that is too long', GOOD.replace('"Магазин 15"', `"${'я'.repeat(201)}"`)],
    ['no term', GOOD.replace('<term perpetual="true"/>', '')],
    ['a base that is no GUID', GOOD.replace(/database id="[^"]*"/, 'database id="1"')],
    ['a short signature', GOOD.replace(/>[^<]*<\/signature>/, '>AAAA</signature>')],
  ])('refuses %s, as the reader does', async (_what, file) => {
    expect(file).not.toBe(GOOD);
    expect(againstSchema(file)).not.toBe('valid');
    const found = await items(chunksOf(file));
    expect(found.some(({ kind }) => kind !== 'license')).toBe(true);
  });

  it('takes the children of a license in any order, as the reader does', async () => {
    const file = fileAround(
      LICENSE.replace(/ code="[0-9A-Z]*"/, / code="[0-9A-Z-]*"/.exec(GOOD)?.[0] ?? '').replace(
        '<term perpetual="true"/>',
        '<device code="ТСД-1"/><updates months="12"/><term perpetual="true"/>',
      ),
    );
    expect(againstSchema(file)).toBe('valid');
    expect(await items(chunksOf(file))).toMatchObject([
      { kind: 'license', license: { deviceCode: 'ТСД-1', updates: { months: 12 } } },
    ]);
  });
});
