/**
 * Signing in to the page by an OpenID provider (docs/decisions/0019): the page leads to `GET /session/sign-in`, that to the provider, and
 * the provider back to `GET /session/callback`. `POST /session/token` and `/session/end` are the ones of every session.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { returnPath } from '../auth/openid/return-path.js';
import type { SignInProblem } from '../auth/openid/problems.js';
import type { OpenIdSessions } from '../auth/openid/session.js';
import { PENDING_SECONDS, type SignIn } from '../auth/openid/sign-in.js';
import { SIGN_IN_CALLBACK } from '../config/openid.js';
import type { Role } from '../domain/events.js';
import { HttpError } from './http-errors.js';
import { pageCookie, type PageCookie } from './page-cookies.js';
import { BODY_BYTES, requireOwnPage } from './session-routes.js';
import { HTTP_TEXTS } from './texts.js';

export interface OpenIdRoutesOptions {
  readonly signIn: SignIn;
  readonly sessions: OpenIdSessions;
  /** The page's, as browsers know it. */
  readonly origin: string;
}

/** A request for the head alone would use up what the request itself needs. */
const OPENED = { exposeHeadRoute: false } as const;
const SEE_OTHER = 303;

const sessionCookie = (origin: string): PageCookie =>
  pageCookie({ name: 'kabinet_openid', secure: origin.startsWith('https:'), sameSite: 'Strict' });

/** Whose session a request brings, for what is opened by its address and so brings no token. */
export function roleOfSession(request: FastifyRequest, { sessions, origin }: OpenIdRoutesOptions): Role | undefined {
  const kept = sessionCookie(origin).read(request);
  return kept === undefined ? undefined : sessions.role(kept);
}

export function addOpenIdRoutes(app: FastifyInstance, { signIn, sessions, origin }: OpenIdRoutesOptions): void {
  // The browser comes back from another site, and brings this one along.
  const pending = pageCookie({ name: 'kabinet_sign_in', secure: origin.startsWith('https:'), sameSite: 'Lax' });
  const session = sessionCookie(origin);
  const options = { bodyLimit: BODY_BYTES };

  const failed = (
    request: FastifyRequest,
    reply: FastifyReply,
    to: string,
    problem: SignInProblem,
    detail: string,
  ): FastifyReply => {
    request.log.warn({ problem, detail }, 'sign-in refused');
    return reply.redirect(`${origin}${to}#sign-in-failed=${problem}.${request.id}`, SEE_OTHER);
  };

  app.get('/session/sign-in', OPENED, async (request, reply) => {
    const asked = parametersOf(request, origin);
    const to = returnPath(asked.get('to'), origin);
    const begun = await signIn.begin(to, asked.get('prompt') === 'login');
    if (!begun.ok) return failed(request, reply, to, begun.problem, begun.detail);
    pending.write(reply, begun.value.pending, PENDING_SECONDS);
    return reply.redirect(begun.value.address.href, SEE_OTHER);
  });

  app.get(SIGN_IN_CALLBACK, OPENED, async (request, reply) => {
    const finished = await signIn.finish(pending.read(request), parametersOf(request, origin));
    if (finished.ok || finished.spent) pending.clear(reply);
    if (!finished.ok) return failed(request, reply, finished.to, finished.problem, finished.detail);
    session.write(reply, finished.kept, finished.seconds);
    return reply.redirect(origin + finished.to, SEE_OTHER);
  });

  // There are no links here: one of another server is told so, and how one signs in instead.
  app.post('/session', options, (request, reply) => {
    requireOwnPage(request);
    offerSignIn(reply);
    throw new HttpError(401, 'UNAUTHENTICATED', HTTP_TEXTS.signInCodeUnknown);
  });

  app.post('/session/token', options, async (request, reply) => {
    requireOwnPage(request);
    offerSignIn(reply);
    const kept = session.read(request);
    if (kept === undefined) return reply.code(204).send();
    const answer = await sessions.token(kept);
    if (answer.kind === 'token') {
      session.write(reply, answer.kept, answer.seconds);
      return answer.token;
    }
    request.log.info({ detail: answer.detail }, `session ${answer.kind}`);
    if (answer.kind === 'unreachable') throw new HttpError(503, 'UNAVAILABLE', HTTP_TEXTS.unavailable);
    session.clear(reply);
    return reply.code(204).send();
  });

  app.post('/session/end', options, async (request, reply) => {
    requireOwnPage(request);
    const kept = session.read(request);
    session.clear(reply);
    if (kept === undefined) return reply.code(204).send();
    const { address, problem } = await sessions.end(kept);
    if (problem)
      request.log.warn({ problem: problem.problem, detail: problem.detail }, 'the provider was not told of a sign-out');
    return address === null ? reply.code(204).send() : { goTo: address.href };
  });
}

const parametersOf = ({ url }: FastifyRequest, origin: string): URLSearchParams => new URL(url, origin).searchParams;

/** Tells the page that this is how one signs in. */
const offerSignIn = (reply: FastifyReply): void => void reply.header('kabinet-sign-in', 'openid');
