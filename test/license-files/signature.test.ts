import { generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { verifyLicenseFile } from '../../src/license-files/verify.js';
import {
  chunksOf,
  fileAround,
  items,
  keys,
  LICENSE,
  mainLicense,
  refusalOf,
  signatureOver,
  signedFile,
  verification,
} from './support.js';

const ROOT = '<licenseFile version="1" issuedAt="2026-03-01T09:00:00Z">';
const GOOD = fileAround(LICENSE);
const SIGNATURE = /<signature[^]*<\/signature>/.exec(GOOD)?.[0] ?? '';

describe('the signature of a license file', () => {
  it('is accepted over exactly the bytes before it', async () => {
    expect(await refusalOf(GOOD)).toBe('accepted');
  });

  it('is found wherever the file is cut into chunks', async () => {
    const file = Buffer.from(fileAround(`${LICENSE}\r\n<!-- 📦 -->\r`).replace('<signature ', '<signature\r\n'));
    for (let size = 1; size < 200; size++) {
      expect(await verifyLicenseFile(() => chunksOf(file, size), keys)).toMatchObject({ ok: true });
    }
  });

  it('is accepted in a file that begins with a byte order mark, if that was signed too', async () => {
    const before = `\uFEFF${ROOT}${LICENSE}`;
    expect(await refusalOf(`${before}${signatureOver(before)}</licenseFile>`)).toBe('accepted');
    expect(await refusalOf(`\uFEFF${GOOD}`)).toBe('FILE_SIGNATURE_WRONG byteOrderMark');
    expect(await refusalOf(`\uFEFF${GOOD.replace('Z">', 'Z" >')}`)).toBe('FILE_SIGNATURE_WRONG signatureMismatch');
  });

  it('fails after any single byte before it was changed', async () => {
    const file = Buffer.from(GOOD);
    const signedBytes = file.indexOf('<signature');
    await fc.assert(
      fc.asyncProperty(fc.nat(signedBytes - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(file);
        changed[at] = (changed[at] ?? 0) ^ change;
        expect((await verification(changed)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('fails after something was put in or taken out before it', async () => {
    expect(await refusalOf(GOOD.replace('<signature', `${LICENSE}<signature`))).toBe('FILE_SIGNATURE_WRONG signatureMismatch');
    expect(await refusalOf(GOOD.replace('<signature', ' <signature'))).toBe('FILE_SIGNATURE_WRONG signatureMismatch');
    expect(await refusalOf(GOOD.replaceAll('\n', '\r\n'))).toBe('FILE_SIGNATURE_WRONG signatureMismatch');
  });

  it('is missing', async () => {
    expect(await refusalOf(GOOD.replace(SIGNATURE, ''))).toBe('FILE_SIGNATURE_MISSING');
    expect((await items(chunksOf(GOOD.replace(SIGNATURE, '')))).at(-1)).toEqual({
      kind: 'fileFailed',
      outcome: 'FILE_SIGNATURE_MISSING',
      detail: null,
    });
  });

  it.each([
    ['a comment', `<!-- ${SIGNATURE} -->`],
    ['character data', `<![CDATA[${SIGNATURE}]]>`],
    ['an attribute', `<note text="${SIGNATURE.replace(/[<>"]/g, (letter) => `&#${String(letter.charCodeAt(0))};`)}"/>`],
    ['an instruction', `<?note ${SIGNATURE}?>`],
  ])('is missing where it only stands in %s', async (_where, fake) => {
    expect(await refusalOf(`${ROOT}${LICENSE}${fake}</licenseFile>`)).toBe('FILE_SIGNATURE_MISSING');
  });

  it.each([
    ['a comment', '<!-- <signature algorithm="Ed25519"> -->'],
    ['character data', '<note><![CDATA[<signature>]]></note>'],
    ['an instruction', '<?note <signature ?>'],
  ])('is found behind text like it in %s before it', async (_where, text) => {
    expect(await refusalOf(fileAround(`${LICENSE}${text}`))).toBe('accepted');
  });

  it('is found before text like it in a comment after it', async () => {
    expect(await refusalOf(GOOD.replace('\n</licenseFile>', ' <!-- <signature> -->\n</licenseFile>\n<!-- <signature> -->'))).toBe(
      'accepted',
    );
  });

  it('must be by a key that is trusted', async () => {
    const before = `${ROOT}${LICENSE}`;
    const stranger = `${before}${signatureOver(before, 'stranger')}</licenseFile>`;
    expect(await refusalOf(stranger)).toBe('FILE_SIGNATURE_WRONG stranger');
    const others = new Map([['vendor-2026', generateKeyPairSync('ed25519').publicKey]]);
    expect(await verifyLicenseFile(() => chunksOf(GOOD), others)).toMatchObject({
      ok: false,
      outcome: 'FILE_SIGNATURE_WRONG',
      detail: { problem: 'signatureMismatch' },
    });
  });

  it('names the place of a signature that does not match', async () => {
    const file = GOOD.replace('Магазин', 'Магазим');
    expect(await verification(file)).toMatchObject({ detail: { rule: 'xml', line: 3, column: LICENSE.length + 1 } });
  });

  const swapped = (from: string | RegExp, to: string): string => GOOD.replace(from, to);
  it.each([
    ['stands twice', 'signatureTwice', swapped(SIGNATURE, `${SIGNATURE}${SIGNATURE}`)],
    ['is followed by a license', 'signatureNotLast', swapped(SIGNATURE, `${SIGNATURE}${LICENSE}`)],
    ['is followed by any element', 'signatureNotLast', swapped(SIGNATURE, `${SIGNATURE}<note/>`)],
    ['is followed by text', 'signatureNotLast', swapped(SIGNATURE, `${SIGNATURE}text`)],
    ['is followed by character data', 'signatureNotLast', swapped(SIGNATURE, `${SIGNATURE}<![CDATA[<license/>]]>`)],
    ['is followed by an instruction', 'signatureNotLast', swapped(SIGNATURE, `${SIGNATURE}<?license?>`)],
    ['is followed by an instruction behind the root', 'signatureNotLast', `${GOOD}<?license?>`],
    ['stands in a license', 'signatureNested', swapped('</license>', `${SIGNATURE}</license>`)],
    ['stands in an unknown element', 'signatureNested', swapped(SIGNATURE, `<note>${SIGNATURE}</note>`)],
    ['holds a license', 'signatureNotText', swapped('</signature>', `${LICENSE}</signature>`)],
    ['holds an instruction', 'signatureNotText', swapped('</signature>', '<?x?></signature>')],
    ['names no algorithm', 'signature.algorithm', swapped(' algorithm="Ed25519"', '')],
    ['names another algorithm', 'signature.algorithm', swapped('"Ed25519"', '"none"')],
    ['names no key', 'signature.key', swapped(' key="vendor-2026"', '')],
    ['names a key as no key is named', 'signature.key', swapped('"vendor-2026"', '"../vendor"')],
    ['is empty', 'signature', swapped(/>[^<]*<\/signature>/, '></signature>')],
    ['is too short', 'signature', swapped(/>[^<]*<\/signature>/, '>AAAA</signature>')],
    ['is no base64', 'signature', swapped('</signature>', '!</signature>')],
  ])('is refused where it %s', async (_what, problem, file) => {
    expect(await refusalOf(file)).toBe(`FILE_SIGNATURE_WRONG ${problem}`);
  });

  it('may be broken into lines', async () => {
    expect(await refusalOf(GOOD.replace(/>([^<]{40})([^<]*)<\/signature>/, '>\n  $1\n  $2\n</signature>'))).toBe('accepted');
  });

  it('fails where the file is another one when its bytes are read again', async () => {
    const other = Buffer.from(GOOD.replace('Магазин', 'Магазим'));
    const opened: Buffer[] = [Buffer.from(GOOD), other];
    const result = await verifyLicenseFile(() => chunksOf(opened.shift() ?? ''), keys);
    expect(result).toMatchObject({ ok: false, detail: { problem: 'signatureMismatch' } });
  });

  it('survives no cut, doubling or swap of parts of the file', async () => {
    const file = await signedFile([mainLicense(1), mainLicense(2)]);
    const signed = file.subarray(0, file.indexOf('<signature'));
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length), fc.nat(file.length), fc.nat(file.length), async (a, b, c) => {
        const [first = 0, second = 0, third = 0] = [a, b, c].sort((left, right) => left - right);
        const mixed = Buffer.concat([
          file.subarray(0, first),
          file.subarray(second, third),
          file.subarray(first, second),
          file.subarray(third),
        ]);
        const result = await verification(mixed);
        if (result.ok) expect(mixed.subarray(0, signed.length).equals(signed)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
