import { useState, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.tsx';
import { LANGUAGES } from '../i18n/language.ts';
import { sessionIsKept, signOut } from '../session/session.ts';
import { AccountChoice } from './account-choice.tsx';
import { useSeen } from './viewer.ts';

export function Header(): ReactNode {
  const { t } = useI18n();
  const { viewer } = useSeen();
  const [failed, setFailed] = useState(false);
  return (
    <header className="top">
      <p className="brand">
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span>
          {t.product} <small>{t.productAbout}</small>
        </span>
      </p>
      <AccountChoice />
      <p className="who">
        <strong>{viewer.name ?? viewer.id}</strong> <small>{t.roles[viewer.role]}</small>
      </p>
      {/* A page of its own, which the server gives to an operator's session alone. */}
      {viewer.role === 'OPERATOR' && sessionIsKept() && <a href="/graphiql">GraphiQL</a>}
      <LanguageChoice />
      <button type="button" onClick={() => void signOut().catch(() => setFailed(true))}>
        {t.signOut}
      </button>
      {failed && (
        <p role="alert" className="notice bad">
          {t.signIn.signOutFailed}
        </p>
      )}
    </header>
  );
}

export function LanguageChoice(): ReactNode {
  const { t, language, choose } = useI18n();
  return (
    <label>
      <span className="unseen">{t.language}</span>
      <select
        value={language}
        onChange={({ currentTarget }) => choose(LANGUAGES.find((known) => known === currentTarget.value) ?? language)}
      >
        {LANGUAGES.map((known) => (
          <option key={known} value={known} lang={known}>
            {t.languages[known]}
          </option>
        ))}
      </select>
    </label>
  );
}
