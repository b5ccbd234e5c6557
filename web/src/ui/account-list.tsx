import { useState, type ReactNode } from 'react';
import { usePages } from '../api/use-pages.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Paged } from './paged.tsx';
import { SearchField } from './search-field.tsx';

const ACCOUNTS = graphql(`
  query Accounts($search: String, $first: Int!, $after: String) {
    accounts(search: $search, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
      }
    }
  }
`);

export interface FoundAccount {
  readonly id: string;
  readonly name: string;
}

interface Props {
  readonly label: string;
  readonly nothing: string;
  /** How many on a page. */
  readonly first: number;
  readonly choose: (account: FoundAccount) => void;
}

/** Accounts that the viewer reaches, searched by the server, by name or by a whole id. */
export function AccountList({ label, nothing, first, choose }: Props): ReactNode {
  const { t, plural } = useI18n();
  const [search, setSearch] = useState('');
  const pages = usePages(ACCOUNTS, { search: search === '' ? null : search, first }, ({ accounts }) => accounts);
  return (
    // The search may stand in a form: Enter must not send that.
    <div
      className="stack"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
    >
      <SearchField label={label} value={search} hint="acc_…" change={setSearch} />
      <p role="status" className="quiet">
        {pages.total !== null && plural(t.accounts, pages.total)}
      </p>
      <Paged pages={pages} empty={<p>{nothing}</p>}>
        {(accounts) => (
          <ul className="bare accounts">
            {accounts.map(({ id, name }) => (
              <li key={id}>
                <button type="button" className="link" onClick={() => choose({ id, name: name || id })}>
                  {name || id}
                </button>{' '}
                <small>{id}</small>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </div>
  );
}
