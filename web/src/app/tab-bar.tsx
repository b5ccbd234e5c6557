import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useI18n } from '../i18n/i18n.tsx';
import { sessionIsKept } from '../session/session.ts';
import { useHref } from './scope.ts';
import type { Tab } from './tabs.ts';
import { useSeen } from './viewer.ts';

export function TabBar({ tabs }: { readonly tabs: readonly Tab[] }): ReactNode {
  const { t } = useI18n();
  const [location] = useLocation();
  const href = useHref();
  const { viewer } = useSeen();
  return (
    <nav className="tabs" aria-label={t.tabs.label}>
      {tabs.map(({ path, name }) => (
        <Link key={path} href={href(path)} {...(location === path && { 'aria-current': 'page' as const })}>
          {t.tabs[name]}
        </Link>
      ))}
      {/* A page of its own, which the server gives to an operator's session alone. */}
      {viewer.role === 'OPERATOR' && sessionIsKept() && <a href="/graphiql">GraphiQL</a>}
    </nav>
  );
}
