/**
 * What a browser brings to sign in and to stay signed in: signed like a token, so that every node with the keys folder can read it, and for another
 * audience than the API's, which refuses it.
 */
import { createPublicKey, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import { viewerOfClaims } from './claims.js';
import { issueToken, type IssuedToken, type TokenIssuer, type TokenRequest } from './issue-token.js';
import type { Viewer } from './viewer.js';

export type TicketKind = 'session' | 'sign-in';

export interface Ticket {
  readonly id: string;
  /** Seconds since 1970. */
  readonly endsAt: number;
  readonly viewer: TokenRequest;
}

const ID_BYTES = 16;
/** Browsers keep cookies of 4,096 bytes with their name and attributes. A code is as long as the session that it opens. */
export const LONGEST_TICKET = 3_800;

const forPage = (issuer: TokenIssuer, kind: TicketKind): TokenIssuer => ({ ...issuer, audience: `${issuer.audience}/${kind}` });

export const issueTicket = (
  issuer: TokenIssuer,
  kind: TicketKind,
  viewer: TokenRequest,
  lifetimeSeconds: number,
): Promise<IssuedToken> =>
  issueToken(forPage(issuer, kind), { ...viewer, lifetimeSeconds, id: randomBytes(ID_BYTES).toString('base64url') });

/** How long a printed link may wait for its browser. */
const CODE_SECONDS = 900;

/** What a link carries that any node takes, once (`kabinet token --page`). */
export const issueSignInCode = (issuer: TokenIssuer, viewer: TokenRequest): Promise<IssuedToken> =>
  issueTicket(issuer, 'sign-in', viewer, CODE_SECONDS);

/** Undefined for whatever is none, or over. */
export async function readTicket(issuer: TokenIssuer, kind: TicketKind, text: string): Promise<Ticket | undefined> {
  const { issuer: iss, audience, privateKey, now = Date.now } = forPage(issuer, kind);
  try {
    const { payload } = await jwtVerify(text, createPublicKey(privateKey), {
      algorithms: ['EdDSA'],
      issuer: iss,
      audience,
      requiredClaims: ['exp', 'jti', 'sub'],
      currentDate: new Date(now()),
    });
    const { jti = '', exp = 0 } = payload;
    const read = viewerOfClaims(payload);
    return read.ok && /^[\w-]{22}$/.test(jti) ? { id: jti, endsAt: exp, viewer: requestOf(read.viewer) } : undefined;
  } catch {
    return undefined;
  }
}

function requestOf({ id, name, role, locale, accounts, database }: Viewer): TokenRequest {
  return {
    role,
    accounts: accounts === 'all' ? [] : accounts,
    subject: id,
    locale,
    ...(name !== null && { name }),
    ...(database !== null && { database }),
  };
}
