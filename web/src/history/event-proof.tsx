import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { download } from '../ui/csv.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Fact } from '../ui/fact.tsx';
import { Failure, Loading } from '../ui/notice.tsx';

const PROOF = graphql(`
  query EventProof($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Event {
        type
        stream
        revision
        logIndex
        proof
        outcomes {
          view
          outcome
          error
        }
      }
    }
  }
`);

interface Props {
  readonly id: string;
  readonly close: () => void;
}

/** What each view did with an event, and the proof that it is in the log, to be checked by other programs than ours. */
export function EventProof({ id, close }: Props): ReactNode {
  const { t, format } = useI18n();
  const [{ data, error, fetching }] = useQuery({ query: PROOF, variables: { id }, requestPolicy: 'network-only' });
  const event = data?.node?.__typename === 'Event' ? data.node : null;
  return (
    <Dialog kind="side" title={t.history.proof} close={close}>
      {error && <Failure error={error} />}
      {fetching && !data && <Loading />}
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
            <Fact name={t.history.index}>{event.logIndex === null ? t.history.notCovered : format.number(event.logIndex)}</Fact>
          </dl>
          <h3>{t.history.outcomes}</h3>
          <ul>
            {event.outcomes.map(({ view, outcome, error: problem }) => (
              <li key={view}>
                {view}: {t.history.outcome[outcome]} {problem !== null && <small className="warn">{problem}</small>}
              </li>
            ))}
          </ul>
          {event.proof !== null && (
            <>
              <p className="quiet">{t.history.proofHint}</p>
              <pre tabIndex={0} aria-label={t.history.proof}>
                {event.proof}
              </pre>
              <button
                type="button"
                onClick={() => download(`${event.stream}-${String(event.revision)}.tlog-proof`, event.proof ?? '')}
              >
                {t.history.downloadProof}
              </button>
            </>
          )}
        </>
      )}
    </Dialog>
  );
}
