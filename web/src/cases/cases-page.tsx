import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { useSetParameters } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { SupportCaseStatus } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { Paged } from '../ui/paged.tsx';
import { Loading } from '../ui/notice.tsx';
import { Case, CASE_ROW } from './case.tsx';
import { FEEDBACK_TEXTS } from './feedback-texts.ts';

const CASES = graphql(`
  query SupportCases($accountId: ID, $status: SupportCaseStatus, $after: String) {
    supportCases(accountId: $accountId, status: $status, after: $after, first: 20) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...CaseRow
      }
    }
  }
`);

const Feedback = lazy(() => import('./feedback.tsx'));

const STATUSES: readonly SupportCaseStatus[] = ['OPEN', 'RESOLVED'];

/** Support sees the cases of every account, the open ones first; a customer those of the account. */
export default function CasesPage(): ReactNode {
  const { t, plural, language } = useI18n();
  const { viewer, accountId } = useSeen();
  const [rating, setRating] = useState(false);
  const setParameters = useSetParameters();
  const given = new URLSearchParams(useSearch());
  const status = STATUSES.find((each) => each === given.get('state')) ?? null;
  const all = viewer.role === 'SUPPORT' && given.get('whose') !== 'account';
  const pages = usePages(CASES, { accountId: all ? null : accountId, status }, ({ supportCases }) => supportCases);
  return (
    <>
      <div className="title">
        <h1>{t.cases.title}</h1>
        <p role="status" className="quiet">
          {pages.total !== null && plural(t.cases.count, pages.total)}
        </p>
      </div>
      {viewer.role === 'SUPPORT' && (
        <details className="wide" onToggle={({ currentTarget }) => setRating(currentTarget.open)}>
          <summary>{FEEDBACK_TEXTS[language].title}</summary>
          {rating && (
            <Suspense fallback={<Loading />}>
              <Feedback />
            </Suspense>
          )}
        </details>
      )}
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={t.licenses.columns.status}
          value={status ?? ''}
          options={[['', t.licenses.all], ...STATUSES.map((each) => [each, t.cases.statuses[each]] as const)]}
          change={(state) => setParameters({ state })}
        />
        {viewer.role === 'SUPPORT' && (
          <Choice
            label={t.account}
            value={all ? '' : 'account'}
            options={[
              ['', t.cases.everyAccount],
              ['account', t.cases.thisAccount],
            ]}
            change={(whose) => setParameters({ whose })}
          />
        )}
      </form>
      <Paged pages={pages} empty={<p>{t.cases.empty}</p>}>
        {(nodes) => (
          <ul className="causes">
            {nodes.map((node) => {
              const supportCase = readFragment(CASE_ROW, node);
              return <Case key={supportCase.id} supportCase={supportCase} changed={pages.reload} />;
            })}
          </ul>
        )}
      </Paged>
    </>
  );
}
