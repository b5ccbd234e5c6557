import { useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { Provider } from 'urql';
import { createApiClient } from '../api/client.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { onSessionChange, sessionState } from '../session/session.ts';
import { SignIn } from '../session/sign-in.tsx';
import { Loading } from '../ui/notice.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { useScope } from './scope.ts';
import { Shell } from './shell.tsx';

export function App(): ReactNode {
  const { t, language } = useI18n();
  const session = useSyncExternalStore(onSessionChange, sessionState);
  const { account } = useScope();
  // A new one, with an empty cache, for everybody who signs in and for every account that is looked at.
  const client = useMemo(() => createApiClient(language), [language, account, session]);
  return (
    <ErrorBoundary text={t.errors.unexpected} again={t.retry}>
      {session === 'starting' ? (
        <Loading />
      ) : session === 'signed-in' ? (
        <Provider value={client}>
          <Shell />
        </Provider>
      ) : (
        <SignIn state={session} />
      )}
    </ErrorBoundary>
  );
}
