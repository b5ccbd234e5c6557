import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useHref } from '../app/scope.ts';
import { useSeen } from '../app/viewer.ts';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import type { CaseRowFragment } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { FormDialog } from '../ui/form-dialog.tsx';
import { When } from '../ui/when.tsx';
import { FEEDBACK_TEXTS } from './feedback-texts.ts';

export const CASE_ROW = graphql(`
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

interface CaseProps {
  readonly supportCase: CaseRowFragment;
  readonly changed: () => void;
}

/** A case with its diagnoses; support resolves it, and asks again. */
export function Case({ supportCase, changed }: CaseProps): ReactNode {
  const { t, language, format } = useI18n();
  const { viewer } = useSeen();
  const href = useHref();
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
            {t.cases.diagnosis} <time dateTime={askedAt}>{format.time(askedAt)}</time>
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
      {viewer.role === 'SUPPORT' && (
        <div className="buttons">
          {status === 'OPEN' && (
            <button type="button" onClick={() => setResolving(true)}>
              {t.cases.resolve}
            </button>
          )}
          <Link href={href('/missing', { account: account.id })}>{FEEDBACK_TEXTS[language].diagnose}</Link>
          <Link href={href('/licenses', { account: account.id })}>{FEEDBACK_TEXTS[language].toAccount}</Link>
        </div>
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
