import { createContext, useContext } from 'react';
import type { ViewerQuery } from '../gql/graphql.ts';

export type Viewer = ViewerQuery['viewer'];

export interface Seen {
  readonly viewer: Viewer;
  /** The account that is looked at; null for whoever has none. */
  readonly accountId: string | null;
}

export const SeenContext = createContext<Seen | null>(null);

export function useSeen(): Seen {
  const seen = useContext(SeenContext);
  if (!seen) throw new Error('outside of the shell');
  return seen;
}

/** @throws where no account is looked at: such tabs are not shown then. */
export function useAccountId(): string {
  const { accountId } = useSeen();
  if (accountId === null) throw new Error('no account');
  return accountId;
}
