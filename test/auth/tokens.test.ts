import { createServer, type Server } from 'node:http';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createTokenVerifier, MAX_TOKEN_LENGTH } from '../../src/auth/tokens.js';
import {
  hmacToken,
  KEY_ID,
  NOW,
  ownerClaims,
  reasonOf,
  SECONDS_NOW,
  strangersPair,
  token,
  unsignedToken,
  verifier,
} from './issuer.js';

const judge = async (text: string): Promise<string> => reasonOf(await verifier().verify(text));

describe('a token', () => {
  it('says who its bearer is', async () => {
    expect(await verifier().verify(token())).toEqual({
      ok: true,
      viewer: { id: 'anna', name: 'Анна', role: 'OWNER', locale: 'ru', accounts: ['acc_1'], database: null },
    });
  });

  it.each<[string, () => string, string]>([
    ['no signature at all', (): string => unsignedToken('none'), 'ALGORITHM_NOT_ALLOWED'],
    ['no signature, spelled otherwise', () => unsignedToken('nOnE'), 'ALGORITHM_NOT_ALLOWED'],
    ['an HMAC made with the public key', () => hmacToken(), 'ALGORITHM_NOT_ALLOWED'],
    ['the algorithm of another kind of key', () => token({ header: { alg: 'RS256' } }), 'ALGORITHM_NOT_ALLOWED'],
    ["a stranger's signature", () => token({ key: strangersPair.privateKey }), 'SIGNATURE_WRONG'],
    [
      "a stranger's key in its own header",
      () => token({ key: strangersPair.privateKey, header: { jwk: strangersPair.publicKey.export({ format: 'jwk' }) } }),
      'SIGNATURE_WRONG',
    ],
    ['no key id', () => token({ header: { kid: undefined } }), 'KEY_NOT_NAMED'],
    ['an empty key id', () => token({ header: { kid: '' } }), 'KEY_NOT_NAMED'],
    ['an unknown key id', () => token({ header: { kid: '../../etc/passwd' } }), 'KEY_UNKNOWN'],
    ['a critical extension', () => token({ header: { crit: ['x'], x: 1 } }), 'MALFORMED'],
    ['an unencoded payload', () => token({ header: { crit: ['b64'], b64: false } }), 'MALFORMED'],
    ['a line end after it', () => `${token()}\n`, 'MALFORMED'],
    ['a space before it', () => ` ${token()}`, 'MALFORMED'],
    ['a fourth part', () => `${token()}.x`, 'MALFORMED'],
    ['padding', () => `${token()}=`, 'MALFORMED'],
    ['too many letters', () => token({ claims: { name: 'x'.repeat(MAX_TOKEN_LENGTH) } }), 'MALFORMED'],
    ['nothing in it', () => '', 'MALFORMED'],
    ['an end in the past', () => token({ claims: { exp: SECONDS_NOW - 6 } }), 'EXPIRED'],
    ['no end', () => token({ claims: { exp: undefined } }), 'CLAIMS_INVALID'],
    ['an end that is a text', () => token({ claims: { exp: String(SECONDS_NOW + 60) } }), 'CLAIMS_INVALID'],
    ['an end in 367 days', () => token({ claims: { exp: SECONDS_NOW + 367 * 86_400 } }), 'LIFETIME_TOO_LONG'],
    ['an end beyond all time', () => token({ claims: { exp: 1e300 } }), 'LIFETIME_TOO_LONG'],
    ['a beginning in the future', () => token({ claims: { nbf: SECONDS_NOW + 60 } }), 'NOT_YET_VALID'],
    ['another issuer', () => token({ claims: { iss: 'other' } }), 'WRONG_ISSUER_OR_AUDIENCE'],
    ['no issuer', () => token({ claims: { iss: undefined } }), 'WRONG_ISSUER_OR_AUDIENCE'],
    ['another audience', () => token({ claims: { aud: ['other'] } }), 'WRONG_ISSUER_OR_AUDIENCE'],
    ['no audience', () => token({ claims: { aud: undefined } }), 'WRONG_ISSUER_OR_AUDIENCE'],
  ])('with %s is refused', async (_what, make, reason) => {
    expect(await judge(make())).toBe(reason);
  });

  it('with its payload changed after signing is refused', async () => {
    const [header = '', , signature = ''] = token().split('.');
    const payload = Buffer.from(JSON.stringify({ ...ownerClaims, role: 'VENDOR', accounts: ['*'] })).toString('base64url');
    expect(await judge(`${header}.${payload}.${signature}`)).toBe('SIGNATURE_WRONG');
  });

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject with a line break', { sub: 'a\nb' }],
    ['a subject that is a number', { sub: 7 }],
    ['a name that is a list', { name: ['Анна'] }],
    ['a locale that is no language tag', { locale: '../ru' }],
    ['no role', { role: undefined }],
    ['an unknown role', { role: 'ADMIN' }],
    ['a role from the prototype', { role: '__proto__' }],
    ['two roles', { role: ['OWNER', 'VENDOR'] }],
    ['no accounts', { accounts: undefined }],
    ['accounts as a text', { accounts: 'acc_1' }],
    ['an account id of another kind', { accounts: ['lic_1'] }],
    ['every account for an owner', { accounts: ['*'] }],
    ['every account for a partner', { role: 'PARTNER', accounts: ['*'] }],
    ['every account for a gateway', { role: 'GATEWAY', accounts: ['*'], database: 'db_1' }],
    ['every account among others', { role: 'SUPPORT', accounts: ['*', 'acc_1'] }],
    ['a gateway without a base', { role: 'GATEWAY' }],
    ['a gateway of two accounts', { role: 'GATEWAY', accounts: ['acc_1', 'acc_2'], database: 'db_1' }],
    ['a gateway whose base is none', { role: 'GATEWAY', database: 'dev_1' }],
    ['a base for an owner', { database: 'db_1' }],
  ])('with %s is refused', async (_what, claims) => {
    expect(await judge(token({ claims }))).toBe('CLAIMS_INVALID');
  });

  it.each(['SUPPORT', 'AUDITOR', 'VENDOR', 'OPERATOR'])('may say every account for %s', async (role) => {
    expect(await verifier().verify(token({ claims: { role, accounts: ['*'] } }))).toMatchObject({
      viewer: { role, accounts: 'all' },
    });
  });

  it.each([
    ['ru-RU', 'ru'],
    ['en-GB', 'en'],
    ['de', 'en'],
    [undefined, 'ru'],
  ])('with locale %s is answered in %s', async (locale, shown) => {
    expect(await verifier().verify(token({ claims: { locale } }))).toMatchObject({ viewer: { locale: shown } });
  });

  it('that was accepted once is refused after its end all the same', async () => {
    let now = NOW;
    const clocked = verifier(() => now);
    expect(reasonOf(await clocked.verify(token()))).toBe('ACCEPTED');
    now += 3_606_000;
    expect(reasonOf(await clocked.verify(token()))).toBe('EXPIRED');
  });
});

