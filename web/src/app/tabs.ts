/** Which tabs a role has: what the API lets it read (docs/front-end.md). */
import { lazy, type ComponentType } from 'react';
import type { Role } from '../gql/graphql.ts';
import type { Messages } from '../i18n/ru.ts';

export interface Tab {
  readonly path: string;
  readonly name: Exclude<keyof Messages['tabs'], 'label'>;
  readonly roles: readonly Role[];
  readonly component: ComponentType;
  /** Works on all accounts together. */
  readonly withoutAccount?: boolean;
}

const READERS: readonly Role[] = ['OWNER', 'MEMBER', 'PARTNER', 'SUPPORT', 'AUDITOR', 'VENDOR'];

export const TABS: readonly Tab[] = [
  {
    path: '/licenses',
    name: 'licenses',
    roles: READERS,
    component: lazy(() => import('../licenses/licenses-page.tsx')),
  },
];

export const tabsOf = (role: Role): readonly Tab[] => TABS.filter(({ roles }) => roles.includes(role));
