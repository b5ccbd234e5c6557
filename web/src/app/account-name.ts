import { useQuery } from 'urql';
import { graphql } from '../gql/index.ts';
import { useSeen } from './viewer.ts';

export const ACCOUNT_NAME = graphql(`
  query AccountName($id: ID!) {
    account(id: $id) {
      id
      name
    }
  }
`);

/** Its id while, or where, no name is known of it: an operator sees none. Asked for only where it is not among the first accounts. */
export function useAccountName(id: string | null): string {
  const { viewer } = useSeen();
  const listed = viewer.accounts.nodes.find((account) => account.id === id);
  const pause = id === null || listed !== undefined;
  const [{ data }] = useQuery({ query: ACCOUNT_NAME, variables: { id: id ?? '' }, pause });
  return (listed ?? data?.account)?.name || (id ?? '');
}
