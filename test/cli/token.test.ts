import { join } from 'node:path';
import { createTokenVerifier } from '../../src/auth/tokens.js';
import { openKeys } from '../../src/keys/keys.js';
import { folders, kabinet, linesOf } from './kabinet.js';

const { make, removeAll } = folders();
afterAll(removeAll);

const verifierOf = (dataDir: string) => {
  const { keyId, publicKey } = openKeys(join(dataDir, 'keys'), { mayCreate: false }).tokenSigning();
  return createTokenVerifier({ issuer: 'kabinet', audience: 'kabinet', keys: { kind: 'own', keyId, publicKey } });
};

describe('kabinet token', () => {
  it('prints, alone on its last line, a token that the server of this folder accepts', async () => {
    const dataDir = make();
    const options = ['--account', 'acc_a', '--account', 'acc_b', '--name', 'Ирина', '--locale', 'en', '--subject', 'irina'];
    const { code, stdout } = await kabinet(['token', '--role', 'OWNER', ...options], { dataDir });
    const verified = await verifierOf(dataDir).verify(linesOf(stdout).at(-1) ?? '');
    expect(code).toBe(0);
    expect(verified).toMatchObject({
      viewer: { id: 'irina', name: 'Ирина', role: 'OWNER', locale: 'en', accounts: ['acc_a', 'acc_b'] },
    });
  });

  it('reaches every account for SUPPORT without --account', async () => {
    const dataDir = make();
    const { stdout } = await kabinet(['token', '--role', 'SUPPORT'], { dataDir });
    expect(await verifierOf(dataDir).verify(stdout.trim())).toMatchObject({ viewer: { accounts: 'all' } });
  });

  it.each([
    [['--role', 'OWNER'], 'account'],
    [['--role', 'GATEWAY', '--account', 'acc_a'], 'database'],
    [['--role', 'OWNER', '--account', 'nonsense'], 'account'],
    [['--role', 'OWNER', '--account', 'acc_a', '--days', '9999'], '365'],
  ])('refuses %j with exit code 2 and says what is missing', async (args, said) => {
    const { code, stdout, stderr } = await kabinet(['token', ...args], { dataDir: make() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });

  it('makes none where somebody else issues the tokens', async () => {
    const env = { KABINET_JWKS_URL: 'https://issuer.example/jwks', KABINET_JWT_ISSUER: 'i', KABINET_JWT_AUDIENCE: 'a' };
    expect((await kabinet(['token', '--role', 'SUPPORT'], { dataDir: make(), env })).code).toBe(2);
  });
});
