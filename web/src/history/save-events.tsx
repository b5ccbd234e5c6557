import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import type { CombinedError } from '@urql/core';
import { graphql } from '../gql/index.ts';
import type { EventsToSaveQuery, EventWhere } from '../gql/graphql.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { csvOf, save } from '../ui/csv.ts';
import { Failure } from '../ui/notice.tsx';
import { STREAM_TEXTS } from './texts.ts';

const EVENTS = graphql(`
  query EventsToSave($accountId: ID!, $where: EventWhere, $after: String) {
    events(accountId: $accountId, where: $where, after: $after, first: 200) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        type
        version
        stream
        revision
        position
        occurredAt
        recordedAt
        actor {
          id
          name
          role
        }
        correlationId
        causationId
        data
        logIndex
      }
    }
  }
`);

type SavedEvent = EventsToSaveQuery['events']['nodes'][number];

interface Props {
  readonly accountId: string;
  readonly where: EventWhere;
}

interface Progress {
  readonly loaded: number;
  readonly total: number;
}

/** Downloads every event that the filters let through, in the order of the log. */
export function SaveEvents({ accountId, where }: Props): ReactNode {
  const { format, language } = useI18n();
  const texts = STREAM_TEXTS[language].save;
  const client = useClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [error, setError] = useState<CombinedError | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (name: string, head: string, textOf: (event: SavedEvent) => string): Promise<void> => {
    const { signal } = (running.current = new AbortController());
    setError(null);
    setProgress({ loaded: 0, total: 0 });
    const parts = [head];
    let [loaded, after]: [number, string | null] = [0, null];
    do {
      const answer: Awaited<ReturnType<typeof page>> = await page(after);
      if (signal.aborted) break;
      if (!answer.data) {
        setError(answer.error ?? null);
        break;
      }
      const { nodes, totalCount, pageInfo } = answer.data.events;
      parts.push(...nodes.map(textOf));
      loaded += nodes.length;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      setProgress({ loaded, total: totalCount });
      if (after === null) save(name, new Blob(parts, { type: 'text/plain;charset=utf-8' }));
    } while (after !== null);
    setProgress(null);
  };
  const page = (after: string | null) =>
    client.query(EVENTS, { accountId, where, after }, { requestPolicy: 'network-only' }).toPromise();

  if (progress)
    return (
      <p role="status" className="buttons">
        {texts.running(format.number(progress.loaded), format.number(progress.total))}{' '}
        <button type="button" onClick={() => running.current?.abort()}>
          {texts.stop}
        </button>
      </p>
    );
  return (
    <div className="buttons">
      <button type="button" onClick={() => void run('events.csv', csvOf([texts.columns]), (event) => rowOf(event))}>
        {texts.csv}
      </button>
      <button type="button" onClick={() => void run('events.jsonl', '', lineOf)}>
        {texts.lines}
      </button>
      <small>{texts.hint}</small>
      {error && <Failure error={error} />}
    </div>
  );
}

/** As the API answers it: the client adds names of types for its cache. */
const lineOf = (event: SavedEvent): string =>
  `${JSON.stringify(event, (name, value: unknown) => (name === '__typename' ? undefined : value))}\n`;

/** Without the mark of UTF-8, which stands at the head of the file. */
const rowOf = ({ position, recordedAt, occurredAt, type, stream, revision, actor, correlationId, data }: SavedEvent): string =>
  csvOf([
    [
      position,
      recordedAt,
      occurredAt,
      type,
      stream,
      String(revision),
      actor.name ?? actor.id,
      actor.role ?? '',
      correlationId ?? '',
      JSON.stringify(data),
    ],
  ]).slice(1);
