import type { ReactNode } from 'react';
import { graphql, readFragment, type FragmentType } from '../gql/index.ts';
import { eventName } from '../i18n/event-names.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useMoment } from './when.tsx';

export const EVENT_LINE = graphql(`
  fragment EventLine on Event {
    id
    type
    occurredAt
    recordedAt
    position
    data
    actor {
      id
      name
      role
    }
  }
`);

/** What happened, when, and who did it; what the event says, on request. */
export function EventLine({ event }: { readonly event: FragmentType<typeof EVENT_LINE> }): ReactNode {
  const { t, format, language } = useI18n();
  const moment = useMoment();
  const { type, occurredAt, recordedAt, position, data, actor } = readFragment(EVENT_LINE, event);
  return (
    <details className="event">
      <summary>
        <strong>{eventName(type, language)}</strong>
        <small>
          <time dateTime={occurredAt}>
            {format.time(occurredAt)}, {format.relative(occurredAt, moment)}
          </time>{' '}
          · {actor.role === null ? t.events.system : (actor.name ?? actor.id)}
          {actor.role !== null && ` (${t.roles[actor.role]})`}
        </small>
      </summary>
      <dl className="facts">
        <dt>{t.events.what}</dt>
        <dd>
          <code>{type}</code>
        </dd>
        <dt>{t.events.recorded}</dt>
        <dd>
          <time dateTime={recordedAt}>{format.time(recordedAt)}</time> · <code>{position}</code>
        </dd>
      </dl>
      <pre tabIndex={0} aria-label={t.events.details}>
        {JSON.stringify(data, null, 2)}
      </pre>
    </details>
  );
}
