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
  /** Has no past to show: what is done, asked or kept there is of now. */
  readonly presentOnly?: boolean;
}

const MEMBERS: readonly Role[] = ['OWNER', 'MEMBER'];
const READERS: readonly Role[] = [...MEMBERS, 'PARTNER', 'SUPPORT', 'AUDITOR', 'VENDOR'];

export const TABS: readonly Tab[] = [
  { path: '/licenses', name: 'licenses', roles: READERS, component: lazy(() => import('../licenses/licenses-page.tsx')) },
  { path: '/devices', name: 'devices', roles: READERS, component: lazy(() => import('../devices/devices-page.tsx')) },
  { path: '/databases', name: 'databases', roles: READERS, component: lazy(() => import('../databases/databases-page.tsx')) },
  {
    path: '/add',
    name: 'add',
    roles: [...MEMBERS, 'PARTNER'],
    component: lazy(() => import('../add/add-page.tsx')),
    presentOnly: true,
  },
  {
    path: '/missing',
    name: 'missing',
    roles: [...MEMBERS, 'PARTNER', 'SUPPORT'],
    component: lazy(() => import('../diagnosis/diagnosis-page.tsx')),
    presentOnly: true,
  },
  { path: '/position', name: 'position', roles: READERS, component: lazy(() => import('../position/position-page.tsx')) },
  { path: '/orders', name: 'orders', roles: READERS, component: lazy(() => import('../orders/orders-page.tsx')) },
  {
    path: '/history',
    name: 'history',
    roles: [...MEMBERS, 'SUPPORT'],
    component: lazy(() => import('../history/history-page.tsx')),
  },
  { path: '/history', name: 'audit', roles: ['AUDITOR'], component: lazy(() => import('../history/history-page.tsx')) },
  {
    path: '/changes',
    name: 'changes',
    roles: [...MEMBERS, 'SUPPORT', 'AUDITOR'],
    component: lazy(() => import('../history/changes-page.tsx')),
  },
  {
    path: '/cases',
    name: 'cases',
    roles: [...MEMBERS, 'PARTNER', 'SUPPORT'],
    component: lazy(() => import('../cases/cases-page.tsx')),
    presentOnly: true,
  },
  {
    path: '/vendor',
    name: 'vendor',
    roles: ['VENDOR'],
    component: lazy(() => import('../vendor/vendor-page.tsx')),
    presentOnly: true,
  },
  {
    path: '/health',
    name: 'support',
    roles: ['SUPPORT', 'OPERATOR'],
    component: lazy(() => import('../support/read-model-page.tsx')),
    withoutAccount: true,
    presentOnly: true,
  },
];

export const tabsOf = (role: Role): readonly Tab[] => TABS.filter(({ roles }) => roles.includes(role));
