import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { useI18n } from '../i18n/i18n.tsx';
import { Loading } from '../ui/notice.tsx';
import { ACCOUNT_NAME } from './account-name.ts';
import { useSetParameters } from './scope.ts';
import { useSeen } from './viewer.ts';

/** What is inside, unless the address names an account that is not the viewer's: one of another tenant is told from none at all by nothing. */
export function KnownAccount({ children }: { readonly children: ReactNode }): ReactNode {
  const { t } = useI18n();
  const { viewer, accountId } = useSeen();
  const setParameters = useSetParameters();
  const listed = accountId === null || viewer.accounts.nodes.some(({ id }) => id === accountId);
  const [{ data, error }] = useQuery({ query: ACCOUNT_NAME, variables: { id: accountId ?? '' }, pause: listed });
  // Where it cannot be asked, the tab says so itself.
  if (listed || data?.account || (error && !data)) return children;
  if (!data) return <Loading />;
  return (
    <>
      <h1>{t.notFound.accountTitle}</h1>
      <div className="empty">
        <p>{t.notFound.accountText}</p>
        {viewer.accounts.nodes.length > 0 && (
          <button type="button" onClick={() => setParameters({ account: null, license: null })}>
            {t.notFound.toOwnAccount}
          </button>
        )}
      </div>
    </>
  );
}
