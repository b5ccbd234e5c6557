/** A bulk action as its dialog shows it: running, stopped, and what came of each license. */
import { useEffect, useReducer, useRef, useState } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import type { BulkAction, BulkForm } from './bulk-actions.ts';
import { PageRefused } from './every-row.ts';
import { runBulk, type Item, type ItemResult } from './run-bulk.ts';

export interface Bulk {
  readonly state: 'asking' | 'running' | 'stopped' | 'done';
  /** How many there are to do. */
  readonly total: number;
  /** In the order in which they came. */
  readonly results: readonly ItemResult[];
  readonly refused: number;
  readonly error: CombinedError | null;
  readonly start: (action: BulkAction, form: BulkForm, source: BulkSource) => void;
  readonly stop: () => void;
}

export interface BulkSource {
  readonly total: number;
  readonly pages: (signal: AbortSignal) => AsyncIterable<readonly Item[]>;
}

export function useBulk(): Bulk {
  const client = useClient();
  const [state, setState] = useState<Bulk['state']>('asking');
  const [total, setTotal] = useState(0);
  const [error, setError] = useState<CombinedError | null>(null);
  const [, changed] = useReducer((count: number) => count + 1, 0);
  const results = useRef<ItemResult[]>([]);
  const refused = useRef(0);
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);

  const start = (action: BulkAction, form: BulkForm, source: BulkSource): void => {
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    results.current = [];
    refused.current = 0;
    setTotal(source.total);
    setError(null);
    setState('running');
    const act = action.of(client, form);
    runBulk(source.pages(signal), {
      together: action.together,
      act: (items) => act(items, signal),
      onResults: (some) => {
        results.current.push(...some);
        refused.current += some.filter(({ refusal }) => refusal !== null).length;
        changed();
      },
      signal,
    })
      .catch((reason: unknown) => {
        if (!(reason instanceof PageRefused)) throw reason;
        setError(reason.cause);
      })
      .finally(() => setState(signal.aborted ? 'stopped' : 'done'));
  };
  return {
    state,
    total,
    results: results.current,
    refused: refused.current,
    error,
    start,
    stop: () => stopping.current.abort(),
  };
}
