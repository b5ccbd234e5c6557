import { formatCode, readActivationCode } from '../../src/domain/activation-code.js';
import type { LicenseFileItem } from '../../src/license-files/license-in-file.js';
import { readSignedLicenses } from '../../src/license-files/reader.js';
import {
  chunksOf,
  codeNumber,
  fileAround,
  items,
  keys,
  LICENSE,
  mainLicense,
  signedFile,
  twoChunks,
  verification,
} from './support.js';

const one = async (license: string): Promise<LicenseFileItem | undefined> => (await items(chunksOf(fileAround(license))))[0];

const licenseWith = (attributes: string, children = '<term perpetual="true"/>'): string =>
  `<license code="${codeNumber(5)}" ${attributes}>${children}</license>`;

const READABLE = 'kind="MAIN" product="Магазин 15"';

/** The field that a single license is refused for. */
async function wrongField(license: string): Promise<unknown> {
  const item = await one(license);
  return item?.kind === 'bad' && item.detail.rule === 'field' ? item.detail.field : item;
}

describe('reading a license file', () => {
  it('gives what the file says of a license', async () => {
    const file = fileAround(
      `<license code="${formatCode(codeNumber(9))}" kind="MAIN" product="Магазин 15" level="Базовая" configuration="1С:Розница 2.3" sku="MS-15-B">
        <term perpetual="true"/><updates until="2027-03-01T03:00:00+03:00"/>
        <device code="A1B2C3D4"/><database id="13BEE4FB-3A09-4DC4-A8A7-33F475627615"/>
      </license>`,
    );
    expect(await items(chunksOf(file))).toEqual([
      { kind: 'license', number: 1, license: { ...mainLicense(9), deviceCode: 'A1B2C3D4' } },
    ]);
  });

  it('leaves optional things null', async () => {
    expect(await one(licenseWith(READABLE))).toMatchObject({
      license: {
        product: { name: 'Магазин 15', level: null, configuration: null, sku: null },
        demo: false,
        updates: null,
        deviceCode: null,
        databaseGuid: null,
      },
    });
  });

  it('takes a code as people type it', async () => {
    const typed = formatCode(codeNumber(5)).toLowerCase().replace(/0/g, 'О').replace(/-/g, ' ');
    expect(readActivationCode(typed).ok).toBe(true);
    expect(await one(LICENSE.replace(codeNumber(77), typed))).toMatchObject({
      kind: 'license',
      license: { code: codeNumber(5) },
    });
  });

  it('knows a demo license with a term, and clocks that start at the first activation', async () => {
    const demo = licenseWith(`${READABLE} demo="true"`, '<term from="2026-03-01T00:00:00Z" until="2026-04-01T00:00:00Z"/>');
    expect(await one(demo)).toMatchObject({
      license: { demo: true, term: { perpetual: false, from: '2026-03-01T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z' } },
    });
    const waiting = licenseWith(READABLE, '<term perpetual="true"/><updates months="12"/>');
    expect(await one(waiting)).toMatchObject({ license: { updates: { months: 12 } } });
    const cloud = licenseWith('kind="CLOUD" product="Склад 15"', '<term months="3"/>');
    expect(await one(cloud)).toMatchObject({ license: { kind: 'CLOUD', term: { perpetual: false, months: 3 } } });
  });

  it('keeps out what it does not know', async () => {
    const strange = `<future><license code="x"/></future><!-- <license/> --><?hint?><![CDATA[<license/>]]>
      <license code="${codeNumber(5)}" kind="MAIN" product="Магазин 15" colour="red" __proto__="x">
        <future><term perpetual="false"/></future><term perpetual="true" soft="yes"/>text
      </license>`;
    expect(await items(chunksOf(fileAround(strange)))).toMatchObject([
      { kind: 'license', number: 1, license: { term: { perpetual: true } } },
    ]);
  });

  it('reads a file whose root stands behind a byte order mark, comments and an instruction', async () => {
    const bytes = Buffer.from(`\uFEFF${fileAround(LICENSE).replace('?>\n', '?>\n<!-- из 1С --><?pi x?>\n')}`);
    expect(await items(chunksOf(bytes))).toMatchObject([{ kind: 'license' }]);
  });

  it('gives the same items wherever the file is cut into chunks', async () => {
    const file = await signedFile([mainLicense(1), { ...mainLicense(2), deviceCode: '📦 Ёлка\r\n&<"' }]);
    const whole = await items(chunksOf(file, file.length));
    expect(whole.map(({ kind }) => kind)).toEqual(['license', 'license']);
    for (let at = 0; at <= file.length; at++) expect(await items(twoChunks(file, at))).toEqual(whole);
    expect(await items(chunksOf(file, 1))).toEqual(whole);
  });

  it('says the same of a damaged file wherever it is cut into chunks', async () => {
    const good = fileAround(`${LICENSE}\r\n${LICENSE}`);
    const damaged = [
      good.replace('<term perpetual="true"/></license>\r', '<term perpetual="true"/></licence>\r'),
      good.replace('</licenseFile>\n', '</licenseFile>\n\n  хвост <a/>'),
      `текст${good}`,
      good.slice(0, good.lastIndexOf('<license ') + 20),
      good.replace('Магазин', '&Магазин;'),
    ].map((text) => Buffer.from(text));
    damaged.push(Buffer.concat([Buffer.from(good).subarray(0, 200), Buffer.from([0xc3, 0x28]), Buffer.from('&;')]));
    for (const file of damaged) {
      const whole = await items(chunksOf(file, file.length));
      expect(whole.at(-1)?.kind).toBe('fileFailed');
      for (let at = 1; at < file.length; at++) expect(await items(twoChunks(file, at))).toEqual(whole);
      expect(await items(chunksOf(file, 1))).toEqual(whole);
    }
  });

  it('reads 10,000 licenses, and says of the bad 5,000th which one it is and why', async () => {
    const good = Array.from({ length: 10_000 }, (_, index) => mainLicense(index));
    const text = (await signedFile(good)).toString();
    const code = formatCode(codeNumber(4_999));
    const broken = code.slice(0, 16) + (code[16] === 'A' ? 'B' : 'A') + code.slice(17);
    const found = await items(chunksOf(text.replace(code, broken), 64 * 1024));
    expect(found).toHaveLength(10_000);
    expect(found[4_999]).toEqual({
      kind: 'bad',
      number: 5_000,
      outcome: 'CODE_MISTYPED',
      detail: { rule: 'codeGroup', group: 3 },
      lastGroup: code.slice(-5),
    });
    const others = found.filter(({ kind }) => kind === 'license');
    expect(others).toEqual(
      good.flatMap((license, index) => (index === 4_999 ? [] : [{ kind: 'license', number: index + 1, license }])),
    );
  });

  it('reads on behind a bad license', async () => {
    const found = await items(chunksOf(fileAround(`${LICENSE}\n<license/>\n${LICENSE}`)));
    expect(found.map(({ kind }) => kind)).toEqual(['license', 'bad', 'license']);
  });

  it('names the line and column of the element that is wrong', async () => {
    const file = fileAround(`${LICENSE}\n  ${licenseWith(READABLE, '<term perpetual="maybe"/>')}\n`);
    const column = file.split('\n')[3]?.indexOf('<term') ?? 0;
    expect((await items(chunksOf(file)))[1]).toMatchObject({
      kind: 'bad',
      number: 2,
      outcome: 'FILE_DAMAGED',
      detail: { rule: 'field', field: 'term.perpetual', line: 4, column: column + 1 },
      lastGroup: codeNumber(5).slice(-5),
    });
  });

  it('tells a code that is none from one with a wrong letter', async () => {
    expect(await one(LICENSE.replace(codeNumber(77), '123'))).toMatchObject({
      outcome: 'CODE_MISTYPED',
      detail: { rule: 'codeShape' },
      lastGroup: '123',
    });
  });

  it.each([
    ['code', '<license kind="MAIN" product="a"><term perpetual="true"/></license>'],
    ['code', LICENSE.replace(codeNumber(77), 'A'.repeat(201))],
    ['kind', licenseWith('product="a"')],
    ['kind', licenseWith('kind="main" product="a"')],
    ['product', licenseWith('kind="MAIN"')],
    ['product', licenseWith('kind="MAIN" product=" "')],
    ['product', licenseWith(`kind="MAIN" product="${'я'.repeat(201)}"`)],
    ['level', licenseWith(`${READABLE} level="${'я'.repeat(201)}"`)],
    ['configuration', licenseWith(`${READABLE} configuration="${'я'.repeat(201)}"`)],
    ['sku', licenseWith(`${READABLE} sku="${'я'.repeat(201)}"`)],
    ['demo', licenseWith(`${READABLE} demo="yes"`)],
    ['term', licenseWith(READABLE, '')],
    ['term', licenseWith(READABLE, '<term/>')],
    ['term', licenseWith(READABLE, '<term perpetual="true"/><term perpetual="true"/>')],
    ['term', licenseWith(READABLE, '<term perpetual="true" until="2027-03-01T00:00:00Z"/>')],
    ['term.perpetual', licenseWith('kind="CLOUD" product="a"', '<term perpetual="true"/>')],
    ['term.from', licenseWith(READABLE, '<term until="2027-03-01T00:00:00Z"/>')],
    ['term.from', licenseWith(READABLE, '<term from="2026-03-01" until="2027-03-01T00:00:00Z"/>')],
    ['term.until', licenseWith(READABLE, '<term from="2026-03-01T00:00:00Z" until="2026-02-30T00:00:00Z"/>')],
    ['term.until', licenseWith(READABLE, '<term from="2026-03-01T00:00:00Z" until="2026-03-01T00:00:00Z"/>')],
    ['term.until', licenseWith(READABLE, '<term from="2026-03-01T00:00:00Z" until="9999-12-31T23:59:59-14:00"/>')],
    ['term.months', licenseWith(READABLE, '<term months="0"/>')],
    ['term.months', licenseWith(READABLE, '<term months="1e3"/>')],
    ['updates', licenseWith(READABLE, '<term perpetual="true"/><updates/>')],
    ['updates', licenseWith('kind="CLOUD" product="a"', '<term months="1"/><updates months="1"/>')],
    ['updates.until', licenseWith(READABLE, '<term perpetual="true"/><updates until="soon"/>')],
    ['updates.months', licenseWith(READABLE, '<term perpetual="true"/><updates months="1201"/>')],
    ['device.code', licenseWith(READABLE, '<term perpetual="true"/><device/>')],
    ['database.id', licenseWith(READABLE, '<term perpetual="true"/><database id="13bee4fb"/>')],
  ])('refuses a license for its %s (case %#)', async (field, license) => {
    expect(await wrongField(license)).toBe(field);
  });

  it('drops white space at the ends of texts and composes their letters, as the API does', async () => {
    const decomposed = 'Магазин 15 для ёлок и йода'.normalize('NFD');
    expect(await one(licenseWith(`kind="MAIN" product="  ${decomposed} " level=" "`))).toMatchObject({
      license: { product: { name: decomposed.normalize('NFC'), level: null } },
    });
  });

  it('gives no license of a file whose signature is wrong, and all of one whose signature is right', async () => {
    const file = await signedFile([mainLicense(1), mainLicense(2)]);
    const kinds = async (bytes: Uint8Array): Promise<string[]> => {
      const found: string[] = [];
      for await (const item of readSignedLicenses(() => chunksOf(bytes), keys)) found.push(item.kind);
      return found;
    };
    expect(await kinds(file)).toEqual(['license', 'license']);
    expect(await kinds(Buffer.from(file.toString().replace('Базовая', 'Минимум')))).toEqual(['fileFailed']);
  });

  it('counts good and bad licenses alike when it verifies', async () => {
    expect(await verification(fileAround(`${LICENSE}<license/>${LICENSE}`))).toEqual({
      ok: true,
      keyName: 'vendor-2026',
      issuedAt: '2026-03-01T09:00:00.000Z',
      licenses: 3,
    });
  });

  it('stops asking the source after the first error', async () => {
    let asked = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for (const chunk of ['<licenseFile version="2">', '<a/>', '</licenseFile>']) {
        asked++;
        yield Buffer.from(chunk);
      }
    }
    expect((await items(source())).map(({ kind }) => kind)).toEqual(['fileFailed']);
    expect(asked).toBe(1);
  });

  it('passes on an error of the source itself', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('<licenseFile');
      throw new Error('disk gone');
    }
    await expect(items(source())).rejects.toThrow('disk gone');
  });
});
