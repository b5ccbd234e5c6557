/** A small OpenID provider on this machine: authorization code with PKCE, refresh tokens that are good once, revocation, logout. */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { openTokenMint, type Person } from './token-mint.js';

export type { Person } from './token-mint.js';

export const CLIENT_ID = 'kabinet-page';
export const CLIENT_SECRET = 'secret of the page: 100 % & more';
export const AUDIENCE = 'kabinet-api';

/** What it does otherwise than it should, or than others do. */
export interface Conduct {
  /** No request is answered but with an error of its own. */
  readonly down?: boolean;
  /** `iss` of the answer to the callback; null: left out, as of an older provider. */
  readonly answerIssuer?: string | null;
  readonly metadataIssuer?: string;
  readonly idToken?: Readonly<Record<string, unknown>>;
  /** The ID token is signed with a key that is not in the JWKS. */
  readonly foreignKey?: boolean;
  readonly audience?: string;
  /** The client has no secret. */
  readonly publicClient?: boolean;
  /** The secret is taken in the form alone. */
  readonly secretInForm?: boolean;
  readonly withoutRefresh?: boolean;
  readonly withoutLogout?: boolean;
  readonly accessSeconds?: number;
}

export interface TestProvider {
  readonly issuer: string;
  /** The people who have an account there; whoever is not is not offered. May be changed while it runs. */
  readonly people: Map<string, Person>;
  /** What a Kabinet at that address needs to sign in by it. */
  environment(origin: string): Readonly<Record<string, string>>;
  behave(conduct: Conduct): void;
  /** An access token, as for a client of the API that is no page. */
  token(person: Person): Promise<string>;
  /** As if somebody had been faster with that code. */
  useUp(code: string): void;
  /** Ends what was granted to somebody, as an administrator does. */
  withdraw(name: string): void;
  /** Of requests that were answered: method and path. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

interface Grant {
  readonly name: string;
  readonly challenge: string;
  readonly nonce: string | null;
  codeUsed: boolean;
  refresh: string;
}

export async function startTestProvider(people: Readonly<Record<string, Person>>): Promise<TestProvider> {
  const accounts = new Map(Object.entries(people));
  const grants = new Map<string, Grant>();
  const asked: string[] = [];
  let conduct: Conduct = {};
  let page = '';

  const server = createServer((request, reply) => {
    void answer(request, reply).catch((error: unknown) => reply.writeHead(500).end(String(error)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  // Another host than the page's 127.0.0.1: to a browser another site, as in production.
  const issuer = `http://localhost:${String(port)}`;
  const mint = await openTokenMint({ issuer, clientId: CLIENT_ID });

  const routes: Readonly<Record<string, (url: URL, request: IncomingMessage, reply: ServerResponse) => Promise<unknown>>> = {
    '/.well-known/openid-configuration': async (_url, _request, reply) =>
      json(reply, 200, {
        issuer: conduct.metadataIssuer ?? issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        revocation_endpoint: `${issuer}/revoke`,
        ...(conduct.withoutLogout !== true && { end_session_endpoint: `${issuer}/logout` }),
        ...(conduct.secretInForm === true && { token_endpoint_auth_methods_supported: ['client_secret_post'] }),
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: conduct.answerIssuer !== null,
      }),
    '/jwks': async (_url, _request, reply) => json(reply, 200, mint.jwks),
    '/authorize': async (url, request, reply) => {
      const asking = url.searchParams;
      const expected = {
        client_id: CLIENT_ID,
        redirect_uri: `${page}/session/callback`,
        response_type: 'code',
        code_challenge_method: 'S256',
      };
      if (Object.entries(expected).some(([name, value]) => asking.get(name) !== value))
        return json(reply, 400, { error: 'invalid_request' });
      const signedIn = /(?:^|; )sso=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
      const name = asking.get('user') ?? (asking.get('prompt') === 'login' ? null : (signedIn ?? null));
      if (name === null) return loginPage(reply, url, [...accounts.keys()]);
      const back = new URL(`${page}/session/callback`);
      back.searchParams.set('state', asking.get('state') ?? '');
      if (conduct.answerIssuer !== null) back.searchParams.set('iss', conduct.answerIssuer ?? issuer);
      if (name === 'nobody') {
        back.searchParams.set('error', 'access_denied');
        return redirect(reply, back.href);
      }
      const code = randomUUID();
      grants.set(code, {
        name,
        challenge: asking.get('code_challenge') ?? '',
        nonce: asking.get('nonce'),
        codeUsed: false,
        refresh: '',
      });
      back.searchParams.set('code', code);
      return redirect(reply, back.href, `sso=${name}; HttpOnly; SameSite=Lax; Path=/`);
    },
    '/token': async (_url, request, reply) => {
      const form = await formOf(request);
      if (!isClient(request, form, conduct)) return json(reply, 401, { error: 'invalid_client' });
      const refresh = form.get('refresh_token');
      const [key, grant] =
        refresh === null
          ? [form.get('code') ?? '', grants.get(form.get('code') ?? '')]
          : ([...grants].find(([code]) => refresh.startsWith(code)) ?? ['', undefined]);
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const good = refresh === null ? grant?.codeUsed === false && grant.challenge === verifier : grant?.refresh === refresh;
      const person = accounts.get(grant?.name ?? '');
      if (!grant || !good || !person) {
        // Used twice: somebody has what he should not have (RFC 9700, sections 2.1.1 and 4.14.2).
        grants.delete(key);
        return json(reply, 400, { error: 'invalid_grant' });
      }
      grant.codeUsed = true;
      grant.refresh = `${key}.${randomUUID()}`;
      const nonce = refresh === null ? { nonce: grant.nonce } : {};
      return json(reply, 200, {
        token_type: 'Bearer',
        access_token: await mint.access(person, conduct.audience ?? AUDIENCE, conduct.accessSeconds ?? 300),
        id_token: await mint.id(person, { ...nonce, ...conduct.idToken }, conduct.foreignKey === true),
        ...(conduct.withoutRefresh !== true && { refresh_token: grant.refresh }),
      });
    },
    '/revoke': async (_url, request, reply) => {
      const token = (await formOf(request)).get('token') ?? '';
      for (const [code, { refresh }] of grants) if (refresh === token) grants.delete(code);
      return json(reply, 200, {});
    },
    '/logout': async (url, _request, reply) => {
      const back = url.searchParams.get('post_logout_redirect_uri');
      if (back !== `${page}/` || url.searchParams.get('client_id') !== CLIENT_ID)
        return json(reply, 400, { error: 'invalid_request' });
      return redirect(reply, back, 'sso=; Max-Age=0; HttpOnly; Path=/');
    },
  };

  const answer = async (request: IncomingMessage, reply: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer);
    asked.push(`${request.method ?? ''} ${url.pathname}`);
    const route = routes[url.pathname];
    if (conduct.down === true) json(reply, 503, {});
    else if (route) await route(url, request, reply);
    else json(reply, 404, {});
  };

  return {
    issuer,
    people: accounts,
    environment: (origin) => {
      page = origin;
      return {
        KABINET_JWKS_URL: `${issuer}/jwks`,
        KABINET_JWT_ISSUER: issuer,
        KABINET_JWT_AUDIENCE: AUDIENCE,
        KABINET_OIDC_CLIENT_ID: CLIENT_ID,
        KABINET_OIDC_CLIENT_SECRET: CLIENT_SECRET,
        KABINET_OIDC_REDIRECT_URI: `${origin}/session/callback`,
      };
    },
    behave: (next) => {
      conduct = next;
    },
    token: (person) => mint.access(person, AUDIENCE, 300),
    useUp: (code) => {
      grants.delete(code);
    },
    withdraw: (name) => {
      for (const [code, grant] of grants) if (grant.name === name) grants.delete(code);
    },
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isClient({ headers }: IncomingMessage, form: URLSearchParams, { publicClient, secretInForm }: Conduct): boolean {
  const inForm = form.get('client_id') === CLIENT_ID && headers.authorization === undefined;
  if (publicClient === true) return inForm && !form.has('client_secret');
  if (secretInForm === true) return inForm && form.get('client_secret') === CLIENT_SECRET;
  const [, given = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const parts = Buffer.from(given, 'base64').toString('utf8').split(':');
  // Both are form-encoded first (RFC 6749, section 2.3.1).
  const [id, secret] = parts.map((part) => new URLSearchParams(`part=${part}`).get('part'));
  return id === CLIENT_ID && secret === CLIENT_SECRET;
}

function json(reply: ServerResponse, status: number, body: object): void {
  reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function redirect(reply: ServerResponse, location: string, cookie?: string): void {
  reply.writeHead(303, { location, ...(cookie !== undefined && { 'set-cookie': cookie }) }).end();
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += String(part);
  return new URLSearchParams(body);
}

function loginPage(reply: ServerResponse, url: URL, names: readonly string[]): void {
  const links = [...names, 'nobody'].map((name) => {
    const address = new URL(url);
    address.searchParams.set('user', name);
    return `<li><a href="${address.href.replaceAll('&', '&amp;')}">${name}</a></li>`;
  });
  const text = `<!doctype html><html lang="en"><title>Provider</title><h1>Who are you?</h1><ul>${links.join('')}</ul></html>`;
  reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
}
