/** A token issuer that a test can make say anything. */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createTokenVerifier, type TokenResult, type TokenVerifier } from '../../src/auth/tokens.js';

export const NOW = Date.parse('2026-03-01T09:00:00Z');
export const SECONDS_NOW = NOW / 1_000;
export const KEY_ID = 'key-1';

export const pair = generateKeyPairSync('ed25519');
export const strangersPair = generateKeyPairSync('ed25519');

export const verifier = (now: () => number = () => NOW): TokenVerifier =>
  createTokenVerifier({
    issuer: 'kabinet',
    audience: 'kabinet',
    keys: { kind: 'own', keyId: KEY_ID, publicKey: pair.publicKey },
    now,
  });

export const ownerClaims: Readonly<Record<string, unknown>> = {
  iss: 'kabinet',
  aud: 'kabinet',
  exp: SECONDS_NOW + 3_600,
  sub: 'anna',
  name: 'Анна',
  locale: 'ru',
  role: 'OWNER',
  accounts: ['acc_1'],
};

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

interface Change {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: KeyObject;
}

const toSign = ({ header = {}, claims = {} }: Change): string =>
  `${part({ alg: 'EdDSA', kid: KEY_ID, ...header })}.${part({ ...ownerClaims, ...claims })}`;

/** A token as the issuer would make it, changed; undefined takes a field out. */
export function token(change: Change = {}): string {
  const text = toSign(change);
  return `${text}.${sign(null, Buffer.from(text), change.key ?? pair.privateKey).toString('base64url')}`;
}

export function unsignedToken(alg: string): string {
  return `${toSign({ header: { alg } })}.`;
}

/** Signed with HMAC, the public key as the secret. */
export function hmacToken(): string {
  const text = toSign({ header: { alg: 'HS256' } });
  const secret = pair.publicKey.export({ type: 'spki', format: 'pem' });
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

export const reasonOf = (result: TokenResult): string => (result.ok ? 'ACCEPTED' : result.reason);
