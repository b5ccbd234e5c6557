import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { LanguageChoice } from '../app/header.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { signInWith, startSession, type SessionState } from './session.ts';

/** For whoever is not signed in: what to do, and what went wrong. */
export function SignIn({ state }: { readonly state: SessionState }): ReactNode {
  const { t } = useI18n();
  const [token, setToken] = useState('');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (token.trim() !== '') signInWith(token.trim());
  };
  return (
    <main className="alone sign-in">
      <p className="brand">
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span>
          {t.product} <small>{t.productAbout}</small>
        </span>
        <LanguageChoice />
      </p>
      <h1>{t.signIn.title}</h1>
      <Problem state={state} />
      <p>{t.signIn.how}</p>
      <details>
        <summary>{t.signIn.byToken}</summary>
        <form onSubmit={submit}>
          <p id="token-hint">{t.signIn.byTokenHint}</p>
          <label>
            {t.signIn.token}
            <input
              type="password"
              autoComplete="off"
              required
              aria-describedby="token-hint"
              value={token}
              onChange={({ currentTarget }) => setToken(currentTarget.value)}
            />
          </label>
          <button type="submit">{t.signIn.submit}</button>
        </form>
      </details>
    </main>
  );
}

function Problem({ state }: { readonly state: SessionState }): ReactNode {
  const { t } = useI18n();
  if (state === 'link-refused') return <Alert text={t.signIn.linkRefused} />;
  if (state === 'ended') return <Alert text={t.signIn.ended} />;
  if (state !== 'unreachable') return null;
  return (
    <>
      <Alert text={t.signIn.unreachable} />
      <p>
        <button type="button" onClick={() => void startSession()}>
          {t.retry}
        </button>
      </p>
    </>
  );
}

const Alert = ({ text }: { readonly text: string }): ReactNode => (
  <p role="alert" className="notice bad">
    {text}
  </p>
);
