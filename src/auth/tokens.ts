/**
 * Tokens: signed JWTs, checked before anything else of a request.
 *
 * Their times are judged by the real clock, also under `KABINET_TEST_CLOCK`: moving the test clock a year ahead must not end every session,
 * and moving it back must not revive a token that has expired.
 */
import { performance } from 'node:perf_hooks';
import type { KeyObject } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { viewerOfClaims } from './claims.js';
import type { Viewer } from './viewer.js';

/** Signatures by a key pair only: with `none` or an HMAC, whoever knows the public key could make tokens. */
export const TOKEN_ALGORITHMS: readonly string[] = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'PS256', 'RS256'];
const OWN_KEY_ALGORITHMS: readonly string[] = ['EdDSA', 'Ed25519'];
export const MAX_TOKEN_LIFETIME_SECONDS = 366 * 86_400;
/** Room for 1,000 account ids. */
export const MAX_TOKEN_LENGTH = 49_152;

const CLOCK_TOLERANCE_SECONDS = 5;
const JWKS_TIMEOUT_MS = 5_000;
const JWKS_COOLDOWN_MS = 30_000;
const JWKS_MAX_AGE_MS = 600_000;
/** A verified token is remembered so long: signature checks cost more than most queries. Bounds how long a withdrawn key still serves. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_TOKENS = 2_000;

/** The key that the token names, or undefined for a name that is not known. */
export type TokenKeys =
  { readonly kind: 'jwks'; readonly url: URL } | { readonly kind: 'own'; readonly keyId: string; readonly publicKey: KeyObject };

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: TokenKeys;
  /** Milliseconds since 1970, of the real clock. */
  readonly now?: () => number;
}

export type TokenRefusal =
  | 'MISSING'
  /** Not the compact form of a signed JWT, or too long. */
  | 'MALFORMED'
  | 'ALGORITHM_NOT_ALLOWED'
  | 'KEY_NOT_NAMED'
  | 'KEY_UNKNOWN'
  | 'SIGNATURE_WRONG'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'LIFETIME_TOO_LONG'
  | 'WRONG_ISSUER_OR_AUDIENCE'
  | 'CLAIMS_INVALID'
  /** The JWKS could not be fetched: not the bearer's fault, worth another try. */
  | 'KEYS_UNAVAILABLE';

export type TokenResult =
  | { readonly ok: true; readonly viewer: Viewer }
  /** `detail` is for the log: it names a claim, never a value. */
  | { readonly ok: false; readonly reason: TokenRefusal; readonly detail?: string };

export interface TokenVerifier {
  verify(token: string): Promise<TokenResult>;
  /** Of an `Authorization` header: `Bearer <token>`, and nothing around it. */
  verifyHeader(authorization: string | undefined): Promise<TokenResult>;
}

const refused = (reason: TokenRefusal, detail?: string): TokenResult =>
  detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };

export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const now = options.now ?? Date.now;
  const getKey = keyGetter(options.keys);
  const remembered = new Map<string, Remembered>();

  const verify = async (token: string): Promise<TokenResult> => {
    const known = remembered.get(token);
    if (known && isFresh(known, now())) return { ok: true, viewer: known.viewer };
    remembered.delete(token);
    const problem = problemOfForm(token);
    if (problem) return refused(problem);
    const checked = await checkSignatureAndTimes(token, getKey, options, now());
    if (!checked.ok) return checked;
    const result = viewerOfClaims(checked.claims);
    if (!result.ok) return refused('CLAIMS_INVALID', result.problem);
    remember(remembered, token, {
      viewer: result.viewer,
      expiresAt: checked.expiresAt,
      until: performance.now() + REMEMBERED_MS,
    });
    return result;
  };

  return {
    verify,
    async verifyHeader(authorization) {
      if (authorization === undefined || authorization === '') return refused('MISSING');
      const [, token] = /^Bearer ([^ ]+)$/i.exec(authorization) ?? [];
      return token === undefined ? refused('MALFORMED') : verify(token);
    },
  };
}

interface Remembered {
  readonly viewer: Viewer;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Milliseconds of `performance.now()`. */
  readonly until: number;
}

