import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { useAccountName } from './account-name.ts';
import { useSetParameters } from './scope.ts';
import { useSeen } from './viewer.ts';

const AccountSearch = lazy(async () => ({ default: (await import('./account-search.tsx')).AccountSearch }));

/** Which account is looked at: one of a few by a list, one of many by a search. */
export function AccountChoice(): ReactNode {
  const { t } = useI18n();
  const { viewer, accountId } = useSeen();
  const setParameters = useSetParameters();
  const [searching, setSearching] = useState(false);
  const { nodes: accounts, pageInfo } = viewer.accounts;
  const listed = accounts.find(({ id }) => id === accountId);
  const name = useAccountName(accountId);
  if (accountId === null) return null;
  const choose = (account: string): void =>
    setParameters({ account, license: null, database: null, device: null }, { push: true });
  if (pageInfo.hasNextPage)
    return (
      <>
        <button type="button" className="account" aria-haspopup="dialog" onClick={() => setSearching(true)}>
          <span className="unseen">{t.account}: </span>
          {name}
        </button>
        {searching && (
          <Suspense>
            <AccountSearch choose={choose} close={() => setSearching(false)} />
          </Suspense>
        )}
      </>
    );
  if (accounts.length === 1 && listed) return <p className="account">{name}</p>;
  return (
    <label className="account">
      <span className="unseen">{t.account}</span>
      <select value={accountId} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {!listed && <option value={accountId}>{name}</option>}
        {accounts.map((account) => (
          <option key={account.id} value={account.id}>
            {account.name || account.id}
          </option>
        ))}
      </select>
    </label>
  );
}
