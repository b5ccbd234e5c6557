import { openIdProvider } from '../auth/openid/provider.js';
import { sealedAs } from '../auth/openid/sealed.js';
import { openIdSessions } from '../auth/openid/session.js';
import { openIdSignIn } from '../auth/openid/sign-in.js';
import type { SpentTickets } from '../auth/sessions.js';
import type { TokenVerifier } from '../auth/tokens.js';
import type { OpenIdSettings } from '../config/openid.js';
import type { OpenIdRoutesOptions } from '../http/openid-routes.js';
import { COOKIE_ROOM } from '../http/page-cookies.js';
import type { LookUpKey } from '../keys/look-up.js';

export interface OpenIdOptions {
  readonly settings: OpenIdSettings;
  /** As tokens have it in `iss`. */
  readonly issuer: string;
  readonly lookUp: LookUpKey;
  readonly verifier: TokenVerifier;
  /** Shared by all nodes. */
  readonly spent: SpentTickets;
  /** Milliseconds since 1970, of the real clock. */
  readonly now?: () => number;
}

/** The page's sign-in by the configured provider. What browsers keep of it is sealed under a key that all nodes make from the shared one. */
export function openIdOf({ settings, issuer, lookUp, verifier, spent, now = Date.now }: OpenIdOptions): OpenIdRoutesOptions {
  const key = lookUp.hash('sessions of the page');
  const provider = openIdProvider(settings);
  const sessions = openIdSessions({
    provider,
    verifier,
    sealed: sealedAs(key, 'session 1'),
    ended: spent,
    room: COOKIE_ROOM,
    now,
  });
  const signIn = openIdSignIn({ issuer, provider, sessions, sealed: sealedAs(key, 'sign-in 1'), now });
  return { signIn, sessions, origin: settings.redirectUri.origin };
}
