import { useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { useSetParameters } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { usePages } from '../api/use-pages.ts';
import { useAction } from '../api/use-action.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { CaseRowFragment, SupportCaseStatus } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { Paged } from '../ui/paged.tsx';
import { When } from '../ui/when.tsx';

const CASE_ROW = graphql(`
  fragment CaseRow on SupportCase {
    id
    status
    message
    note
    openedAt
    resolvedAt
    account {
      id
      name
    }
    openedBy {
      id
      name
    }
    resolvedBy {
      id
      name
      role
    }
    diagnoses {
      askedAt
      causes {
        code
        title
        explanation
      }
    }
  }
`);

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

const RESOLVE = graphql(`
  mutation ResolveSupportCase($input: ResolveSupportCaseInput!) {
    resolveSupportCase(input: $input) {
      errors {
        code
        message
      }
    }
  }
`);

const STATUSES: readonly SupportCaseStatus[] = ['OPEN', 'RESOLVED'];

/** Support sees the cases of every account, the open ones first; a customer those of the account. */
export default function CasesPage(): ReactNode {
  const { t, plural } = useI18n();
  const { viewer, accountId } = useSeen();
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

interface CaseProps {
  readonly supportCase: CaseRowFragment;
  readonly changed: () => void;
}

function Case({ supportCase, changed }: CaseProps): ReactNode {
  const { t } = useI18n();
  const { viewer } = useSeen();
  const [resolving, setResolving] = useState(false);
  const { id, status, message, note, openedAt, resolvedAt, account, openedBy, resolvedBy, diagnoses } = supportCase;
  return (
    <li className="card stack">
      <h2>
        {account.name} <span className={`status ${status}`}>{t.cases.statuses[status]}</span>
      </h2>
      <p className="quiet">
        <When at={openedAt} /> · {openedBy.name ?? openedBy.id} · <small>{id}</small>
      </p>
      {message !== null && <blockquote>{message}</blockquote>}
      {diagnoses.map(({ askedAt, causes }) => (
        <details key={askedAt} className="wide">
          <summary>
            {t.cases.diagnosis} <When at={askedAt} relative={false} />
          </summary>
          <ul>
            {causes.map(({ code, title, explanation }) => (
              <li key={code}>
                <strong>{title}.</strong> {explanation}
              </li>
            ))}
          </ul>
        </details>
      ))}
      {resolvedAt !== null && (
        <p>
          {resolvedBy?.role === null ? t.cases.resolvedItself : t.cases.resolvedBy(resolvedBy?.name ?? resolvedBy?.id ?? '')}{' '}
          <When at={resolvedAt} /> {note}
        </p>
      )}
      {viewer.role === 'SUPPORT' && status === 'OPEN' && (
        <button type="button" onClick={() => setResolving(true)}>
          {t.cases.resolve}
        </button>
      )}
      {resolving && (
        <Resolve
          id={id}
          close={() => setResolving(false)}
          done={() => {
            setResolving(false);
            changed();
          }}
        />
      )}
    </li>
  );
}

function Resolve({ id, done, close }: { readonly id: string; readonly done: () => void; readonly close: () => void }): ReactNode {
  const { t } = useI18n();
  const [note, setNote] = useState('');
  const action = useAction(RESOLVE, ({ resolveSupportCase }) => resolveSupportCase.errors);
  const run = async (): Promise<void> => {
    if (await action.run((idempotencyKey) => ({ input: { caseId: id, note, idempotencyKey } }))) done();
  };
  return (
    <FormDialog
      title={t.cases.resolve}
      submit={t.cases.resolve}
      ready={note.trim() !== ''}
      action={action}
      run={() => void run()}
      close={close}
    >
      <label className="wide">
        {t.cases.note}
        <textarea
          required
          rows={4}
          maxLength={2000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      </label>
    </FormDialog>
  );
}
