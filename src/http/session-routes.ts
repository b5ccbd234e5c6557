/**
 * The sessions of the web page: `POST /session` with a sign-in code opens one, `/session/token` gives the page a token for it, and
 * `/session/end` ends it. The cookie goes to these addresses alone: the API knows tokens and no cookies, so no other site can use it. An
 * operator's goes to GraphiQL's address as well, which is there for nobody else.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_SECONDS, type Sessions } from '../auth/sessions.js';
import { HttpError } from './http-errors.js';
import { GRAPHIQL_PATH } from './page.js';
import { HTTP_TEXTS } from './texts.js';

const COOKIE = 'kabinet_session';
const PATH = '/session';
/** Room for a code of some accounts. */
export const BODY_BYTES = 4_096;

/** `sessions`: null where tokens come from an issuer of somebody else's. */
export function addSessionRoutes(app: FastifyInstance, sessions: Sessions | null): void {
  const options = { bodyLimit: BODY_BYTES };

  app.post(PATH, options, async (request, reply) => {
    requireOwnPage(request);
    const ticket = await sessions?.open(codeOf(request.body));
    if (!sessions || ticket === undefined) throw new HttpError(401, 'UNAUTHENTICATED', HTTP_TEXTS.signInCodeUnknown);
    const held = ticketOf(request);
    if (held !== undefined) await sessions.end(held);
    setCookie(request, reply, ticket, SESSION_SECONDS);
    if ((await sessions.role(ticket)) === 'OPERATOR') setCookie(request, reply, ticket, SESSION_SECONDS, GRAPHIQL_PATH);
    return sessions.token(ticket);
  });

  // Nobody is signed in: that is an answer, and no error.
  app.post(`${PATH}/token`, options, async (request, reply) => {
    requireOwnPage(request);
    const ticket = ticketOf(request);
    const token = ticket === undefined ? undefined : await sessions?.token(ticket);
    return token ?? reply.code(204).send();
  });

  app.post(`${PATH}/end`, options, async (request, reply) => {
    requireOwnPage(request);
    // The browser forgets it, also where it could not be ended for whoever has a copy.
    setCookie(request, reply, '', 0);
    if (await isOperators(request, sessions)) setCookie(request, reply, '', 0, GRAPHIQL_PATH);
    const ticket = ticketOf(request);
    if (ticket !== undefined) await sessions?.end(ticket);
    return reply.code(204).send();
  });
}

/**
 * Beside `SameSite=Strict`, which does not tell ports of one host apart: browsers say where a request comes from. Clients that say nothing
 * are no browsers, and nobody else's cookie can be used through them.
 */
export function requireOwnPage({ headers, host }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const foreign = site === undefined ? origin !== undefined && hostOf(origin) !== host : site !== 'same-origin';
  if (foreign) throw new HttpError(403, 'FORBIDDEN', HTTP_TEXTS.forbidden);
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

function codeOf(body: unknown): string {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  if (typeof code !== 'string') throw new HttpError(400, 'BAD_REQUEST', HTTP_TEXTS.badRequest);
  return code;
}

const ticketOf = ({ headers }: FastifyRequest): string | undefined =>
  new RegExp(`(?:^|; )${COOKIE}=([\\w.-]+)`).exec(headers.cookie ?? '')?.[1];

/** Whether the session that the request's cookie names is an operator's. */
export async function isOperators(request: FastifyRequest, sessions: Sessions | null): Promise<boolean> {
  const ticket = ticketOf(request);
  return ticket !== undefined && (await sessions?.role(ticket)) === 'OPERATOR';
}

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number, path = PATH): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header('set-cookie', `${COOKIE}=${value}; Path=${path}; Max-Age=${String(seconds)}; HttpOnly; SameSite=Strict${secure}`);
}
