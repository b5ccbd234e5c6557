/** GraphiQL over the API of this server: for development, and for operators (docs/decisions/0021). */
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { firstLanguage } from '../i18n/language.ts';
import { sessionState, startSession } from '../session/session.ts';
import { createFetcher } from './fetcher.ts';
import './graphiql.css';
import { createStorage } from './storage.ts';
import { TEXTS } from './texts.ts';

const page = document.getElementById('graphiql');
if (page) void startSession().then(() => show(page));

function show(page: HTMLElement): void {
  const language = firstLanguage();
  const texts = TEXTS[language];
  createRoot(page).render(
    <GraphiQL
      fetcher={createFetcher(language)}
      defaultQuery={texts.firstQuery}
      storage={createStorage()}
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Logo>
        <a href="/" lang={language}>
          {texts.back}
        </a>
      </GraphiQL.Logo>
      {sessionState() !== 'signed-in' && (
        <GraphiQL.Footer>
          <p className="signed-out" role="status" lang={language}>
            {texts.signedOut}
          </p>
        </GraphiQL.Footer>
      )}
    </GraphiQL>,
  );
}
