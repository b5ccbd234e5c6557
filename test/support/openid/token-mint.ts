/** The tokens of the test's provider, signed with ES256 as many sign theirs. */
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT, type JSONWebKeySet } from 'jose';

/** What its tokens say of somebody: for the API `role` and `accounts`. */
export type Person = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface TokenMint {
  readonly jwks: JSONWebKeySet;
  access(person: Person, audience: string, seconds: number): Promise<string>;
  id(person: Person, claims: Readonly<Record<string, unknown>>, foreignKey: boolean): Promise<string>;
}

const KEY_ID = 'of-the-test';
const ID_TOKEN_SECONDS = 300;

export async function openTokenMint(of: { readonly issuer: string; readonly clientId: string }): Promise<TokenMint> {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  const signed = (typ: string, claims: Readonly<Record<string, unknown>>, seconds: number, key: KeyObject): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000);
    const all = { iss: of.issuer, iat: now, exp: now + seconds, jti: randomUUID(), ...claims };
    return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: KEY_ID, typ }).sign(key);
  };

  return {
    jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: KEY_ID, alg: 'ES256', use: 'sig' }] },
    access: (person, aud, seconds) => signed('at+jwt', { ...person, aud, client_id: of.clientId }, seconds, pair.privateKey),
    id: ({ sub, name }, claims, foreignKey) =>
      signed(
        'JWT',
        { sub, name, aud: of.clientId, ...claims },
        ID_TOKEN_SECONDS,
        foreignKey ? stranger.privateKey : pair.privateKey,
      ),
  };
}