describe('the Authorization header', () => {
  it.each([
    [undefined, 'MISSING'],
    ['', 'MISSING'],
    [`Basic ${token()}`, 'MALFORMED'],
    [token(), 'MALFORMED'],
    [`Bearer  ${token()}`, 'MALFORMED'],
    [`Bearer ${token()} `, 'MALFORMED'],
    [`Bearer ${token()}`, 'ACCEPTED'],
    [`bearer ${token()}`, 'ACCEPTED'],
  ])('%s: %s', async (header, reason) => {
    expect(reasonOf(await verifier().verifyHeader(header))).toBe(reason);
  });
});

describe('keys by address', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let server: Server;
  let url: URL;
  let status = 200;
  let fetched = 0;

  beforeAll(async () => {
    const key = { ...rsa.publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' };
    server = createServer((_request, response) => {
      fetched += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [key] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = new URL(`http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}/jwks`);
  });
  afterAll(() => {
    server.close();
  });
  beforeEach(() => {
    status = 200;
    fetched = 0;
  });

  const remote = (): ReturnType<typeof createTokenVerifier> =>
    createTokenVerifier({ issuer: 'kabinet', audience: 'kabinet', keys: { kind: 'jwks', url }, now: () => NOW });
  const rsaToken = (kid: string | undefined): string => {
    const text = [{ alg: 'RS256', kid }, ownerClaims]
      .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url'))
      .join('.');
    return `${text}.${sign('sha256', Buffer.from(text), rsa.privateKey).toString('base64url')}`;
  };

  it('are fetched once for many tokens', async () => {
    const verify = remote();
    expect(reasonOf(await verify.verify(rsaToken(KEY_ID)))).toBe('ACCEPTED');
    expect(reasonOf(await verify.verify(token()))).toBe('KEY_UNKNOWN');
    expect(fetched).toBe(1);
  });

  it('are not asked for a token that names none, though the set has only one', async () => {
    expect(reasonOf(await remote().verify(rsaToken(undefined)))).toBe('KEY_NOT_NAMED');
    expect(fetched).toBe(0);
  });

  it('that cannot be fetched are told apart from a bad token', async () => {
    status = 500;
    expect(reasonOf(await remote().verify(rsaToken(KEY_ID)))).toBe('KEYS_UNAVAILABLE');
  });
});
