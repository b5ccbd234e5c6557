/** Subscriptions: followed from a position on, over a WebSocket that comes back by itself where it was cut. */
import { createClient } from 'graphql-ws';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { currentToken } from '../session/session.ts';
import { answered, unanswered } from './connection.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** As graphql-ws closes what is not authorized. */
const UNAUTHORIZED = 4401;

export interface Following<Data, Variables> {
  /** As urql takes it: the bundle holds the text of the document in its place. */
  readonly document: TypedDocumentNode<Data, Variables>;
  /** Asked again for every connection: where to go on. */
  readonly variables: () => Variables;
  readonly onData: (data: Data) => void;
  /** The server refused, and would again. */
  readonly onRefused: (message: string) => void;
}

/** Answers how to stop. */
export function follow<Data, Variables>({ document, variables, onData, onRefused }: Following<Data, Variables>): () => void {
  let stopped = false;
  let waitMs = FIRST_WAIT_MS;
  /** Closes the connection too, which has no other subscription. */
  let unsubscribe: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const comeBack = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void connect(), waitMs);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };
  const connect = async (): Promise<void> => {
    const token = await currentToken().catch(() => undefined);
    if (stopped || token === null) return;
    if (token === undefined) {
      unanswered();
      comeBack();
      return;
    }
    const client = createClient({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      on: {
        connected: () => {
          waitMs = FIRST_WAIT_MS;
          answered();
        },
      },
    });
    unsubscribe = client.subscribe(
      { query: document as unknown as string, variables: variables() as Record<string, unknown> },
      {
        next: ({ data, errors }) => {
          if (data) onData(data as Data);
          else if (errors?.[0]) onRefused(errors[0].message);
        },
        error: (error) => {
          if (Array.isArray(error)) {
            onRefused((error as readonly { readonly message: string }[])[0]?.message ?? '');
            return;
          }
          // A token ends with its minutes, and the connection with it: the next one brings a new token.
          if (!(error instanceof CloseEvent && error.code === UNAUTHORIZED)) unanswered();
          comeBack();
        },
        complete: comeBack,
      },
    );
  };
  void connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
