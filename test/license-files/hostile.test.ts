import { DEFAULT_LIMITS } from '../../src/license-files/limits.js';
import { chunksOf, fileAround, items, LICENSE, mainLicense, refusalOf, signedFile, verification } from './support.js';

const GOOD = fileAround(LICENSE);
const bytes = (...parts: (string | readonly number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('a file that is no license file', () => {
  it.each([
    ['text', 'Лицензия: 7H3KQ', 'outsideRoot'],
    ['another root', '<Licenses><License/></Licenses>', 'unknownRoot'],
    ['a root of that name in a namespace', '<k:licenseFile xmlns:k="urn:k" version="1"/>', 'unknownRoot'],
    ['a page', '<html><body><br></body></html>', 'unknownRoot'],
    ['a ZIP archive', bytes('PK', [3, 4, 20, 0, 8, 0]), 'character'],
    ['a picture', bytes([0x89], 'PNG\r\n'), 'encoding'],
    ['a file without licenses', fileAround(''), 'noLicenses'],
    ['licenses only inside something else', fileAround(`<old>${LICENSE}</old>`), 'noLicenses'],
  ])('is %s', async (_what, file, problem) => {
    expect(await refusalOf(file)).toBe(`FILE_NOT_A_LICENSE ${problem}`);
  });
});

describe('a damaged file', () => {
  it.each([
    ['is empty', '', 'empty'],
    ['holds only a comment', '<?xml version="1.0"?><!-- -->\n', 'cutOff'],
    ['is cut off inside a tag', GOOD.slice(0, GOOD.indexOf('<term') + 3), 'cutOff'],
    ['is cut off between tags', GOOD.slice(0, GOOD.indexOf('<signature')), 'cutOff'],
    ['is cut off inside a character', bytes('<licenseFile version="1" issuedAt="2026-03-01T09:00:00Z">', [0xd0]), 'encoding'],
    ['has text after its root', `${GOOD}x`, 'outsideRoot'],
    ['has a second root', `${GOOD}<licenseFile/>`, 'secondRoot'],
    ['has a tag closed by another', GOOD.replace('</license>', '</licence>'), 'tagMismatch'],
    ['has an attribute twice', GOOD.replace('kind="MAIN"', 'kind="MAIN" kind="CLOUD"'), 'duplicateAttribute'],
    ['has an attribute without quotes', GOOD.replace('"MAIN"', 'MAIN'), 'syntax'],
    ['has an entity that it does not define', GOOD.replace('Магазин', '&shop;'), 'entity'],
    ['has an entity named like a property of objects', GOOD.replace('Магазин', '&constructor;'), 'entity'],
    ['has a control character', GOOD.replace('Магазин', '\u0007'), 'character'],
    ['has a reference to a control character', GOOD.replace('Магазин', '&#7;'), 'entity'],
    ['has a lone surrogate as a reference', GOOD.replace('Магазин', '&#xD83D;'), 'entity'],
    ['has a lone surrogate as bytes', bytes(GOOD.slice(0, 150), [0xed, 0xa0, 0xbd], GOOD.slice(150)), 'encoding'],
    ['has an overlong character', bytes(GOOD.slice(0, 150), [0xc0, 0xbc], GOOD.slice(150)), 'encoding'],
    ['is in UTF-16', Buffer.from(`\uFEFF${GOOD}`, 'utf16le'), 'encoding'],
    ['is in UTF-16, the other way round', Buffer.from(`\uFEFF${GOOD}`, 'utf16le').swap16(), 'encoding'],
    ['says it is in another encoding', GOOD.replace('UTF-8', 'windows-1251'), 'encoding'],
    ['is in another encoding', Buffer.from(GOOD.replace(/[^\0-\u007f]/g, 'ÿ'), 'latin1'), 'encoding'],
    ['is XML 1.1', GOOD.replace('version="1.0"', 'version="1.1"'), 'xmlVersion'],
    ['is XML 1.9', GOOD.replace('version="1.0"', 'version="1.9"'), 'xmlVersion'],
    ['has a DOCTYPE', GOOD.replace('?>\n', '?>\n<!DOCTYPE licenseFile>'), 'doctype'],
    ['has a DOCTYPE inside its root', GOOD.replace('<license ', '<!DOCTYPE x><license '), 'doctype'],
    [
      'has entities that grow',
      GOOD.replace('?>\n', '?>\n<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>').replace('Магазин', '&b;'),
      'doctype',
    ],
    ['reads another file', GOOD.replace('?>\n', '?>\n<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 'doctype'],
    ['has a declaration behind its beginning', ` ${GOOD}`, 'syntax'],
    ['has no time of issue', GOOD.replace('issuedAt', 'issued'), 'issuedAt'],
    ['has a time of issue without an offset', GOOD.replace('09:00:00Z', '09:00:00'), 'issuedAt'],
  ])('%s', async (what, file, problem) => {
    const outcome = what.startsWith('has a declaration') ? 'FILE_NOT_A_LICENSE' : 'FILE_DAMAGED';
    expect(await refusalOf(file)).toBe(`${outcome} ${problem}`);
  });

  it('names line and column of the first error, in characters', async () => {
    const file = GOOD.replace('<term perpetual="true"/>', '\n <!-- 📦📦 --><term &/>');
    expect(await verification(file)).toMatchObject({ detail: { rule: 'xml', line: 4, column: 19, problem: 'syntax' } });
  });

  it('never gives a license that was closed by the wrong tag', async () => {
    const torn = fileAround(`${LICENSE}${LICENSE.replace('</license>', '</licenseFile>')}`);
    expect((await items(chunksOf(torn))).map(({ kind }) => kind)).toEqual(['license', 'fileFailed']);
  });
});

describe('a file of another version', () => {
  it.each([
    ['2', 'version="2"'],
    ['1.0', 'version="1.0"'],
    ['', ''],
    ['9'.repeat(40), `version="${'9'.repeat(400)}"`],
  ])('is told with its version: %s', async (version, attribute) => {
    expect(await refusalOf(fileAround(LICENSE, `<licenseFile ${attribute}>`))).toBe(`FILE_VERSION_UNKNOWN ${version}`);
  });
});

describe('a file that is too much', () => {
  const deep = (levels: number): string => fileAround(`${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}${LICENSE}`);

  it('may be 64 elements deep and no deeper', async () => {
    expect(await refusalOf(deep(63))).toBe('accepted');
    expect(await refusalOf(deep(64))).toBe('FILE_DAMAGED depth');
  });

  it('is refused for its depth however deep it goes on', async () => {
    expect(await refusalOf(deep(100_000))).toBe('FILE_DAMAGED depth');
  });

  const LIMIT = String(DEFAULT_LIMITS.elementLength);
  const long = 'x'.repeat(DEFAULT_LIMITS.elementLength);
  it.each([
    ['an attribute', LICENSE.replace('Магазин', long)],
    ['a name', `<${long}/>`],
    ['a text', `<note>${long}</note>`],
    ['white space between licenses', `${LICENSE}${' '.repeat(long.length)} ${LICENSE}`],
    ['a comment', `<!--${long}-->`],
    ['a comment that never ends', `<!--${long}`],
    ['an instruction', `<?${long}?>`],
    ['character data', `<![CDATA[${long}]]>`],
    ['a reference', `&${long};`],
    ['many attributes', `<license ${Array.from({ length: 20_000 }, (_, index) => `a${String(index)}=""`).join(' ')}/>`],
    ['many children', `<license>${'<a/>'.repeat(20_000)}</license>`],
    ['many errors behind the limit', `<note>${long}${'&;'.repeat(100_000)}</note>`],
  ])('is refused for the length of %s', async (_what, content) => {
    for (const chunk of [64, 100_000_000]) {
      const found = await items(chunksOf(fileAround(content), chunk));
      expect(found.at(-1)).toEqual({
        kind: 'fileFailed',
        outcome: 'FILE_TOO_LARGE',
        detail: { rule: 'limit', limit: DEFAULT_LIMITS.elementLength },
      });
    }
  });

  it('is refused for a long DOCTYPE or comment before its root', async () => {
    expect(await refusalOf(`<!DOCTYPE l [<!ENTITY a "${long}">]>${GOOD}`)).toBe(`FILE_TOO_LARGE ${LIMIT}`);
    expect(await refusalOf(`<!--${long}-->${GOOD}`)).toBe(`FILE_TOO_LARGE ${LIMIT}`);
  });

  it('counts one license, not all of them together', async () => {
    const file = await signedFile(Array.from({ length: 500 }, (_, index) => mainLicense(index)));
    expect(file.length).toBeGreaterThan(DEFAULT_LIMITS.elementLength);
    expect(await refusalOf(file)).toBe('accepted');
  });

  it('may be as long as the limit says, and not one byte longer', async () => {
    const { length } = Buffer.from(GOOD);
    expect(await refusalOf(GOOD, { ...DEFAULT_LIMITS, fileBytes: length })).toBe('accepted');
    expect(await refusalOf(GOOD, { ...DEFAULT_LIMITS, fileBytes: length - 1 })).toBe(`FILE_TOO_LARGE ${String(length - 1)}`);
  });

  it('stops reading an endless source at the limit', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('<licenseFile version="1" issuedAt="2026-03-01T09:00:00Z">');
      for (;;) yield Buffer.from('<!-- -->\n');
    }
    expect(await items(endless(), { ...DEFAULT_LIMITS, fileBytes: 10_000 })).toEqual([
      { kind: 'fileFailed', outcome: 'FILE_TOO_LARGE', detail: { rule: 'limit', limit: 10_000 } },
    ]);
  });
});
