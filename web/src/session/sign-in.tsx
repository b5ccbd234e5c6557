import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { LanguageChoice } from '../app/header.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { signInAddress } from './by-provider.ts';
import { signInWith, signsInByProvider, startSession, type SessionState } from './session.ts';

/** For whoever is not signed in: what to do, and what went wrong. */
export function SignIn({ state }: { readonly state: SessionState }): ReactNode {
  const { t } = useI18n();
  const [token, setToken] = useState('');
  const byProvider = signsInByProvider();
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
      {byProvider ? (
        <>
          <p>{t.signIn.byProvider.how}</p>
          <p>
            <a className="go" href={signInAddress(byProvider.again)}>
              {t.signIn.byProvider.go}
            </a>
          </p>
        </>
      ) : (
        <p>{t.signIn.how}</p>
      )}
      <details>
        <summary>{t.signIn.byToken}</summary>
        <form onSubmit={submit}>
          <p id="token-hint">{byProvider ? t.signIn.byProvider.tokenHint : t.signIn.byTokenHint}</p>
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
  const failure = signsInByProvider()?.failure;
  if (state === 'link-refused') return <Alert text={t.signIn.linkRefused} />;
  if (state === 'ended') return <Alert text={t.signIn.ended} />;
  if (state === 'provider-refused' && failure) {
    return <Alert text={t.signIn.byProvider.problems[failure.problem]} small={t.errors.correlation(failure.number)} />;
  }
  if (state !== 'unreachable' && state !== 'provider-unreachable') return null;
  return (
    <>
      <Alert text={state === 'unreachable' ? t.signIn.unreachable : t.signIn.byProvider.problems.unreachable} />
      <p>
        <button type="button" onClick={() => void startSession()}>
          {t.retry}
        </button>
      </p>
    </>
  );
}

const Alert = ({ text, small }: { readonly text: string; readonly small?: string }): ReactNode => (
  <p role="alert" className="notice bad">
    {text} {small !== undefined && <small>{small}</small>}
  </p>
);
