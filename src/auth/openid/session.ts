/**
 * A session of the page whose person the provider vouches for. All of it lies sealed in the browser, so any node goes on with it; what it
 * is worth is asked of the provider each time, which ends it for all nodes; who signed out is remembered here as well, for it may be away.
 */
import { createHash, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { decodeJwt } from 'jose';
import type { Role } from '../../domain/events.js';
import { SESSION_SECONDS, type PageToken, type SpentTickets } from '../sessions.js';
import type { TokenVerifier } from '../tokens.js';
import type { Viewer } from '../viewer.js';
import { refusal, type SignInRefusal } from './problems.js';
import type { Answered, OpenIdProvider, ProviderTokens } from './provider.js';
import type { Sealed } from './sealed.js';

/** What is sealed. */
export interface OpenIdSession {
  readonly id: string;
  /** Seconds since 1970, of the real clock: as long as a session by a link, however often the provider would renew it. */
  readonly endsAt: number;
  readonly viewerId: string;
  /** When it was renewed last. */
  readonly role: Role;
  readonly subject: string | null;
  /** Kept where the provider gives no refresh token: the session is then as long as this token. */
  readonly access: string | null;
  readonly refresh: string | null;
  /** Tells the provider whose session there a sign-out ends; left out where it does not fit. */
  readonly idToken: string | null;
}

export interface OpenIdSessions {
  /** @returns what the browser keeps, or why these tokens open no session. */
  open(tokens: ProviderTokens): Promise<Answered<{ readonly kept: string; readonly seconds: number }>>;
  /** `over`: the browser may forget it. `unreachable`: nobody knows just now. */
  token(kept: string): Promise<SessionToken>;
  /** Undefined for a session that is over; else as of its last renewal, and not asked of the provider. */
  role(kept: string): Role | undefined;
  /** Where the browser ends its session at the provider as well; null where there is no such place. */
  end(kept: string): Promise<{ readonly address: URL | null; readonly problem: SignInRefusal | null }>;
}

export type SessionToken =
  | { readonly kind: 'token'; readonly token: PageToken; readonly kept: string; readonly seconds: number }
  | { readonly kind: 'over'; readonly detail: string }
  | { readonly kind: 'unreachable'; readonly detail: string };

export interface OpenIdSessionsOptions {
  readonly provider: OpenIdProvider;
  readonly verifier: TokenVerifier;
  readonly sealed: Sealed<OpenIdSession>;
  /** Sessions that somebody signed out of before their time. */
  readonly ended: SpentTickets;
  /** Characters that a browser keeps. */
  readonly room: number;
  readonly now: () => number;
}

/**
 * So long a refresh token gives the same answer again. Providers that take each one once end the session at its second use, and that comes
 * from two tabs, or from a page that is loaded again while the answer is on its way.
 */
const SAME_ANSWER_MS = 30_000;

export function openIdSessions({ provider, verifier, sealed, ended, room, now }: OpenIdSessionsOptions): OpenIdSessions {
  const refreshed = new Map<string, { readonly answer: Promise<Answered<ProviderTokens>>; readonly until: number }>();

  const fitting = (session: OpenIdSession): string | undefined =>
    [session, { ...session, idToken: null }].map((tried) => sealed.seal(tried)).find((text) => text.length <= room);
  const secondsLeft = ({ endsAt }: OpenIdSession): number => Math.floor(endsAt - now() / 1_000);

  const live = (kept: string): OpenIdSession | undefined => {
    const session = sealed.open(kept);
    return session && secondsLeft(session) >= 1 && !ended.isSpent(session) ? session : undefined;
  };

  const refresh = (token: string): Promise<Answered<ProviderTokens>> => {
    for (const [key, { until }] of refreshed) if (until <= performance.now()) refreshed.delete(key);
    const key = createHash('sha256').update(token).digest('base64');
    const known = refreshed.get(key)?.answer;
    if (known) return known;
    const answer = provider.refresh(token);
    refreshed.set(key, { answer, until: performance.now() + SAME_ANSWER_MS });
    void answer.then(({ ok }) => ok || refreshed.delete(key));
    return answer;
  };

  const renewed = async (session: OpenIdSession): Promise<Answered<OpenIdSession & { readonly access: string }>> => {
    if (session.refresh === null) {
      return session.access === null
        ? refusal('expired', 'no token is left')
        : { ok: true, value: { ...session, access: session.access } };
    }
    const answer = await refresh(session.refresh);
    if (!answer.ok) return answer;
    const { access, refresh: next, id, subject } = answer.value;
    // A refreshed ID token is the same person's (OpenID Connect Core, section 12.2).
    if (subject !== null && subject !== session.subject)
      return refusal('not-understood', 'the refreshed ID token is of somebody else');
    return { ok: true, value: { ...session, access, refresh: next ?? session.refresh, idToken: id ?? session.idToken } };
  };

  return {
    async open(tokens) {
      const viewer = await viewerOf(verifier, tokens.access);
      if (!viewer.ok) return viewer;
      const session: OpenIdSession = {
        id: randomBytes(16).toString('base64url'),
        endsAt: Math.floor(now() / 1_000) + SESSION_SECONDS,
        viewerId: viewer.value.id,
        role: viewer.value.role,
        subject: tokens.subject,
        access: tokens.refresh === null ? tokens.access : null,
        refresh: tokens.refresh,
        idToken: tokens.id,
      };
      const kept = fitting(session);
      if (kept === undefined)
        return refusal(
          'not-understood',
          'the tokens are too large for a cookie: let the provider give refresh tokens, short ones',
        );
      return { ok: true, value: { kept, seconds: SESSION_SECONDS } };
    },

    async token(held) {
      const session = live(held);
      if (!session) return { kind: 'over', detail: 'the session is over' };
      const next = await renewed(session);
      if (!next.ok) return { kind: next.problem === 'unreachable' ? 'unreachable' : 'over', detail: next.detail };
      const viewer = await viewerOf(verifier, next.value.access);
      if (!viewer.ok) return { kind: viewer.problem === 'unreachable' ? 'unreachable' : 'over', detail: viewer.detail };
      if (viewer.value.id !== session.viewerId) return { kind: 'over', detail: 'the access token is of somebody else' };
      // Signed out while the provider was asked.
      if (ended.isSpent(session)) return { kind: 'over', detail: 'the session is over' };
      const { exp = 0 } = decodeJwt(next.value.access);
      const kept = fitting({
        ...next.value,
        role: viewer.value.role,
        access: session.refresh === null ? next.value.access : null,
      });
      return {
        kind: 'token',
        token: { token: next.value.access, expiresAt: new Date(Math.min(exp, session.endsAt) * 1_000) },
        kept: kept ?? held,
        seconds: secondsLeft(session),
      };
    },

    role: (held) => live(held)?.role,

    async end(held) {
      const session = sealed.open(held);
      if (!session) return { address: null, problem: null };
      ended.spend(session);
      const revoked = session.refresh === null ? null : await provider.revoke(session.refresh);
      // An ID token that the API would take for an access token is shown to no address bar.
      const isSecret = session.idToken !== null && (await verifier.verify(session.idToken)).ok;
      const address = await provider.endSessionAddress(isSecret ? null : session.idToken);
      const problem = [revoked, address].find((answer) => answer?.ok === false);
      return { address: address.ok ? address.value : null, problem: problem?.ok === false ? problem : null };
    },
  };
}

/** Claims that only an administrator of the provider gives; what else may be wrong with a token is a matter of its configuration. */
const GRANTED = /^(role|accounts|database):/;

async function viewerOf(verifier: TokenVerifier, access: string): Promise<Answered<Viewer>> {
  const result = await verifier.verify(access);
  if (result.ok) return { ok: true, value: result.viewer };
  const { reason, detail = '' } = result;
  const said = `access token: ${reason} ${detail}`.trimEnd();
  if (reason === 'KEYS_UNAVAILABLE') return refusal('unreachable', said);
  return refusal(reason === 'CLAIMS_INVALID' && GRANTED.test(detail) ? 'no-role' : 'not-understood', said);
}
