/** Why a sign-in by the provider came to nothing: what the person is told, and what the log says of it. */
import * as client from 'openid-client';

export const SIGN_IN_PROBLEMS = [
  /** By the provider, or by the person there. */
  'denied',
  /** Took too long, or was begun in another browser or window; so it is with a link that somebody else sends. */
  'expired',
  /** Used before, too old, or begun elsewhere: the provider takes it no more. */
  'code-refused',
  /** The provider, or the keys that its tokens are checked with, cannot be reached. Worth another try. */
  'unreachable',
  /** The answer, or the ID token, is another issuer's than the one that is configured. */
  'wrong-issuer',
  /** The answer fails a check, or the provider is configured otherwise than this installation. */
  'not-understood',
  /** The provider knows the person, but its token has no role or accounts. */
  'no-role',
] as const;
export type SignInProblem = (typeof SIGN_IN_PROBLEMS)[number];

export interface SignInRefusal {
  readonly ok: false;
  readonly problem: SignInProblem;
  /** For the log, in English: no token, no code and nothing of the person. */
  readonly detail: string;
}

export const refusal = (problem: SignInProblem, detail: string): SignInRefusal => ({ ok: false, problem, detail });

/** No answer, or one that says that the provider is not able to answer. */
export class ProviderUnreachable extends Error {
  override readonly name = 'ProviderUnreachable';
}

/** Codes of RFC 6749 and RFC 9700 that the provider itself calls temporary. */
const TEMPORARY: readonly string[] = ['temporarily_unavailable', 'server_error'];

/** Of whatever the library throws for an answer of the provider. @throws what is no such error. */
export function refusalOf(error: unknown): SignInRefusal {
  const { code, message, cause } = fieldsOf(error);
  const unreachable = [error, cause].find((thrown) => thrown instanceof ProviderUnreachable);
  if (unreachable) return refusal('unreachable', unreachable.message);
  if (error instanceof client.AuthorizationResponseError) return refusalOfAnswer(error.error);
  if (error instanceof client.ResponseBodyError)
    return refusal(error.error === 'invalid_grant' ? 'code-refused' : 'not-understood', `token endpoint: ${error.error}`);
  if (typeof code !== 'string') throw error;
  const reason = fieldsOf(cause)['message'] ?? message;
  return refusal(isAboutIssuer(error) ? 'wrong-issuer' : 'not-understood', `${code}: ${String(reason)}`);
}

const refusalOfAnswer = (code: string): SignInRefusal => {
  if (code === 'access_denied') return refusal('denied', code);
  return refusal(TEMPORARY.includes(code) ? 'unreachable' : 'not-understood', `authorization endpoint: ${code}`);
};

/** The library names the claim, or the field of the metadata, in an innermost cause. */
function isAboutIssuer(error: unknown): boolean {
  const { claim, attribute, cause } = fieldsOf(error);
  return claim === 'iss' || attribute === 'issuer' || (cause !== undefined && isAboutIssuer(cause));
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
