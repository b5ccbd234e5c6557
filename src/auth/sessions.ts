/**
 * Sessions of the web page, where this installation signs its own tokens (docs/decisions/0019): a secret that only the browser holds, in a
 * cookie that no script can read, stands for somebody; the page gets short-lived tokens for it. In memory: a restart ends them all.
 */
import { randomBytes } from 'node:crypto';
import type { Role } from '../domain/events.js';
import { issueToken, type TokenIssuer, type TokenRequest } from './issue-token.js';

/** How long a page's token lives: what a sign-out cannot take back ends by itself. */
export const PAGE_TOKEN_SECONDS = 900;
export const SESSION_SECONDS = 12 * 3_600;
/** Open at a time; the oldest ends first. */
const MOST_SESSIONS = 10_000;
const SECRET_BYTES = 32;

export interface PageToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Sessions {
  /** What a sign-in link carries: whoever brings it is that viewer, until this process ends. */
  signInCode(viewer: TokenRequest): string;
  /** The secret of a new session; undefined for a code that was never given out. */
  open(code: string): string | undefined;
  /** Undefined where the session is over. */
  token(secret: string): Promise<PageToken | undefined>;
  /** Undefined where the session is over. */
  role(secret: string): Role | undefined;
  end(secret: string): void;
}

interface Session {
  readonly viewer: TokenRequest;
  /** Milliseconds since 1970, of the real clock, as for tokens. */
  readonly endsAt: number;
}

export function createSessions(issuer: TokenIssuer, now: () => number = Date.now): Sessions {
  const codes = new Map<string, TokenRequest>();
  const sessions = new Map<string, Session>();
  const secret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

  return {
    signInCode(viewer) {
      const code = secret();
      codes.set(code, viewer);
      return code;
    },
    open(code) {
      const viewer = codes.get(code);
      if (!viewer) return undefined;
      const [oldest] = sessions.keys();
      if (sessions.size >= MOST_SESSIONS && oldest !== undefined) sessions.delete(oldest);
      const opened = secret();
      sessions.set(opened, { viewer, endsAt: now() + SESSION_SECONDS * 1_000 });
      return opened;
    },
    async token(held) {
      const session = sessions.get(held);
      if (!session) return undefined;
      const secondsLeft = Math.floor((session.endsAt - now()) / 1_000);
      if (secondsLeft < 1) {
        sessions.delete(held);
        return undefined;
      }
      const request = { ...session.viewer, lifetimeSeconds: Math.min(PAGE_TOKEN_SECONDS, secondsLeft) };
      const issued = await issueToken({ ...issuer, now }, request);
      if (!issued.ok) throw new Error(issued.problem);
      return { token: issued.token, expiresAt: issued.expiresAt };
    },
    role(held) {
      const session = sessions.get(held);
      return session && session.endsAt > now() ? session.viewer.role : undefined;
    },
    end(held) {
      sessions.delete(held);
    },
  };
}
