/** A mutation as a form needs it: busy, refused and why, or done. */
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { MutationErrorCode } from '../gql/graphql.ts';

export interface MutationRefusal {
  readonly code: MutationErrorCode;
  readonly message: string;
}

export interface Action<Data, Variables> {
  readonly busy: boolean;
  /** The API's own words. */
  readonly refusals: readonly MutationRefusal[];
  readonly failure: CombinedError | null;
  /** Null: it was refused, or the server did not answer. The key is the same until it is done, so that trying again does nothing twice. */
  readonly run: (variablesOf: (idempotencyKey: string) => Variables) => Promise<Data | null>;
}

export function useAction<Data, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  errorsOf: (data: Data) => readonly MutationRefusal[],
): Action<Data, Variables> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<readonly MutationRefusal[]>([]);
  const [failure, setFailure] = useState<CombinedError | null>(null);
  const key = useRef<string | null>(null);
  return {
    busy,
    refusals,
    failure,
    run: async (variablesOf) => {
      setBusy(true);
      key.current ??= newKey();
      const { data, error } = await client.mutation<Data, Variables>(document, variablesOf(key.current)).toPromise();
      const refused = data ? errorsOf(data) : [];
      // An answer was given: whoever asks again asks for something else.
      if (!error?.networkError) key.current = null;
      setBusy(false);
      setRefusals(refused);
      setFailure(error ?? null);
      return data && refused.length === 0 && !error ? data : null;
    },
  };
}

/** `crypto.randomUUID` is there only over https and on this machine. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
