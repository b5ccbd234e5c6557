/** What `kabinet token` makes, where no JWKS is configured. */
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Role } from '../domain/events.js';
import { EVERY_ACCOUNT, viewerOfClaims } from './claims.js';
import { MAX_TOKEN_LIFETIME_SECONDS } from './tokens.js';
import { REACHES_ALL_ACCOUNTS, type Locale } from './viewer.js';

export const DEFAULT_TOKEN_LIFETIME_SECONDS = 30 * 86_400;

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  /** Milliseconds since 1970, of the real clock (see `tokens.ts`). */
  readonly now?: () => number;
}

export interface TokenRequest {
  readonly role: Role;
  /** Left out or empty: every account, for SUPPORT, AUDITOR, VENDOR and OPERATOR. */
  readonly accounts?: readonly string[];
  /** GATEWAY only, and required there. */
  readonly database?: string;
  /** Who it is for; left out: the role at the base, the account, or `kabinet`: `owner@acc_1`, `gateway@db_1`, `support@kabinet`. */
  readonly subject?: string;
  readonly name?: string;
  readonly locale?: Locale;
  readonly lifetimeSeconds?: number;
  /** `jti`, of what can be spent; tokens have none. */
  readonly id?: string;
}

export type IssuedToken =
  | { readonly ok: true; readonly token: string; readonly expiresAt: Date }
  /** What is missing or wrong, in English, for the command line. */
  | { readonly ok: false; readonly problem: string };

export async function issueToken(issuer: TokenIssuer, request: TokenRequest): Promise<IssuedToken> {
  const { role, database, lifetimeSeconds = DEFAULT_TOKEN_LIFETIME_SECONDS } = request;
  const given = request.accounts ?? [];
  const accounts = given.length === 0 && REACHES_ALL_ACCOUNTS.includes(role) ? [EVERY_ACCOUNT] : given;
  if (accounts.length === 0) return { ok: false, problem: `a token for ${role} needs an account` };
  if (role === 'GATEWAY' && database === undefined) return { ok: false, problem: 'a token for GATEWAY needs a database' };
  if (!(lifetimeSeconds >= 1 && lifetimeSeconds < MAX_TOKEN_LIFETIME_SECONDS)) {
    return { ok: false, problem: `a token lives between 1 second and ${String(MAX_TOKEN_LIFETIME_SECONDS / 86_400)} days` };
  }
  const claims = {
    sub: request.subject ?? `${role.toLowerCase()}@${database ?? given[0] ?? 'kabinet'}`,
    role,
    accounts: [...accounts],
    locale: request.locale ?? 'ru',
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(database === undefined ? {} : { database }),
    ...(request.id === undefined ? {} : { jti: request.id }),
  };
  const readBack = viewerOfClaims(claims);
  if (!readBack.ok) return readBack;
  const issuedAt = Math.floor((issuer.now ?? Date.now)() / 1_000);
  const expiresAt = issuedAt + Math.floor(lifetimeSeconds);
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid: issuer.keyId, typ: 'JWT' })
    .setIssuer(issuer.issuer)
    .setAudience(issuer.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(issuer.privateKey);
  return { ok: true, token, expiresAt: new Date(expiresAt * 1_000) };
}
