import type { ReactNode } from 'react';
import type { CombinedError } from '@urql/core';
import { useI18n } from '../i18n/i18n.tsx';

export function Loading(): ReactNode {
  const { t } = useI18n();
  return (
    <p role="status" className="quiet">
      {t.loading}
    </p>
  );
}

/** What the API answered in place of data, in its own words, which are in the page's language. */
export function Failure({ error, retry }: { readonly error: CombinedError; readonly retry?: () => void }): ReactNode {
  const { t } = useI18n();
  const messages = error.networkError ? [t.errors.network] : error.graphQLErrors.map(({ message }) => message);
  const number = error.graphQLErrors.map(({ extensions }) => extensions['correlationId']).find((id) => typeof id === 'string');
  return (
    <div role="alert" className="notice bad">
      <p>
        <strong>{t.errors.title}.</strong> {messages.join(' ')}{' '}
        {number !== undefined && <small>{t.errors.correlation(number)}</small>}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          {t.retry}
        </button>
      )}
    </div>
  );
}

interface Refusal {
  readonly message: string;
}

/** Why a mutation did not do what was asked. */
export function Refusals({ errors }: { readonly errors: readonly Refusal[] }): ReactNode {
  if (errors.length === 0) return null;
  return (
    <ul role="alert" className="notice bad">
      {errors.map(({ message }, index) => (
        <li key={index}>{message}</li>
      ))}
    </ul>
  );
}
