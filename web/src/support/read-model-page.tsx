import { useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { useAction } from '../api/use-action.ts';
import { graphql } from '../gql/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { Fact } from '../ui/fact.tsx';
import { Failure, Loading, Refusals } from '../ui/notice.tsx';
import { Table } from '../ui/table.tsx';
import { When } from '../ui/when.tsx';
import { RETRY_TEXTS } from './retry-texts.ts';

const READ_MODEL = graphql(`
  query ReadModel {
    readModel {
      version
      position
      headPosition
      lagSeconds
      parked {
        view
        stream
        behind
        error
        parkedAt
        event {
          id
          type
        }
      }
      rebuild {
        version
        processed
        total
        startedAt
        differences
      }
    }
  }
`);

const RETRY = graphql(`
  mutation RetryParkedEvents($input: RetryParkedEventsInput!) {
    retryParkedEvents(input: $input) {
      applied
      stillParked
      errors {
        code
        message
      }
    }
  }
`);

/** How far the lists have come, and what they could not take. */
export default function ReadModelPage(): ReactNode {
  const { t, format, language } = useI18n();
  const texts = RETRY_TEXTS[language];
  const [said, setSaid] = useState('');
  const [{ data, error, fetching }, read] = useQuery({ query: READ_MODEL, requestPolicy: 'network-only' });
  const action = useAction(RETRY, ({ retryParkedEvents }) => retryParkedEvents.errors);
  const again = (): void => read({ requestPolicy: 'network-only' });
  /** Null: every stream. */
  const retry = async (stream: string | null): Promise<void> => {
    setSaid('');
    const data = await action.run((idempotencyKey) => ({ input: { ...(stream !== null && { stream }), idempotencyKey } }));
    if (!data) return;
    const { applied, stillParked } = data.retryParkedEvents;
    setSaid(texts.result(format.number(applied), format.number(stillParked)));
    again();
  };
  const state = data?.readModel;
  return (
    <>
      <div className="title">
        <h1>{t.health.title}</h1>
        <button type="button" disabled={fetching} onClick={again}>
          {t.licenses.refresh}
        </button>
      </div>
      {error && <Failure error={error} retry={again} />}
      {!state && fetching && <Loading />}
      {state && (
        <>
          <dl className="facts card">
            <Fact name={t.health.version}>{state.version}</Fact>
            <Fact name={t.health.position}>
              <code>{state.position}</code>
            </Fact>
            <Fact name={t.health.head}>
              <code>{state.headPosition}</code>
            </Fact>
            <Fact name={t.health.lag}>{t.health.seconds(format.number(state.lagSeconds))}</Fact>
            <Fact name={t.health.rebuild}>
              {state.rebuild &&
                `${state.rebuild.version}: ${format.number(state.rebuild.processed)} / ${format.number(state.rebuild.total)}`}
            </Fact>
          </dl>
          <div className="title">
            <h2>{t.health.parked}</h2>
            {state.parked.length > 1 && (
              <button type="button" disabled={action.busy} onClick={() => void retry(null)}>
                {texts.all}
              </button>
            )}
          </div>
          <p role="status">{said}</p>
          <Refusals errors={action.refusals} />
          {action.failure && <Failure error={action.failure} />}
          {state.parked.length === 0 ? (
            <p>{t.health.noneParked}</p>
          ) : (
            <Table label={t.health.parked} columns={t.health.columns}>
              {state.parked.map(({ view, stream, behind, error: problem, parkedAt, event }) => (
                <tr key={`${view} ${stream}`}>
                  <th scope="row">
                    <code>{stream}</code>
                  </th>
                  <td>{view}</td>
                  <td>
                    {event.type}
                    <small>{problem}</small>
                  </td>
                  <td>{format.number(behind)}</td>
                  <td>
                    <When at={parkedAt} />
                  </td>
                  <td>
                    <button type="button" className="small" disabled={action.busy} onClick={() => void retry(stream)}>
                      {t.retry}
                    </button>
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </>
      )}
    </>
  );
}
