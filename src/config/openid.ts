/** Signing in to the page by the OpenID provider that `KABINET_JWT_ISSUER` names (docs/decisions/0019). */
import type { EnvReader } from './env-reader.js';

/** Where the provider sends the browser back to: a route of ours, so it is not for the operator to choose. */
export const SIGN_IN_CALLBACK = '/session/callback';
/** Asks for an ID token; what else the tokens hold is for the provider to say. */
const DEFAULT_SCOPE = 'openid';

export interface OpenIdSettings {
  readonly issuer: URL;
  readonly clientId: string;
  /** Null: a public client, which PKCE alone protects. Never printed. */
  readonly clientSecret: string | null;
  /** The callback, at the address that browsers know the page by. */
  readonly redirectUri: URL;
  /** Names with spaces between them, `openid` among them. */
  readonly scope: string;
}

/** Null where no client is named: the page then signs in by the links of this installation, or by a token that is typed. */
export function readOpenId(reader: EnvReader): OpenIdSettings | null {
  const clientId = reader.text('KABINET_OIDC_CLIENT_ID');
  const clientSecret = reader.text('KABINET_OIDC_CLIENT_SECRET') ?? null;
  const redirectUri = reader.url('KABINET_OIDC_REDIRECT_URI');
  const scope = reader.text('KABINET_OIDC_SCOPE') ?? DEFAULT_SCOPE;
  if (clientId === undefined) {
    for (const variable of ['KABINET_OIDC_CLIENT_SECRET', 'KABINET_OIDC_REDIRECT_URI', 'KABINET_OIDC_SCOPE'])
      if (reader.text(variable) !== undefined) reader.wrong(variable, 'has no effect without KABINET_OIDC_CLIENT_ID');
    return null;
  }
  if (reader.text('KABINET_JWKS_URL') === undefined)
    reader.wrong('KABINET_JWKS_URL', 'required with KABINET_OIDC_CLIENT_ID: the keys that sign the provider’s tokens');
  const issuer = reader.url('KABINET_JWT_ISSUER');
  if (reader.text('KABINET_OIDC_REDIRECT_URI') === undefined)
    reader.wrong('KABINET_OIDC_REDIRECT_URI', `required with KABINET_OIDC_CLIENT_ID: https://…${SIGN_IN_CALLBACK}`);
  if (redirectUri && !isCallback(redirectUri))
    reader.wrong(
      'KABINET_OIDC_REDIRECT_URI',
      `expected the page’s own address with the path ${SIGN_IN_CALLBACK}, and nothing after it`,
    );
  if (!scope.split(/ +/).includes('openid'))
    reader.wrong('KABINET_OIDC_SCOPE', 'expected names with spaces between them, openid among them');
  return issuer && redirectUri ? { issuer, clientId, clientSecret, redirectUri, scope } : null;
}

const isCallback = ({ origin, href }: URL): boolean => href === origin + SIGN_IN_CALLBACK;
