import type { TokenIssuer } from '../auth/issue-token.js';
import type { Config } from '../config/config.js';
import type { Keys } from '../keys/keys.js';

/** Signs tokens with this installation's own keys. To be used only where `config.tokens.kind` is `own`. */
export const issuerOf = ({ tokens }: Config, keys: Keys): TokenIssuer => {
  const { keyId, privateKey } = keys.tokenSigning();
  return { issuer: tokens.issuer, audience: tokens.audience, keyId, privateKey };
};
