/**
 * Sessions of the web page, where this installation signs its own tokens (docs/decisions/0019): a ticket that only the browser holds, in a cookie that no
 * script can read, stands for somebody; the page gets short-lived tokens for it. No node keeps a session, so any of them can go on with it.
 */
import { randomBytes } from 'node:crypto';
import type { Role } from '../domain/events.js';
import { issueToken, type TokenIssuer, type TokenRequest } from './issue-token.js';
import { issueTicket, readTicket, type Ticket } from './page-tickets.js';

/** How long a page's token lives: what a sign-out cannot take back ends by itself. */
export const PAGE_TOKEN_SECONDS = 900;
export const SESSION_SECONDS = 12 * 3_600;
const CODE_BYTES = 32;

export interface PageToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** What a sign-in link of this process carries: whoever brings it here is that viewer, until it ends. */
  signInCode(viewer: TokenRequest): string;
  /** The ticket of a new session; undefined for a code that was never given out, or is over or used. */
  open(code: string): Promise<string | undefined>;
  /** Undefined where the session is over. */
  token(ticket: string): Promise<PageToken | undefined>;
  /** Undefined where the session is over. */
  role(ticket: string): Promise<Role | undefined>;
  /** On every node. Rejects with what the disk says: then it has not ended. */
  end(ticket: string): Promise<void>;
}

/** Tickets that are good no more before their time, known to every node. */
export interface SpentTickets {
  isSpent(ticket: Pick<Ticket, 'id' | 'endsAt'>): boolean;
  /** True for the first who spends it. */
  spend(ticket: Pick<Ticket, 'id' | 'endsAt'>): boolean;
}

export interface SessionsDeps {
  readonly issuer: TokenIssuer;
  readonly spent: SpentTickets;
}

export function createSessions({ issuer, spent }: SessionsDeps): Sessions {
  const codes = new Map<string, TokenRequest>();
  const { now = Date.now } = issuer;

  /** A link that `kabinet token` printed is good once, on whichever node. */
  const viewerOf = async (code: string): Promise<TokenRequest | undefined> => {
    const own = codes.get(code);
    if (own) return own;
    const ticket = await readTicket(issuer, 'sign-in', code);
    return ticket && spent.spend(ticket) ? ticket.viewer : undefined;
  };
  const sessionOf = async (text: string): Promise<Ticket | undefined> => {
    const ticket = await readTicket(issuer, 'session', text);
    return ticket && !spent.isSpent(ticket) ? ticket : undefined;
  };

  return {
    signInCode(viewer) {
      const code = randomBytes(CODE_BYTES).toString('base64url');
      codes.set(code, viewer);
      return code;
    },
    async open(code) {
      const viewer = await viewerOf(code);
      if (!viewer) return undefined;
      const issued = await issueTicket(issuer, 'session', viewer, SESSION_SECONDS);
      if (!issued.ok) throw new Error(issued.problem);
      return issued.token;
    },
    async token(text) {
      const session = await sessionOf(text);
      if (!session) return undefined;
      const secondsLeft = Math.floor(session.endsAt - now() / 1_000);
      if (secondsLeft < 1) return undefined;
      const issued = await issueToken(issuer, {
        ...session.viewer,
        lifetimeSeconds: Math.min(PAGE_TOKEN_SECONDS, secondsLeft),
      });
      if (!issued.ok) throw new Error(issued.problem);
      return { token: issued.token, expiresAt: issued.expiresAt };
    },
    async role(text) {
      return (await sessionOf(text))?.viewer.role;
    },
    async end(text) {
      const session = await sessionOf(text);
      if (session) spent.spend(session);
    },
  };
}
