/** Filters of the event stream as the address keeps them, and as the API takes them. */
import type { EventWhere } from '../gql/graphql.ts';
import { EVENT_TYPES } from '../i18n/event-names.ts';

const DAY_MS = 86_400_000;

/** Empty: not asked for. Names of parameters of the address. */
export interface EventFilters {
  readonly type: string;
  readonly subject: string;
  readonly stream: string;
  readonly actor: string;
  readonly request: string;
  /** Days as a browser's date field has them, in this person's time zone. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: EventFilters = { type: '', subject: '', stream: '', actor: '', request: '', from: '', to: '' };

export function filtersIn(search: string): EventFilters {
  const given = new URLSearchParams(search);
  const read = (name: keyof EventFilters): string => given.get(name)?.trim() ?? '';
  return {
    type: EVENT_TYPES.find((each) => each === given.get('type')) ?? '',
    subject: read('subject'),
    stream: read('stream'),
    actor: read('actor'),
    request: read('request'),
    from: dayIn(read('from')),
    to: dayIn(read('to')),
  };
}

const dayIn = (text: string): string => (Number.isNaN(Date.parse(`${text}T00:00`)) ? '' : text);

export function whereOf({ type, subject, stream, actor, request, from, to }: EventFilters): EventWhere {
  return {
    ...(type !== '' && { type: { eq: type } }),
    ...(subject !== '' && { subjectId: subject }),
    ...(stream !== '' && { stream: { startsWith: stream } }),
    ...(actor !== '' && { actorId: actor }),
    ...(request !== '' && { correlationId: request }),
    ...((from !== '' || to !== '') && {
      recordedAt: {
        ...(from !== '' && { gte: startOf(from, 0) }),
        ...(to !== '' && { lt: startOf(to, 1) }),
      },
    }),
  };
}

const startOf = (day: string, daysLater: number): string =>
  new Date(Date.parse(`${day}T00:00`) + daysLater * DAY_MS).toISOString();