const isFresh = ({ expiresAt, until }: Remembered, now: number): boolean => now < expiresAt && performance.now() < until;

function remember(remembered: Map<string, Remembered>, token: string, entry: Remembered): void {
  const [oldest] = remembered.keys();
  if (remembered.size >= REMEMBERED_TOKENS && oldest !== undefined) remembered.delete(oldest);
  remembered.set(token, entry);
}

/** What jose lets through: a line's end after the token, a token that names no key (where the set has only one). */
function problemOfForm(token: string): TokenRefusal | undefined {
  if (token.length > MAX_TOKEN_LENGTH || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return 'MALFORMED';
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (typeof alg !== 'string' || !TOKEN_ALGORITHMS.includes(alg)) return 'ALGORITHM_NOT_ALLOWED';
    return typeof kid === 'string' && kid !== '' ? undefined : 'KEY_NOT_NAMED';
  } catch {
    return 'MALFORMED';
  }
}

class KeyUnknown extends Error {}
class KeysUnavailable extends Error {}

function keyGetter(keys: TokenKeys): JWTVerifyGetKey {
  if (keys.kind === 'own') {
    return ({ kid }) => {
      if (kid !== keys.keyId) throw new KeyUnknown();
      return keys.publicKey;
    };
  }
  const remote = createRemoteJWKSet(keys.url, {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
    cacheMaxAge: JWKS_MAX_AGE_MS,
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw new KeyUnknown();
      throw new KeysUnavailable('the JWKS could not be fetched', { cause });
    }
  };
}

type Checked =
  { readonly ok: true; readonly claims: JWTPayload; readonly expiresAt: number } | Extract<TokenResult, { readonly ok: false }>;

async function checkSignatureAndTimes(
  token: string,
  getKey: JWTVerifyGetKey,
  { issuer, audience, keys }: TokenVerifierOptions,
  now: number,
): Promise<Checked> {
  try {
    const { payload } = await jwtVerify(token, getKey, {
      algorithms: [...(keys.kind === 'own' ? OWN_KEY_ALGORITHMS : TOKEN_ALGORITHMS)],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    const { exp } = payload;
    if (exp === undefined || !Number.isFinite(exp)) return { ok: false, reason: 'CLAIMS_INVALID', detail: 'exp' };
    if (exp > now / 1_000 + MAX_TOKEN_LIFETIME_SECONDS) return { ok: false, reason: 'LIFETIME_TOO_LONG' };
    return { ok: true, claims: payload, expiresAt: exp * 1_000 };
  } catch (error) {
    return { ok: false, ...refusalOf(error) };
  }
}

function refusalOf(error: unknown): { readonly reason: TokenRefusal; readonly detail?: string } {
  if (error instanceof KeyUnknown) return { reason: 'KEY_UNKNOWN' };
  if (error instanceof KeysUnavailable) return { reason: 'KEYS_UNAVAILABLE', detail: causeOf(error) };
  if (error instanceof errors.JWTExpired) return { reason: 'EXPIRED' };
  if (error instanceof errors.JWSSignatureVerificationFailed) return { reason: 'SIGNATURE_WRONG' };
  if (error instanceof errors.JOSEAlgNotAllowed) return { reason: 'ALGORITHM_NOT_ALLOWED' };
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf')
      return { reason: error.reason === 'check_failed' ? 'NOT_YET_VALID' : 'CLAIMS_INVALID', detail: 'nbf' };
    const isParty = error.claim === 'iss' || error.claim === 'aud';
    return { reason: isParty ? 'WRONG_ISSUER_OR_AUDIENCE' : 'CLAIMS_INVALID', detail: error.claim };
  }
  if (error instanceof errors.JOSEError) return { reason: 'MALFORMED', detail: error.code };
  // A key of the wrong kind for the algorithm that the token names.
  if (error instanceof TypeError) return { reason: 'ALGORITHM_NOT_ALLOWED' };
  throw error;
}

const causeOf = (error: Error): string => (error.cause instanceof Error ? error.cause.message : error.message);
