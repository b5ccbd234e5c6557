import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import type { ShownRow } from '../audit/envelope.ts';
import { EventCheck } from '../audit/event-check.tsx';
import { AUDIT_TEXTS } from '../audit/texts.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fact } from '../ui/fact.tsx';
import { Failure, Loading } from '../ui/notice.tsx';

const PROOF = graphql(`
  query EventProof($id: ID!) {
    logCheckpoint {
      verifierKeys
    }
    node(id: $id) {
      __typename
      id
      ... on Event {
        type
        version
        stream
        revision
        recordedAt
        occurredAt
        correlationId
        position
        actor {
          id
          name
          role
        }
        data
        logIndex
        proof
        envelope {
          text
          body
          metadata
        }
        outcomes {
          view
          outcome
          error
          parkedAt
          appliedAt
        }
      }
    }
  }
`);

interface Props {
  /** The event as the stream shows it. */
  readonly row: ShownRow;
  /** Shows what else was done by the same request. */
  readonly showRequest: (correlationId: string) => void;
  readonly close: () => void;
}

/** What each view did with an event, and the proof that it is in the log: verified here, and to be verified by other programs than ours. */
export function EventProof({ row, showRequest, close }: Props): ReactNode {
  const { t, format, language } = useI18n();
  const texts = AUDIT_TEXTS[language];
  const [{ data, error, fetching }, read] = useQuery({ query: PROOF, variables: { id: row.id }, requestPolicy: 'network-only' });
  const event = data?.node?.__typename === 'Event' ? data.node : null;
  const again = (): void => read({ requestPolicy: 'network-only' });
  return (
    <Dialog kind="side" title={t.history.proof} close={close}>
      {error && <Failure error={error} retry={again} />}
      {fetching && !data && <Loading />}
      {data && !event && !error && <p>{t.events.none}</p>}
      {event && (
        <>
          <dl className="facts">
            <Fact name={t.events.what}>
              <code>{event.type}</code>
            </Fact>
            <Fact name={t.history.stream}>
              <code>
                {event.stream} · {event.revision}
              </code>
            </Fact>
            <Fact name={t.history.index}>{event.logIndex !== null && format.number(event.logIndex)}</Fact>
            <Fact name={texts.request}>
              {event.correlationId !== null && (
                <button type="button" className="link" onClick={() => showRequest(event.correlationId ?? '')}>
                  {texts.wholeRequest}
                </button>
              )}
            </Fact>
          </dl>
          <h3>{t.history.outcomes}</h3>
          <ul>
            {event.outcomes.map(({ view, outcome, error: problem, parkedAt, appliedAt }) => (
              <li key={view}>
                {view}: {t.history.outcome[outcome]}
                {problem !== null && <small className="warn"> {problem}</small>}
                {parkedAt !== null && (
                  <small>
                    {' '}
                    {format.time(parkedAt)}
                    {appliedAt !== null && ` – ${format.time(appliedAt)}`}
                  </small>
                )}
              </li>
            ))}
          </ul>
          {event.proof === null || event.envelope === null ? (
            <div role="status" className="notice warn">
              <p>{texts.notCovered}</p>
              <button type="button" disabled={fetching} onClick={again}>
                {texts.lookAgain}
              </button>
            </div>
          ) : (
            <>
              <EventCheck
                key={event.proof}
                row={row}
                event={event}
                envelope={event.envelope}
                proof={event.proof}
                servedKeys={data?.logCheckpoint.verifierKeys ?? []}
              />
              <Stored name={texts.stored.body} text={event.envelope.body} withheld={texts.stored.withheld} />
              <Stored name={texts.stored.metadata} text={event.envelope.metadata} withheld={texts.stored.withheld} />
              <Stored name={t.history.proof} text={event.proof} withheld="" />
            </>
          )}
        </>
      )}
    </Dialog>
  );
}

function Stored({
  name,
  text,
  withheld,
}: {
  readonly name: string;
  readonly text: string | null;
  readonly withheld: string;
}): ReactNode {
  return (
    <details className="wide">
      <summary>{name}</summary>
      {text === null ? (
        <p>{withheld}</p>
      ) : (
        <pre tabIndex={0} aria-label={name}>
          {text}
        </pre>
      )}
    </details>
  );
}
