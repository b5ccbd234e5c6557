/** A connection of the API, page by page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly totalCount?: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export interface Pages<Node> {
  /** Null: not known yet. */
  readonly nodes: readonly Node[] | null;
  readonly total: number | null;
  readonly more: boolean;
  readonly loading: boolean;
  readonly error: CombinedError | null;
  readonly loadMore: () => void;
  readonly reload: () => void;
}

interface Loaded<Node> {
  readonly nodes: readonly Node[];
  readonly total: number | null;
  readonly more: boolean;
  readonly cursor: string | null;
}

/** `variables`: without the cursor; the list begins anew when what they say changes. `cursor`: `before` for a list that is read from its end. */
export function usePages<Data, Variables extends object, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'after' | 'before'>,
  connectionOf: (data: Data) => Connection<Node>,
  cursor: 'after' | 'before' = 'after',
): Pages<Node> {
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded<Node> | null>(null);
  const [loading, setLoading] = useState(true);
  const [error, setError] = useState<CombinedError | null>(null);
  const asked = useRef(0);
  const picking = useRef(connectionOf);
  picking.current = connectionOf;
  const said = JSON.stringify(variables);

  const load = useCallback(
    async (from: string | null): Promise<void> => {
      const number = (asked.current += 1);
      setLoading(true);
      const sent = { ...(JSON.parse(said) as object), [cursor]: from } as unknown as Variables;
      const answer = await client.query<Data, Variables>(document, sent, { requestPolicy: 'network-only' }).toPromise();
      if (number !== asked.current) return;
      setLoading(false);
      setError(answer.error ?? null);
      if (!answer.data) return;
      const { nodes, totalCount, pageInfo } = picking.current(answer.data);
      setLoaded((before) => ({
        nodes: [...((from !== null && before?.nodes) || []), ...nodes],
        total: totalCount ?? null,
        more: pageInfo.hasNextPage,
        cursor: pageInfo.endCursor,
      }));
    },
    [client, document, said, cursor],
  );
  const reload = useCallback(() => void load(null), [load]);
  useEffect(reload, [reload]);

  return {
    nodes: loaded?.nodes ?? null,
    total: loaded?.total ?? null,
    more: loaded?.more ?? false,
    loading,
    error,
    loadMore: () => void load(loaded?.cursor ?? null),
    reload,
  };
}
