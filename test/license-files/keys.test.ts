import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatLicenseFileKey, parseLicenseFileKeys } from '../../src/license-files/keys.js';
import { verifyLicenseFile } from '../../src/license-files/verify.js';
import { chunksOf, KEY_NAME, keys, mainLicense, signedFile } from './support.js';

const publicKey = () => generateKeyPairSync('ed25519').publicKey;

/** Of a reading that must fail. */
function problemOf(text: string): string {
  const reading = parseLicenseFileKeys(text);
  return reading.ok ? `keys: ${[...reading.keys.keys()].join()}` : reading.problem;
}

describe('KABINET_LICENSE_FILE_KEYS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kabinet keys '));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (text: string): string => {
    const path = join(folder, 'keys.txt');
    writeFileSync(path, text);
    return path;
  };

  it('gives the keys that verify what their private halves signed', async () => {
    const [own] = [...keys.values()];
    if (!own) throw new Error('no key');
    const reading = parseLicenseFileKeys(formatLicenseFileKey(KEY_NAME, own));
    const signed = await signedFile([mainLicense(1)]);
    expect(reading.ok && (await verifyLicenseFile(() => chunksOf(signed), reading.keys))).toMatchObject({
      ok: true,
      keyName: KEY_NAME,
    });
  });

  it('takes several pairs with commas and spaces between them', () => {
    const pairs = ['vendor-2025', 'vendor-2026'].map((name) => formatLicenseFileKey(name, publicKey()));
    const reading = parseLicenseFileKeys(` ${pairs.join(' , ')},`);
    expect(reading.ok && [...reading.keys.keys()]).toEqual(['vendor-2025', 'vendor-2026']);
  });

  it('takes the path of a file with one pair a line, and remarks', () => {
    const path = file(
      `# ours\r\n${formatLicenseFileKey('a', publicKey())}\r\n\n  # theirs\n${formatLicenseFileKey('b', publicKey())}\n`,
    );
    const reading = parseLicenseFileKeys(path);
    expect(reading.ok && [...reading.keys.keys()]).toEqual(['a', 'b']);
  });

  it('takes base64 that begins with a slash for no path', () => {
    const key = '/NufesXegXXJlriP8hjJZdqeJroNzt2/BGaxshq1h3w=';
    expect(problemOf(`test:${key}`)).toBe('keys: test');
    expect(problemOf(`a:${key}`)).toBe('keys: a');
  });

  it('takes base64 with or without its padding', () => {
    expect(problemOf(formatLicenseFileKey('a', publicKey()).replace('=', ''))).toBe('keys: a');
  });

  it('names the entry that is wrong, and why', () => {
    const good = formatLicenseFileKey('a', publicKey());
    expect(problemOf(`${good},${good}`)).toMatch('entry 2 names the key a a second time');
    expect(problemOf(`${good},b`)).toMatch('entry 2 is not a pair');
    expect(problemOf(`b c:${good}`)).toMatch('entry 1 is not a pair');
    expect(problemOf('b c,d')).toMatch(/^entry 1 is not a pair `name:base64`; expected `name:base64` with commas/);
    expect(problemOf('a:not base64!')).toMatch('entry 1 (a): what follows the colon is not base64');
    expect(problemOf(`a:${Buffer.alloc(31).toString('base64')}`)).toMatch('a public key has 32 bytes, this one 31');
    expect(problemOf(file(`# x\n${good}\nb:AAAA`))).toMatch(/^line 3 of .*keys\.txt \(b\): a public key has 32 bytes/);
  });

  it('names the file that is not there', () => {
    expect(problemOf('/nope')).toMatch(
      /^there is no file \/nope; expected `name:base64` with commas between several, or the path of a file/,
    );
    expect(problemOf('./no/such/keys.txt')).toMatch('there is no file ./no/such/keys.txt');
    expect(problemOf('C:\\no\\keys.txt')).toMatch('there is no file C:\\no\\keys.txt');
  });

  it('is refused where it names no key', () => {
    expect(problemOf('  ')).toMatch('empty');
    expect(problemOf(',')).toMatch('no key');
    expect(problemOf(file('# nothing yet\n'))).toMatch('no key');
  });

  it.each(['00'.repeat(32), `${'00'.repeat(31)}80`, `ec${'ff'.repeat(31)}`])(
    'refuses a key under which anybody can sign: %s',
    (hex) => {
      expect(problemOf(`a:${Buffer.from(hex, 'hex').toString('base64')}`)).toMatch('anybody can sign');
    },
  );

  it('writes down public Ed25519 keys only', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => formatLicenseFileKey('a', privateKey)).toThrow(RangeError);
    expect(() => formatLicenseFileKey('a', generateKeyPairSync('x25519').publicKey)).toThrow(RangeError);
    expect(() => formatLicenseFileKey('a b', publicKey())).toThrow(RangeError);
  });
});
