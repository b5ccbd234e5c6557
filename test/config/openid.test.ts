/** `KABINET_OIDC_…`: the page's sign-in by a provider. */
import { readConfig } from '../../src/config/config.js';

const TOKENS = {
  KABINET_JWKS_URL: 'https://login.example/jwks',
  KABINET_JWT_ISSUER: 'https://login.example/realms/shops',
  KABINET_JWT_AUDIENCE: 'kabinet',
};
const SIGN_IN = {
  ...TOKENS,
  KABINET_OIDC_CLIENT_ID: 'kabinet-page',
  KABINET_OIDC_REDIRECT_URI: 'https://kabinet.example/session/callback',
};

function wrongIn(env: Readonly<Record<string, string>>): readonly string[] {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.errors.map(({ variable }) => variable);
}

it('signs in by no provider unless a client is named', () => {
  expect(readConfig(TOKENS)).toMatchObject({ ok: true, config: { openId: null } });
});

it('asks the issuer of the tokens, as a client without a secret and for no more than an ID token, unless told otherwise', () => {
  const openId = {
    issuer: new URL(TOKENS.KABINET_JWT_ISSUER),
    clientId: 'kabinet-page',
    clientSecret: null,
    redirectUri: new URL(SIGN_IN.KABINET_OIDC_REDIRECT_URI),
    scope: 'openid',
  };
  expect(readConfig(SIGN_IN)).toMatchObject({ ok: true, config: { openId }, warnings: [] });
  const more = { KABINET_OIDC_CLIENT_SECRET: 's3cret', KABINET_OIDC_SCOPE: 'openid offline_access' };
  expect(readConfig({ ...SIGN_IN, ...more })).toMatchObject({
    ok: true,
    config: { openId: { ...openId, clientSecret: 's3cret', scope: 'openid offline_access' } },
  });
});

it.each([
  ['the keys of the provider', { KABINET_JWKS_URL: '' }, ['KABINET_JWKS_URL']],
  ['the address of the provider', { KABINET_JWT_ISSUER: 'kabinet' }, ['KABINET_JWT_ISSUER']],
  ['an address to come back to', { KABINET_OIDC_REDIRECT_URI: '' }, ['KABINET_OIDC_REDIRECT_URI']],
  ['its own path in that', { KABINET_OIDC_REDIRECT_URI: 'https://kabinet.example/' }, ['KABINET_OIDC_REDIRECT_URI']],
  [
    'nothing after that path',
    { KABINET_OIDC_REDIRECT_URI: 'https://kabinet.example/session/callback?a=b' },
    ['KABINET_OIDC_REDIRECT_URI'],
  ],
  ['openid in the scope', { KABINET_OIDC_SCOPE: 'profile' }, ['KABINET_OIDC_SCOPE']],
])('wants %s', (_what, change, wrong) => {
  expect(wrongIn({ ...SIGN_IN, ...change })).toEqual(wrong);
});

it('says so where settings have no effect, for want of a client, and prints no secret', () => {
  const env = { ...SIGN_IN, KABINET_OIDC_CLIENT_ID: '', KABINET_OIDC_CLIENT_SECRET: 's3cret' };
  expect(wrongIn(env)).toEqual(['KABINET_OIDC_CLIENT_SECRET', 'KABINET_OIDC_REDIRECT_URI']);
  expect(JSON.stringify(readConfig(env))).not.toContain('s3cret');
});

it('warns where a sign-in goes over a network unencrypted', () => {
  const env = {
    ...SIGN_IN,
    KABINET_JWT_ISSUER: 'http://login.example',
    KABINET_OIDC_REDIRECT_URI: 'http://kabinet.example/session/callback',
  };
  const { warnings } = readConfig(env);
  expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(['KABINET_JWT_ISSUER', 'KABINET_OIDC_REDIRECT_URI']);
});
