/**
 * One sign-in by the provider, from the page to the provider and back. What is pending lies sealed in the browser that began it: any node
 * can go on with it, and an answer that comes with another browser is not taken.
 */
import { refusal, type SignInRefusal } from './problems.js';
import { newChecks, type Answered, type Checks, type OpenIdProvider } from './provider.js';
import type { Sealed } from './sealed.js';
import type { OpenIdSessions } from './session.js';

/** For whoever has to look for a second factor. */
export const PENDING_SECONDS = 600;

export interface PendingSignIn extends Checks {
  /** A path of the page. */
  readonly to: string;
  /** Milliseconds since 1970, of the real clock. */
  readonly endsAt: number;
}

export interface SignIn {
  /** `again`: the provider asks also whoever is signed in there. @returns where the browser goes, and what it keeps until it is back. */
  begin(to: string, again: boolean): Promise<Answered<{ readonly address: URL; readonly pending: string }>>;
  /** For the parameters of the callback's address. */
  finish(pending: string | undefined, answer: URLSearchParams): Promise<Finished>;
}

/** `spent`: the pending sign-in was of this answer, and is good for no other one. */
export type Finished =
  | { readonly ok: true; readonly to: string; readonly kept: string; readonly seconds: number }
  | (SignInRefusal & { readonly to: string; readonly spent: boolean });

export interface SignInOptions {
  readonly issuer: string;
  readonly provider: OpenIdProvider;
  readonly sessions: OpenIdSessions;
  readonly sealed: Sealed<PendingSignIn>;
  readonly now: () => number;
}

export function openIdSignIn({ issuer, provider, sessions, sealed, now }: SignInOptions): SignIn {
  return {
    async begin(to, again) {
      const checks = newChecks();
      const address = await provider.authorizationAddress(checks, again);
      if (!address.ok) return address;
      const pending = sealed.seal({ ...checks, to, endsAt: now() + PENDING_SECONDS * 1_000 });
      return { ok: true, value: { address: address.value, pending } };
    },

    async finish(pending, answer) {
      const begun = pending === undefined ? undefined : sealed.open(pending);
      // Of another browser, another tab, or a link that somebody made: whoever began something else here can still finish it.
      if (!begun || answer.get('state') !== begun.state)
        return { ...refusal('expired', 'no such sign-in was begun in this browser'), to: '/', spent: false };
      const refused = (why: SignInRefusal): Finished => ({ ...why, to: begun.to, spent: true });
      if (begun.endsAt <= now()) return refused(refusal('expired', 'the sign-in took too long'));
      // The issuer first (RFC 9207): what another one says of an error tells nothing either.
      if ((answer.get('iss') ?? issuer) !== issuer) return refused(refusal('wrong-issuer', 'iss of the answer'));
      const tokens = await provider.exchange(answer, begun);
      if (!tokens.ok) return refused(tokens);
      const opened = await sessions.open(tokens.value);
      return opened.ok ? { ok: true, to: begun.to, ...opened.value } : refused(opened);
    },
  };
}
