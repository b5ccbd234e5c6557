import { useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { useScope, useSetParameters } from '../app/scope.ts';
import { useAccountId, useSeen } from '../app/viewer.ts';
import { usePages, type Connection } from '../api/use-pages.ts';
import { graphql } from '../gql/index.ts';
import type { EventsQuery, EventWhere } from '../gql/graphql.ts';
import { EVENT_TYPES, eventName } from '../i18n/event-names.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Choice } from '../ui/choice.tsx';
import { EventLine } from '../ui/event-line.tsx';
import { Paged } from '../ui/paged.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { EventProof } from './event-proof.tsx';

const EVENTS = graphql(`
  query Events($accountId: ID!, $where: EventWhere, $before: String, $last: Int!) {
    events(accountId: $accountId, where: $where, before: $before, last: $last) {
      totalCount
      pageInfo {
        hasPreviousPage
        startCursor
      }
      nodes {
        id
        ...EventLine
      }
    }
  }
`);

const PAGE = 50;
const DAY_MS = 86_400_000;

/** The newest come first: the API pages back from the end of the log. */
export default function HistoryPage(): ReactNode {
  const { t, language, plural } = useI18n();
  const accountId = useAccountId();
  const { viewer } = useSeen();
  const { at } = useScope();
  const given = new URLSearchParams(useSearch());
  const setParameters = useSetParameters();
  const [proving, setProving] = useState<string | null>(null);
  const type = EVENT_TYPES.find((each) => each === given.get('type')) ?? '';
  const subject = given.get('subject') ?? '';
  const from = given.get('from') ?? '';
  const to = given.get('to') ?? '';
  const where: EventWhere = {
    ...(type !== '' && { type: { eq: type } }),
    ...(subject !== '' && { subjectId: subject }),
    ...((from !== '' || to !== '') && {
      recordedAt: {
        ...(from !== '' && { gte: startOf(from, 0) }),
        ...(to !== '' && { lt: startOf(to, 1) }),
      },
    }),
  };
  // What was recorded later is not there yet, at a moment of the past.
  const seen: EventWhere = at === null ? where : { ...where, recordedAt: { ...where.recordedAt, lte: at } };
  const pages = usePages(EVENTS, { accountId, where: seen, last: PAGE }, ({ events }) => newestFirst(events), 'before');
  return (
    <>
      <div className="title">
        <h1>{t.history.title}</h1>
        <p role="status" className="quiet">
          {pages.total !== null && plural(t.history.count, pages.total)}
        </p>
      </div>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice
          label={t.events.what}
          value={type}
          options={[['', t.history.anyType], ...EVENT_TYPES.map((each) => [each, eventName(each, language)] as const)]}
          change={(chosen) => setParameters({ type: chosen })}
        />
        <SearchField value={subject} hint="lic_… dev_… db_…" change={(id) => setParameters({ subject: id })} />
        <DateField label={t.history.from} value={from} change={(day) => setParameters({ from: day })} />
        <DateField label={t.history.to} value={to} change={(day) => setParameters({ to: day })} />
      </form>
      <Paged pages={pages} empty={<p>{t.events.none}</p>}>
        {(nodes) => (
          <ol className="timeline">
            {nodes.map((event) => (
              <li key={event.id}>
                <EventLine event={event} />
                {viewer.role === 'AUDITOR' && (
                  <button type="button" className="small" onClick={() => setProving(event.id)}>
                    {t.history.proof}
                  </button>
                )}
              </li>
            ))}
          </ol>
        )}
      </Paged>
      {proving !== null && <EventProof id={proving} close={() => setProving(null)} />}
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

/** A day as the browser's date field has it, in this person's time zone. */
const startOf = (day: string, daysLater: number): string =>
  new Date(Date.parse(`${day}T00:00`) + daysLater * DAY_MS).toISOString();

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (day: string) => void;
}

function DateField({ label, value, change }: DateFieldProps): ReactNode {
  return (
    <label>
      {label}
      <input type="date" value={value} onChange={({ currentTarget }) => change(currentTarget.value)} />
    </label>
  );
}
