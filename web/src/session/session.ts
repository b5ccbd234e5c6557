/**
 * Who is signed in. The page holds a token of minutes in memory alone; what renews it is a cookie that no script can read
 * (docs/decisions/0019). A token that was typed in is held the same way, and ends with the page.
 */
import { failureIn, isByProvider, type SignInFailure } from './by-provider.ts';

const RENEW_BEFORE_MS = 60_000;
const SIGN_IN = /^#sign-in=([\w.-]+)$/;

interface Held {
  readonly token: string;
  /** Milliseconds since 1970; null: typed in, and never renewed. */
  readonly expiresAt: number | null;
  readonly renewAt: number;
}

/** `unreachable`: the server did not answer, `provider-unreachable`: what it asks did not, so nobody knows. */
export type SessionState =
  | 'starting'
  | 'signed-out'
  | 'link-refused'
  | 'provider-refused'
  | 'ended'
  | 'unreachable'
  | 'provider-unreachable'
  | 'signed-in';

export interface ByProvider {
  /** Of the sign-in that has just come back. */
  readonly failure: SignInFailure | null;
  /** Whoever has just signed out here may still be signed in there. */
  readonly again: boolean;
}

let held: Held | null = null;
let state: SessionState = 'starting';
let byProvider: ByProvider | null = null;
let renewal: Promise<string | null> | null = null;
const listeners = new Set<() => void>();
/** Other tabs of this browser, which have the same cookie. */
const tabs = new BroadcastChannel('kabinet-session');
tabs.onmessage = () => {
  if (state === 'signed-in' && held?.expiresAt !== null) become('ended', null);
};

export const sessionState = (): SessionState => state;

/** Null where one signs in by a link. To be asked when the state has changed. */
export const signsInByProvider = (): ByProvider | null => byProvider;

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: SessionState, token: Held | null): void {
  held = token;
  state = next;
  for (const listener of listeners) listener();
}

/** Takes what a sign-in left there out of the address before anything else is done, and signs in by it, or by the cookie of an earlier one. */
export async function startSession(): Promise<void> {
  const [, code] = SIGN_IN.exec(location.hash) ?? [];
  const failure = failureIn(location.hash);
  if (code !== undefined || failure) history.replaceState(null, '', location.pathname + location.search);
  try {
    const answer = code === undefined ? await askForToken() : await post('/session', { code });
    if (isByProvider(answer)) byProvider = { failure, again: failure?.problem === 'no-role' };
    // Whoever is signed in already is so still, whatever came of another try.
    if (answer.ok) await take(answer, failure ? 'provider-refused' : 'signed-out');
    else if (code !== undefined) become('link-refused', null);
    else become(byProvider && answer.status === 503 ? 'provider-unreachable' : 'signed-out', null);
  } catch {
    become('unreachable', null);
  }
}

/** A link pasted into a tab that stands at its address loads nothing: whoever it signs in begins with nothing that was loaded before. */
export function followSignInLinks(): void {
  addEventListener('hashchange', () => {
    if (!SIGN_IN.test(location.hash)) return;
    become('starting', null);
    void startSession();
  });
}

/** Null: nobody is signed in any more. @throws TypeError where the server cannot be reached. */
export async function currentToken(): Promise<string | null> {
  if (held === null) return null;
  if (Date.now() < held.renewAt) return held.token;
  return renewToken();
}

/** Whether the server keeps a session for whoever is signed in: it does not for a token that was typed in. */
export const sessionIsKept = (): boolean => held !== null && held.expiresAt !== null;

/** After the server refused the one that is held. */
export function renewToken(): Promise<string | null> {
  renewal ??= renew().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renew(): Promise<string | null> {
  if (held?.expiresAt === null) {
    become('ended', null);
    return null;
  }
  const answer = await askForToken();
  if (!answer.ok) throw new TypeError(`the server answered ${String(answer.status)}`);
  await take(answer, 'ended');
  return held?.token ?? null;
}

export function signInWith(token: string): void {
  become('signed-in', { token, expiresAt: null, renewAt: Infinity });
}

/** Ends the session at the server too, and at the provider. @throws TypeError where the server cannot be reached: then it is not over. */
export async function signOut(): Promise<void> {
  const answer = await post('/session/end');
  if (!answer.ok) throw new TypeError(`the server answered ${String(answer.status)}`);
  const { goTo = null } = answer.status === 204 ? {} : ((await answer.json()) as { readonly goTo?: string });
  if (byProvider) byProvider = { failure: null, again: goTo === null };
  become('signed-out', null);
  tabs.postMessage('signed out');
  // Whose account was looked at is not for the next person at this screen.
  history.replaceState(null, '', '/');
  if (goTo !== null) location.assign(goTo);
}

async function take(answer: Response, otherwise: SessionState): Promise<void> {
  if (answer.status === 204) {
    become(otherwise, null);
    return;
  }
  const { token, expiresAt } = (await answer.json()) as { readonly token: string; readonly expiresAt: string };
  const ends = Date.parse(expiresAt);
  // A token of a minute is not renewed with every request.
  const next: Held = { token, expiresAt: ends, renewAt: ends - Math.min(RENEW_BEFORE_MS, (ends - Date.now()) / 2) };
  if (state !== 'signed-in') become('signed-in', next);
  // A renewal changes nothing that is shown.
  else if (held !== null && viewerIn(held.token) === viewerIn(token)) held = next;
  else beginAnew();
}

/** Somebody else has signed in in another tab, or other accounts are this person's now: nothing that was loaded stays. */
function beginAnew(): void {
  become('starting', null);
  location.replace('/');
}

/** Whom a token stands for, and for which accounts. Only compared: the server checks it. */
function viewerIn(token: string): string {
  const text = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
  const { sub, role, accounts, database } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return JSON.stringify([sub, role, accounts, database]);
}

/** One tab after the other: the provider may take what renews the token only once, and the answer brings the next. */
const askForToken = (): Promise<Response> =>
  'locks' in navigator
    ? navigator.locks.request('kabinet-session', () => post('/session/token'))
    : // Over plain http, but on this machine.
      post('/session/token');

const post = (path: string, body?: object): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    cache: 'no-store',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
