/** The OpenID provider, as far as the page's sign-in talks with it. What it answers wrongly, or not at all, is a value. */
import { performance } from 'node:perf_hooks';
import * as client from 'openid-client';
import { ProviderUnreachable, refusalOf, type SignInRefusal } from './problems.js';

export interface ProviderOptions {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly redirectUri: URL;
  readonly scope: string;
}

/** What one sign-in is tied to: this browser, this request, this token (RFC 6749, OpenID Connect Core, RFC 7636). */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface ProviderTokens {
  readonly access: string;
  readonly refresh: string | null;
  /** Its signature, issuer, audience, times and nonce are checked. */
  readonly id: string | null;
  /** Of the ID token. */
  readonly subject: string | null;
}

export type Answered<Value> = { readonly ok: true; readonly value: Value } | SignInRefusal;

export interface OpenIdProvider {
  /** `again`: whoever is signed in there already is asked once more. */
  authorizationAddress(checks: Checks, again: boolean): Promise<Answered<URL>>;
  /** For the answer that came to the callback. */
  exchange(answer: URLSearchParams, checks: Checks): Promise<Answered<ProviderTokens>>;
  refresh(refreshToken: string): Promise<Answered<ProviderTokens>>;
  /** Nothing where the provider has no way to revoke. */
  revoke(refreshToken: string): Promise<Answered<null>>;
  /** Where a browser ends its session at the provider too; null where it has no such address. */
  endSessionAddress(idToken: string | null): Promise<Answered<URL | null>>;
}

export const newChecks = (): Checks => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  verifier: client.randomPKCECodeVerifier(),
});

const TIMEOUT_SECONDS = 5;
/** The provider's metadata is asked for anew after that: addresses of it may move. */
const METADATA_MAX_AGE_MS = 3_600_000;
const TOO_MANY_REQUESTS = 429;

export function openIdProvider(options: ProviderOptions): OpenIdProvider {
  const configuration = discovering(options);
  const redirectUri = options.redirectUri.href;

  const asking = async <Value>(ask: (config: client.Configuration) => Promise<Value> | Value): Promise<Answered<Value>> => {
    try {
      return { ok: true, value: await ask(await configuration()) };
    } catch (error) {
      return refusalOf(error);
    }
  };

  return {
    authorizationAddress: ({ state, nonce, verifier }, again) =>
      asking(async (config) =>
        client.buildAuthorizationUrl(config, {
          redirect_uri: redirectUri,
          scope: options.scope,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(again && { prompt: 'login' }),
        }),
      ),
    exchange: (answer, { state, nonce, verifier }) =>
      asking(async (config) => {
        const address = new URL(redirectUri);
        address.search = answer.toString();
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
        return tokensOf(await client.authorizationCodeGrant(config, address, checks));
      }),
    refresh: (refreshToken) => asking(async (config) => tokensOf(await client.refreshTokenGrant(config, refreshToken))),
    revoke: (refreshToken) =>
      asking(async (config) => {
        if (config.serverMetadata().revocation_endpoint !== undefined) await client.tokenRevocation(config, refreshToken);
        return null;
      }),
    endSessionAddress: (idToken) =>
      asking((config) => {
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        const back = { post_logout_redirect_uri: new URL('/', redirectUri).href };
        return client.buildEndSessionUrl(config, idToken === null ? back : { ...back, id_token_hint: idToken });
      }),
  };
}

/** Asked when first needed, so that this server starts without the provider; what failed is asked again. */
function discovering(options: ProviderOptions): () => Promise<client.Configuration> {
  let known: { readonly config: Promise<client.Configuration>; readonly until: number } | null = null;
  return async () => {
    if (known && performance.now() < known.until) return known.config;
    const config = discover(options);
    known = { config, until: performance.now() + METADATA_MAX_AGE_MS };
    try {
      return await config;
    } catch (error) {
      known = null;
      throw error;
    }
  };
}

/** An operator who writes `http:` means it: for one on this machine, or in a network of its own. */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, that it stands out
const inClear = client.allowInsecureRequests;

const discover = ({ issuer, clientId, clientSecret }: ProviderOptions): Promise<client.Configuration> =>
  client.discovery(issuer, clientId, undefined, clientSecret === null ? client.None() : bySecret(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    [client.customFetch]: reach,
    // The ID token's signature too, although it comes by TLS from the provider itself.
    execute: [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [inClear] : [])],
  });

/** In the way that every provider must know (RFC 6749, section 2.3.1), unless this one says that it does not. */
function bySecret(secret: string): client.ClientAuth {
  const basic = client.ClientSecretBasic(secret);
  const post = client.ClientSecretPost(secret);
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

const reach: client.CustomFetch = async (url, options) => {
  let answer: Response;
  try {
    answer = await fetch(url, options as RequestInit);
  } catch (cause) {
    throw new ProviderUnreachable('the provider did not answer', { cause });
  }
  if (answer.status >= 500 || answer.status === TOO_MANY_REQUESTS)
    throw new ProviderUnreachable(`the provider answered ${String(answer.status)}`);
  return answer;
};

const tokensOf = (tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers): ProviderTokens => ({
  access: tokens.access_token,
  refresh: tokens.refresh_token ?? null,
  id: tokens.id_token ?? null,
  subject: tokens.claims()?.sub ?? null,
});
