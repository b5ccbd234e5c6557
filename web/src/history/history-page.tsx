import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId, useSeen } from '../app/viewer.ts';
import { usePages, type Connection } from '../api/use-pages.ts';
import { graphql, readFragment } from '../gql/index.ts';
import type { EventsQuery, EventWhere } from '../gql/graphql.ts';
import type { ShownRow } from '../audit/envelope.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { EVENT_LINE, EventLine } from '../ui/event-line.tsx';
import { Paged } from '../ui/paged.tsx';
import { filtersIn, NO_FILTERS, whereOf, type EventFilters } from './event-filters.ts';
import { FilterForm } from './filter-form.tsx';
import { SaveEvents } from './save-events.tsx';

const EVENTS = graphql(`
  query Events($accountId: ID!, $where: EventWhere, $before: String, $last: Int!, $withOutcomes: Boolean!) {
    events(accountId: $accountId, where: $where, before: $before, last: $last) {
      totalCount
      pageInfo {
        hasPreviousPage
        startCursor
      }
      nodes {
        id
        ...EventLine
        outcomes @include(if: $withOutcomes) {
          view
          outcome
        }
      }
    }
  }
`);

/** With all that verifies: only auditors fetch it. */
const EventProof = lazy(async () => ({ default: (await import('./event-proof.tsx')).EventProof }));

const PAGE = 50;

/** The newest come first: the API pages back from the end of the log. An auditor also sees what came of each, and its proof. */
export default function HistoryPage(): ReactNode {
  const { t, plural } = useI18n();
  const accountId = useAccountId();
  const { viewer } = useSeen();
  const filters = filtersIn(useSearch());
  const setParameters = useSetParameters();
  const [proving, setProving] = useState<ShownRow | null>(null);
  const auditor = viewer.role === 'AUDITOR';
  const { at } = useScope();
  const where = whereOf(filters);
  // What was recorded later is not there yet, at a moment of the past.
  const seen: EventWhere = at === null ? where : { ...where, recordedAt: { ...where.recordedAt, lte: at } };
  const change = (changes: Partial<EventFilters>): void => setParameters({ ...changes });
  const pages = usePages(
    EVENTS,
    { accountId, where: seen, last: PAGE, withOutcomes: auditor },
    ({ events }) => newestFirst(events),
    'before',
  );
  return (
    <>
      <div className="title">
        <h1>{auditor ? t.tabs.audit : t.history.title}</h1>
        <p role="status" className="quiet">
          {pages.total !== null && plural(t.history.count, pages.total)}
        </p>
        <button type="button" className="small" disabled={pages.loading} onClick={pages.reload}>
          {t.licenses.refresh}
        </button>
      </div>
      <FilterForm filters={filters} change={change} />
      <SaveEvents key={JSON.stringify(seen)} accountId={accountId} where={seen} />
      <Paged pages={pages} empty={<p>{t.events.none}</p>}>
        {(nodes) => (
          <ol className="timeline">
            {nodes.map((event) => (
              <li key={event.id}>
                <EventLine event={event} />
                {auditor && (
                  <span className="buttons">
                    <button type="button" className="small" onClick={() => setProving(readFragment(EVENT_LINE, event))}>
                      {t.history.proof}
                    </button>
                    {event.outcomes
                      ?.filter(({ outcome }) => outcome === 'PARKED' || outcome === 'PENDING')
                      .map(({ view, outcome }) => (
                        <small key={view} className="warn">
                          {view}: {t.history.outcome[outcome]}
                        </small>
                      ))}
                  </span>
                )}
              </li>
            ))}
          </ol>
        )}
      </Paged>
      {proving !== null && (
        <Suspense>
          <EventProof
            row={proving}
            showRequest={(request) => {
              setProving(null);
              change({ ...NO_FILTERS, request });
            }}
            close={() => setProving(null)}
          />
        </Suspense>
      )}
    </>
  );
}

const newestFirst = ({
  nodes,
  totalCount,
  pageInfo,
}: EventsQuery['events']): Connection<EventsQuery['events']['nodes'][number]> => ({
  nodes: [...nodes].reverse(),
  totalCount,
  pageInfo: { hasNextPage: pageInfo.hasPreviousPage, endCursor: pageInfo.startCursor },
});
