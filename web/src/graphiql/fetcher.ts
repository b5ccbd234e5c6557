/** How GraphiQL asks the API: as whoever is signed in, or by a token that was typed into its headers. */
import type { ComponentProps } from 'react';
import type { GraphiQL } from 'graphiql';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Language } from '../i18n/language.ts';
import { currentToken } from '../session/session.ts';

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher'];
type Operation = Parameters<Fetcher>[0];
type Answer = Exclude<Awaited<ReturnType<Fetcher>>, { subscribe: unknown } | AsyncIterable<unknown>>;
type Headers = Readonly<Record<string, string>>;

export const createFetcher =
  (language: Language): Fetcher =>
  async (operation, { headers: typed } = {}) => {
    const headers = { 'accept-language': language, ...(await signedIn()), ...lowerCase(typed) };
    return isSubscription(operation) ? subscribe(operation, headers) : post(operation, headers);
  };

/** By the text that is sent: GraphiQL's own reading of it may be that of a moment ago. */
function isSubscription({ query, operationName }: Operation): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    // The server says what is wrong with it.
    return false;
  }
}

async function signedIn(): Promise<Headers> {
  const token = await currentToken();
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

/** So that what was typed takes the place of ours, however it is written. */
const lowerCase = (headers: Record<string, unknown> = {}): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

async function post(operation: Operation, headers: Headers): Promise<Answer> {
  const answer = await fetch('/graphql', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify(operation),
  });
  return (await answer.json()) as Answer;
}

/** A connection each: it is the one that brings the token, and ends with it. */
function subscribe({ query, variables, operationName }: Operation, headers: Headers): AsyncIterable<Answer> {
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    connectionParams: headers,
    retryAttempts: 0,
  });
  return client.iterate({
    query,
    variables: variables as Record<string, unknown> | null | undefined,
    operationName: operationName ?? null,
  }) as AsyncIterable<Answer>;
}
