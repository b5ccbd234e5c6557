import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeFromFreeLetters } from '../../src/domain/activation-code.js';
import { addCodeKey } from '../../src/keys/code-key-files.js';
import { KeyDamaged, KeyMissing } from '../../src/keys/errors.js';
import { createKeyFile } from '../../src/keys/key-files.js';
import { openKeys } from '../../src/keys/keys.js';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kabinet-keys-'));
  folder = join(parent, 'keys');
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

const code = codeFromFreeLetters(Array.from({ length: 20 }, (_, index) => index));
const otherCode = codeFromFreeLetters(Array.from({ length: 20 }, (_, index) => 31 - index));
const open = (mayCreate = true): ReturnType<typeof openKeys> => openKeys(folder, { mayCreate });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Without what SQLite keeps beside an open file, and the names of those that have them open. */
const keyFiles = (): readonly string[] =>
  readdirSync(folder)
    .filter((name) => !/-(?:wal|shm)$|^readers$/.test(name))
    .sort();
const codeKeyFile = (): string => join(folder, keyFiles().find((name) => name.startsWith('code-')) ?? 'none');

describe('the keys folder', () => {
  it('is made for its owner alone, and so are its files', () => {
    const keys = open();
    keys.tokenSigning();
    keys.licenseFileSigning();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(keyFiles()).toHaveLength(5);
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      expect(statSync(join(entry.parentPath, entry.name)).mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600);
  });

  it('is not touched when it is opened again: ids and codes stay what they were', () => {
    const first = open();
    const before = keyFiles().map((name) => readFileSync(join(folder, name), 'utf8'));
    const again = open(false);
    expect(keyFiles().map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(before);
    expect(hex(again.lookUp.hash('license', code))).toBe(hex(first.lookUp.hash('license', code)));
    expect(again.codes.open(first.codes.seal(code))).toBe(code);
  });

  it('serves from a read-only folder', () => {
    const hash = hex(open().lookUp.hash('a'));
    chmodSync(folder, 0o500);
    expect(hex(open(false).lookUp.hash('a'))).toBe(hash);
    chmodSync(folder, 0o700);
  });

  it('is never made anew beside a log: the message names the file and what to do', () => {
    expect(() => open(false)).toThrow(KeyMissing);
    expect(() => open(false)).toThrow(/look-up\.key.*Restore the keys folder/s);
    expect(() => statSync(folder)).toThrow();
  });

  it('without its code keys is refused beside a log', () => {
    open();
    rmSync(codeKeyFile());
    expect(() => open(false)).toThrow(/no code key/);
  });

  it('with a look-up key cut short is refused, also where keys may be made', () => {
    open();
    writeFileSync(join(folder, 'look-up.key'), 'abc\n');
    expect(() => open()).toThrow(KeyDamaged);
  });

  it('with a code key under the name of another is refused', () => {
    open();
    writeFileSync(codeKeyFile(), `${'00'.repeat(32)}\n`);
    expect(() => open()).toThrow(KeyDamaged);
  });

  it('keeps the key of whoever came first where two make the same one', () => {
    const path = join(folder, 'a.key');
    expect(createKeyFile(path, 'first\n')).toBe('first\n');
    expect(createKeyFile(path, 'second\n')).toBe('first\n');
    expect(keyFiles()).toEqual(['a.key']);
  });

  it('gives each installation keys of its own', () => {
    const other = openKeys(join(parent, 'other'), { mayCreate: true });
    expect(hex(other.lookUp.hash('license', code))).not.toBe(hex(open().lookUp.hash('license', code)));
    expect(other.tokenSigning().keyId).not.toBe(open().tokenSigning().keyId);
  });

  it('keeps its signing keys, each for its own use', () => {
    const keys = open();
    expect(open(false).tokenSigning().keyId).toBe(keys.tokenSigning().keyId);
    expect(open(false).licenseFileSigning().keyId).toBe(keys.licenseFileSigning().keyId);
    expect(keys.tokenSigning().publicKey.equals(keys.licenseFileSigning().publicKey)).toBe(false);
  });
});

describe('the look-up key', () => {
  it.each([
    ['parts moved across their border', ['a', 'bc'], ['ab', 'c']],
    ['an empty part more', ['a'], ['a', '']],
    ['another purpose', ['license', 'x'], ['device', 'x']],
    ['lone surrogates', ['a', '\ud800'], ['a', '\ud801']],
  ] as const)('hashes %s to something else', (_what, [purpose, ...parts], [otherPurpose, ...otherParts]) => {
    const { lookUp } = open();
    expect(hex(lookUp.hash(purpose, ...parts))).not.toBe(hex(lookUp.hash(otherPurpose, ...otherParts)));
  });
});

describe('code keys', () => {
  it('seal a code to the same text each time, so that a retried issue appends the same bytes', () => {
    expect(open().codes.seal(code)).toEqual(open().codes.seal(code));
  });

  it('seal two codes to texts without a common part', () => {
    const { codes } = open();
    expect(codes.seal(code).sealed.slice(0, 16)).not.toBe(codes.seal(otherCode).sealed.slice(0, 16));
  });

  it('do not show the code in what they seal', () => {
    const { sealed } = open().codes.seal(code);
    expect(Buffer.from(sealed, 'base64').includes(code)).toBe(false);
  });

  it('open what an older key sealed, and seal with the newest', () => {
    const before = open().codes.seal(code);
    const added = addCodeKey(folder);
    const { codes } = open(false);
    expect(codes.open(before)).toBe(code);
    expect(codes.seal(code).keyId).toBe(added.id);
    expect(added.id).not.toBe(before.keyId);
  });

  it('refuse a text that was changed, cut, or moved under another key', () => {
    const { codes } = open();
    const { keyId, sealed } = codes.seal(code);
    const changed = Buffer.from(sealed, 'base64');
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    expect(() => codes.open({ keyId, sealed: changed.toString('base64') })).toThrow(KeyDamaged);
    expect(() => codes.open({ keyId, sealed: sealed.slice(0, 20) })).toThrow(KeyDamaged);
    const added = addCodeKey(folder);
    expect(() => open().codes.open({ keyId: added.id, sealed })).toThrow(KeyDamaged);
  });

  it('name the key that is missing', () => {
    const { codes } = open();
    expect(() => codes.open({ ...codes.seal(code), keyId: 'code-0009-00000000' })).toThrow(/code-0009-00000000/);
  });
});
