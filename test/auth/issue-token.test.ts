import { issueToken, type TokenRequest } from '../../src/auth/issue-token.js';
import type { Viewer } from '../../src/auth/viewer.js';
import { KEY_ID, NOW, pair, verifier } from './issuer.js';

const issue = (request: TokenRequest): ReturnType<typeof issueToken> =>
  issueToken({ issuer: 'kabinet', audience: 'kabinet', keyId: KEY_ID, privateKey: pair.privateKey, now: () => NOW }, request);

async function viewerFor(request: TokenRequest): Promise<Viewer> {
  const issued = await issue(request);
  if (!issued.ok) throw new Error(issued.problem);
  const result = await verifier().verify(issued.token);
  if (!result.ok) throw new Error(result.reason);
  return result.viewer;
}

describe('kabinet token', () => {
  it.each(['OWNER', 'MEMBER', 'PARTNER'] as const)('needs an account for %s', async (role) => {
    expect(await issue({ role })).toMatchObject({ ok: false, problem: `a token for ${role} needs an account` });
    expect(await viewerFor({ role, accounts: ['acc_1'] })).toMatchObject({ role, accounts: ['acc_1'] });
  });

  it.each(['SUPPORT', 'AUDITOR', 'VENDOR', 'OPERATOR'] as const)('reaches every account for %s without one', async (role) => {
    expect(await viewerFor({ role })).toMatchObject({ role, accounts: 'all' });
    expect(await viewerFor({ role, accounts: ['acc_1'] })).toMatchObject({ accounts: ['acc_1'] });
  });

  it('needs an account and a base for GATEWAY', async () => {
    expect(await issue({ role: 'GATEWAY', accounts: ['acc_1'] })).toMatchObject({ ok: false });
    expect(await issue({ role: 'GATEWAY', database: 'db_1' })).toMatchObject({ ok: false });
    expect(await viewerFor({ role: 'GATEWAY', accounts: ['acc_1'], database: 'db_1' })).toMatchObject({ database: 'db_1' });
  });

  it('names a viewer of its own for each account', async () => {
    const [one, other] = [
      await viewerFor({ role: 'OWNER', accounts: ['acc_1'] }),
      await viewerFor({ role: 'OWNER', accounts: ['acc_2'] }),
    ];
    expect(one.id).not.toBe(other.id);
  });

  it('makes nothing that the server would refuse', async () => {
    expect(await issue({ role: 'OWNER', accounts: ['*'] })).toMatchObject({ ok: false });
    expect(await issue({ role: 'OWNER', accounts: ['acc_1'], lifetimeSeconds: 367 * 86_400 })).toMatchObject({ ok: false });
    expect(await issue({ role: 'OWNER', accounts: ['acc_1'], database: 'db_1' })).toMatchObject({ ok: false });
  });
});
