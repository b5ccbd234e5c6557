import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useI18n } from '../i18n/i18n.tsx';
import { useHref } from './scope.ts';
import type { Tab } from './tabs.ts';

export function TabBar({ tabs }: { readonly tabs: readonly Tab[] }): ReactNode {
  const { t } = useI18n();
  const [location] = useLocation();
  const href = useHref();
  return (
    <nav className="tabs" aria-label={t.tabs.label}>
      {tabs.map(({ path, name }) => (
        <Link key={path} href={href(path)} {...(location === path && { 'aria-current': 'page' as const })}>
          {t.tabs[name]}
        </Link>
      ))}
    </nav>
  );
}
