import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyDamaged } from '../../src/keys/errors.js';
import { openLogKeys } from '../../src/keys/log-keys.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kabinet-log-keys-'));
  file = join(folder, 'keys', 'log.pem');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function pair(): { readonly secret: string; readonly open: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = { format: 'pem' } as const;
  return {
    secret: privateKey.export({ ...pem, type: 'pkcs8' }).toString(),
    open: publicKey.export({ ...pem, type: 'spki' }).toString(),
  };
}
const written = (text: string): string => {
  const path = join(folder, 'given.pem');
  writeFileSync(path, text);
  return path;
};
const textOf = (keys: ReturnType<typeof openLogKeys>['trusted']): string[] =>
  keys.map((key) => key.export({ type: 'spki', format: 'pem' }).toString());

describe('the file of the log key', () => {
  it('is made where it is missing, for its owner alone, and is the same one afterwards', () => {
    const first = openLogKeys(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(textOf(openLogKeys(file).trusted)).toEqual(textOf(first.trusted));
    expect(first.signing).toHaveLength(1);
  });

  it('may hold two keys that sign, while they change, and public ones that only are believed', () => {
    const [old, next, lost] = [pair(), pair(), pair()];
    const keys = openLogKeys(written(`${old.secret}${next.secret}\n${lost.open}`));
    expect(keys.signing).toHaveLength(2);
    expect(textOf(keys.trusted)).toEqual([old.open, next.open, lost.open]);
  });

  it.each([
    ['nothing', () => ''],
    ['no private key', () => pair().open],
    ['something else beside a key', () => `${pair().secret}secret`],
    ['half a key', () => pair().secret.slice(0, 60)],
    ['letters that are no key', () => '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
    [
      'a key of another kind',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
  ])('is refused with %s', (_, text) => {
    expect(() => openLogKeys(written(text()))).toThrow(KeyDamaged);
  });
});
