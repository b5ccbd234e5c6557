/** GraphQL over HTTP, as whoever is signed in, with texts in the page's language. */
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import type { Language } from '../i18n/language.ts';
import { currentToken, renewToken } from '../session/session.ts';
import { answered, unanswered } from './connection.ts';

/** One for each viewer, account and language: what one of them was answered is in no cache of another. */
export const createApiClient = (language: Language): Client =>
  new Client({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, fetchExchange],
    fetch: (url, options) => authorizedFetch(url, options ?? {}, language),
  });

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
