/** What of the address holds for every tab: which account is looked at, and at which moment. */
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { AsOf } from '../gql/graphql.ts';

export interface Scope {
  /** Null: not chosen yet. */
  readonly account: string | null;
  /** An instant of the past; null: now. */
  readonly at: string | null;
  readonly asOf: AsOf | null;
}

const isInstant = (text: string | null): text is string => text !== null && !Number.isNaN(Date.parse(text));

export function useScope(): Scope {
  const search = useSearch();
  return useMemo(() => {
    const given = new URLSearchParams(search);
    const at = given.get('at');
    const asOf = isInstant(at) ? { time: new Date(at).toISOString() } : null;
    return { account: given.get('account'), at: asOf?.time ?? null, asOf };
  }, [search]);
}

/** An address of a tab, with the account and the moment that are looked at now. */
export function useHref(): (path: string, parameters?: Readonly<Record<string, string>>) => string {
  const { account, at } = useScope();
  return (path, parameters = {}) => {
    const search = new URLSearchParams({ ...(account !== null && { account }), ...(at !== null && { at }), ...parameters });
    return search.size === 0 ? path : `${path}?${search.toString()}`;
  };
}

/** Changes parameters of the address in place: null takes one away. */
export function useSetParameters(): (
  changes: Readonly<Record<string, string | null>>,
  options?: { readonly push?: boolean },
) => void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  return (changes, { push = false } = {}) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    navigate(next.size === 0 ? path : `${path}?${next.toString()}`, { replace: !push });
  };
}
