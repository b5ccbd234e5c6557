import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { I18nProvider, loadCatalog } from './i18n/i18n.tsx';
import { followSignInLinks, startSession } from './session/session.ts';
import './style.css';

const page = document.getElementById('page');
if (page) {
  // The code of a sign-in link leaves the address first, whatever comes of the rest.
  void startSession();
  followSignInLinks();
  void loadCatalog().then((first) => {
    createRoot(page).render(
      <I18nProvider first={first}>
        <App />
      </I18nProvider>,
    );
  });
}
