/** A browser without a screen, which signs in to the HTTP room alone: its cookies, and the ways between the page and the provider. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { SpentTickets } from '../../../src/auth/sessions.js';
import { createTokenVerifier } from '../../../src/auth/tokens.js';
import { readConfig } from '../../../src/config/config.js';
import { addOpenIdRoutes, type OpenIdRoutesOptions } from '../../../src/http/openid-routes.js';
import { lookUpKey } from '../../../src/keys/look-up.js';
import { openIdOf } from '../../../src/server/openid.js';
import { startHttp, type TestHttp } from '../../http/server.js';
import type { TestProvider } from './provider.js';

export interface NodeOptions {
  readonly origin?: string;
  /** Nodes of one installation have one key. */
  readonly key?: string;
  readonly now?: () => number;
  /** Who signed out, where nodes share it. */
  readonly spent?: SpentTickets;
  readonly environment?: Readonly<Record<string, string>>;
}

export const ORIGIN = 'https://kabinet.example';

/** One node of an installation that signs in by the provider. */
export async function startNode(
  provider: TestProvider,
  options: NodeOptions = {},
): Promise<TestHttp & { readonly openId: OpenIdRoutesOptions }> {
  const { origin = ORIGIN, key = 'key', now = Date.now, spent = inMemory(), environment = {} } = options;
  const reading = readConfig({ ...provider.environment(origin), ...environment });
  if (!reading.ok) throw new Error(JSON.stringify(reading.errors));
  const { openId: settings, tokens } = reading.config;
  if (!settings || tokens.kind !== 'jwks') throw new Error('no sign-in by a provider is configured');
  const { issuer, audience, url } = tokens;
  const verifier = createTokenVerifier({ issuer, audience, keys: { kind: 'jwks', url }, now });
  const openId = openIdOf({ settings, issuer, lookUp: lookUpKey(Buffer.from(key)), verifier, spent, now });
  return { ...(await startHttp({ routes: [(routes) => addOpenIdRoutes(routes, openId)], deps: { verifier } })), openId };
}

function inMemory(): SpentTickets {
  const ids = new Set<string>();
  return { isSpent: ({ id }) => ids.has(id), spend: ({ id }) => !ids.has(id) && ids.add(id).has(id) };
}

/** As a browser keeps them: by name. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async get(app: FastifyInstance, url: string): Promise<LightMyRequestResponse> {
    return this.#keep(await app.inject({ method: 'GET', url, headers: { cookie: this.cookie } }));
  }

  async post(app: FastifyInstance, url: string): Promise<LightMyRequestResponse> {
    const headers = { cookie: this.cookie, 'sec-fetch-site': 'same-origin' };
    return this.#keep(await app.inject({ method: 'POST', url, headers }));
  }

  /** Up to the provider's answer: the path of the callback, which nobody has opened yet. */
  async authorize(app: FastifyInstance, name: string, to = '/'): Promise<string> {
    const begun = await this.get(app, `/session/sign-in?to=${encodeURIComponent(to)}`);
    return answerOf(locationOf(begun), name);
  }

  /** The whole way. Answers where it ends. */
  async signIn(app: FastifyInstance, name: string, to = '/'): Promise<string> {
    return locationOf(await this.get(app, await this.authorize(app, name, to)));
  }

  #keep(answer: LightMyRequestResponse): LightMyRequestResponse {
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }
}

export const locationOf = ({ headers }: LightMyRequestResponse): string => String(headers.location);

/** What the provider sends somebody back with, who is that person there. */
export async function answerOf(authorization: string, name: string): Promise<string> {
  const address = new URL(authorization);
  address.searchParams.set('user', name);
  const back = new URL((await fetch(address, { redirect: 'manual' })).headers.get('location') ?? '');
  return back.pathname + back.search;
}

/** Why the page says that it did not work; undefined where it did. */
export const problemIn = (location: string): string | undefined => /#sign-in-failed=([a-z-]+)\.[\w-]+$/.exec(location)?.[1];
