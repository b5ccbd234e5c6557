import { createTokenVerifier, type TokenVerifier } from '../auth/tokens.js';
import type { Config } from '../config/config.js';
import type { Keys } from '../keys/keys.js';

/** Checks tokens by the configured provider's keys, or by this installation's own. */
export function verifierFor({ tokens }: Config, keys: Keys): TokenVerifier {
  const { issuer, audience } = tokens;
  if (tokens.kind === 'jwks') return createTokenVerifier({ issuer, audience, keys: { kind: 'jwks', url: tokens.url } });
  const { keyId, publicKey } = keys.tokenSigning();
  return createTokenVerifier({ issuer, audience, keys: { kind: 'own', keyId, publicKey } });
}
