import { Suspense, useMemo, useRef, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Failure, Loading } from '../ui/notice.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { useKeptFocus } from './keep-focus.ts';
import { KnownAccount } from './known-account.tsx';
import { PresentOnly } from './present-only.tsx';
import { useHref, useScope } from './scope.ts';
import { TabBar } from './tab-bar.tsx';
import { tabsOf } from './tabs.ts';
import { TimeTravel } from './time-travel.tsx';
import { SeenContext } from './viewer.ts';

const VIEWER = graphql(`
  query Viewer {
    viewer {
      id
      name
      role
      accounts(first: 50) {
        pageInfo {
          hasNextPage
        }
        nodes {
          id
          name
        }
      }
    }
  }
`);

/** Everything around the tabs: who is signed in, which account, and where to go. */
export function Shell(): ReactNode {
  const { t } = useI18n();
  const { account, at } = useScope();
  const href = useHref();
  const [path] = useLocation();
  useKeptFocus();
  const [{ data, error }, reload] = useQuery({ query: VIEWER });
  // Another language brings a client that knows nothing yet: whoever is signed in stays who they are meanwhile.
  const known = useRef(data);
  known.current = data ?? known.current;
  const viewer = known.current?.viewer;
  // Whose tabs are all of no account, an operator, is offered none.
  const ofAccounts = viewer !== undefined && tabsOf(viewer.role).some(({ withoutAccount }) => withoutAccount !== true);
  const accountId = ofAccounts ? (account ?? viewer.accounts.nodes[0]?.id ?? null) : null;
  const seen = useMemo(() => (viewer ? { viewer, accountId } : null), [viewer, accountId]);
  if (!seen) {
    return (
      <main className="alone">
        {error ? <Failure error={error} retry={() => reload({ requestPolicy: 'network-only' })} /> : <Loading />}
      </main>
    );
  }
  const tabs = tabsOf(seen.viewer.role).filter(({ withoutAccount }) => withoutAccount === true || accountId !== null);
  return (
    <SeenContext.Provider value={seen}>
      <a className="skip" href="#content">
        {t.skipToContent}
      </a>
      <Header />
      <TabBar tabs={tabs} />
      <Banners />
      {accountId !== null && <TimeTravel />}
      {/* Another account begins anew: nothing of the one before stays in any part of the page. */}
      <main id="content" tabIndex={-1} key={accountId}>
        <Suspense fallback={<Loading />}>
          <KnownAccount>
            {/* A part that could not be loaded takes nothing else with it, and another tab begins anew. */}
            <ErrorBoundary key={path} text={t.errors.part} again={t.retry}>
              <Switch>
                {tabs.map(({ path, name, presentOnly, component: Component }) => (
                  <Route key={path} path={path}>
                    {presentOnly === true && at !== null ? <PresentOnly title={t.tabs[name]} /> : <Component />}
                  </Route>
                ))}
                {/* What a QR code of a base holds, opened by a person: the devices of that base. */}
                <Route path="/connect/:id">{({ id }) => <Redirect to={href('/devices', { database: id })} replace />}</Route>
                <Route path="/">{tabs[0] && <Redirect to={href(tabs[0].path)} replace />}</Route>
                <Route>
                  <h1>{t.notFound.title}</h1>
                  <p>{t.notFound.text}</p>
                </Route>
              </Switch>
            </ErrorBoundary>
          </KnownAccount>
        </Suspense>
      </main>
    </SeenContext.Provider>
  );
}
