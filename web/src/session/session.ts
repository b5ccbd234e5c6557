/**
 * Who is signed in. The page holds a token of minutes in memory alone; what renews it is a cookie that no script can read
 * (docs/decisions/0019). A token that was typed in is held the same way, and ends with the page.
 */

const RENEW_BEFORE_MS = 60_000;
const SIGN_IN = /^#sign-in=([\w-]+)$/;

interface Held {
  readonly token: string;
  /** Milliseconds since 1970; null: typed in, and never renewed. */
  readonly expiresAt: number | null;
}

/** `unreachable`: the server did not answer, so nobody knows. */
export type SessionState = 'starting' | 'signed-out' | 'link-refused' | 'ended' | 'unreachable' | 'signed-in';

let held: Held | null = null;
let state: SessionState = 'starting';
let renewal: Promise<string | null> | null = null;
const listeners = new Set<() => void>();

export const sessionState = (): SessionState => state;

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(next: SessionState, token: Held | null): void {
  held = token;
  state = next;
  for (const listener of listeners) listener();
}

/** Takes the code out of the address before anything else is done, and signs in by it, or by the cookie of an earlier sign-in. */
export async function startSession(): Promise<void> {
  const [, code] = SIGN_IN.exec(location.hash) ?? [];
  if (code !== undefined) history.replaceState(null, '', location.pathname + location.search);
  try {
    const answer = code === undefined ? await post('/session/token') : await post('/session', { code });
    if (answer.ok) await take(answer, 'signed-out');
    else become(code === undefined ? 'signed-out' : 'link-refused', null);
  } catch {
    become('unreachable', null);
  }
}

/** Null: nobody is signed in any more. @throws TypeError where the server cannot be reached. */
export async function currentToken(): Promise<string | null> {
  if (held === null) return null;
  if (held.expiresAt === null || Date.now() < held.expiresAt - RENEW_BEFORE_MS) return held.token;
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
  const answer = await post('/session/token');
  if (!answer.ok) throw new TypeError(`the server answered ${String(answer.status)}`);
  await take(answer, 'ended');
  return held?.token ?? null;
}

export function signInWith(token: string): void {
  become('signed-in', { token, expiresAt: null });
}

/** Ends the session at the server too. @throws TypeError where that cannot be reached: then it is not over. */
export async function signOut(): Promise<void> {
  const answer = await post('/session/end');
  if (!answer.ok) throw new TypeError(`the server answered ${String(answer.status)}`);
  become('signed-out', null);
}

async function take(answer: Response, otherwise: SessionState): Promise<void> {
  if (answer.status === 204) {
    become(otherwise, null);
    return;
  }
  const { token, expiresAt } = (await answer.json()) as { readonly token: string; readonly expiresAt: string };
  const next: Held = { token, expiresAt: Date.parse(expiresAt) };
  // A renewal changes nothing that is shown.
  if (state === 'signed-in') held = next;
  else become('signed-in', next);
}

const post = (path: string, body?: object): Promise<Response> =>
  fetch(path, {
    method: 'POST',
    cache: 'no-store',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
