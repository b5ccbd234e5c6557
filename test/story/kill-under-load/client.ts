/** A client of the API that does not give up: on a broken connection it sends the same request with the same key until it is answered. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Ledger, Mutation } from './ledger.js';

const PAUSE_MS = 40;

export interface Client {
  query<Data>(token: string, text: string, variables: object): Promise<Data>;
  /** The payload, and whether it was not known for a while whether it had been done. */
  send(mutation: Mutation): Promise<{ readonly payload: Payload; readonly wasUnknown: boolean }>;
}

export interface Payload {
  readonly position: string | null;
  readonly errors: readonly { readonly code: string }[];
  readonly [field: string]: unknown;
}

type Tried =
  | { readonly kind: 'answered'; readonly data: unknown }
  /** Refused before anything was sent, or by a server that is not ready. */
  | { readonly kind: 'notDone' }
  /** The connection broke, or the answer asks to try again. */
  | { readonly kind: 'unknown' };

/** Rejects on an answer that must not be: a top-level error that is not to be retried, or a 5xx other than 503. */
export function clientOf(url: string, { figures }: Ledger, patienceSeconds: number): Client {
  async function untilAnswered(token: string, query: string, variables: object): Promise<{ data: unknown; wasUnknown: boolean }> {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    };
    const started = Date.now();
    let wasUnknown = false;
    while (Date.now() - started < patienceSeconds * 1_000) {
      const tried = await tryOnce(`${url}/graphql`, request);
      if (tried.kind === 'answered') return { data: tried.data, wasUnknown };
      if (tried.kind === 'unknown') wasUnknown = true;
      figures.retries += 1;
      await wait(PAUSE_MS);
    }
    throw new Error(`not answered in ${String(patienceSeconds)} seconds: ${request.body}`);
  }

  return {
    query: async <Data>(token: string, text: string, variables: object) => {
      const { data } = await untilAnswered(token, text, variables);
      figures.queries += 1;
      return data as Data;
    },
    send: async ({ token, name, input, selection }) => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
      const text = `mutation ($input: ${type}!) { payload: ${name}(input: $input) { ${selection} position errors { code } } }`;
      const { data, wasUnknown } = await untilAnswered(token, text, { input });
      return { payload: (data as { payload: Payload }).payload, wasUnknown };
    },
  };
}

async function tryOnce(url: string, request: RequestInit): Promise<Tried> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, request);
    status = response.status;
    text = await response.text();
  } catch (error) {
    return { kind: wasRefused(error) ? 'notDone' : 'unknown' };
  }
  if (status === 503) return { kind: 'notDone' };
  if (status >= 500) throw new Error(`answered ${String(status)}: ${text}`);
  const answer = JSON.parse(text) as {
    readonly data?: unknown;
    readonly errors?: readonly { readonly extensions?: { readonly retryable?: boolean } }[];
  };
  if (answer.errors === undefined) return { kind: 'answered', data: answer.data };
  if (answer.errors.every(({ extensions }) => extensions?.retryable === true)) return { kind: 'unknown' };
  throw new Error(`answered ${String(status)}: ${text}`);
}

/** By its shape: the error is of another realm than the test. */
function wasRefused(error: unknown): boolean {
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
}
