/** GraphQL over HTTP, as whoever is signed in, with texts in the page's language. */
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import type { Language } from '../i18n/language.ts';
import { currentToken, renewToken } from '../session/session.ts';
import { answered, unanswered } from './connection.ts';

/** One for each viewer, account and language: what one of them was answered is in no cache of another. */
export function createApiClient(language: Language): Client {
  const options = {
    url: '/graphql',
    preferGetMethod: false,
    fetch: (url: RequestInfo | URL, init?: RequestInit) => authorizedFetch(url, init ?? {}, language),
  };
  const client = new Client({ ...options, exchanges: [cacheExchange, fetchExchange] });
  uncached.set(client, new Client({ ...options, exchanges: [fetchExchange] }));
  return client;
}

const uncached = new WeakMap<Client, Client>();

/** The same without its cache, which keeps every answer: a long list that is scrolled through would fill it without end. */
export const withoutCache = (client: Client): Client => uncached.get(client) ?? client;

/** Asks once more with a new token where the server refused the one that was held. */
export async function authorizedFetch(url: RequestInfo | URL, options: RequestInit, language: Language): Promise<Response> {
  const ask = (token: string | null): Promise<Response> =>
    fetch(url, {
      ...options,
      headers: {
        ...(options.headers as Record<string, string> | undefined),
        'accept-language': language,
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
    });
  try {
    const answer = await ask(await currentToken());
    const last = answer.status === 401 ? await ask(await renewToken()) : answer;
    answered();
    return last;
  } catch (error) {
    // What was given up by the page itself tells nothing of the server.
    if (options.signal?.aborted !== true) unanswered();
    throw error;
  }
}
