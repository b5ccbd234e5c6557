/** Signing in by an OpenID provider: the server leads there and back, and says in the fragment where it came to nothing. */

const PROBLEMS = ['denied', 'expired', 'code-refused', 'unreachable', 'wrong-issuer', 'not-understood', 'no-role'] as const;
export type SignInProblem = (typeof PROBLEMS)[number];

export interface SignInFailure {
  readonly problem: SignInProblem;
  /** By which the server's log knows it. */
  readonly number: string;
}

const FAILED = /^#sign-in-failed=([a-z-]+)\.([\w-]{36})$/;

export function failureIn(fragment: string): SignInFailure | null {
  const [, name, number] = FAILED.exec(fragment) ?? [];
  const problem = PROBLEMS.find((known) => known === name);
  return problem === undefined || number === undefined ? null : { problem, number };
}

/** The server says so with each of its answers about the session. */
export const isByProvider = ({ headers }: Response): boolean => headers.get('kabinet-sign-in') === 'openid';

/** Comes back to the place that is open now. `again`: as somebody else than whoever is signed in at the provider, or as he once more. */
export function signInAddress(again: boolean): string {
  const parameters = new URLSearchParams({ to: location.pathname + location.search, ...(again && { prompt: 'login' }) });
  return `/session/sign-in?${parameters.toString()}`;
}
