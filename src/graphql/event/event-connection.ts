/** Pages of events: of an account, and of one thing with what named it. In the order of the log. */
import type { AccountId } from '../../domain/ids.js';
import type { RecordedEvent } from '../../domain/events.js';
import type { EventFilter, EventScope } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { given } from '../filters/given.js';
import { positionsOf } from '../filters/position-filter.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, LARGEST_PAGE, momentOfPage, planPage, readPage, type PageInput, type PagePlan } from '../paging/page.js';
import { viewBelow } from '../paging/view-below.js';
import { accountArgument } from '../read/account-argument.js';
import { ReadView } from '../read/read-view.js';
import type { EventWhere, HistoryWhere } from './event-where.js';
import { scopeOf } from './event-reach.js';
import { Event } from './event.js';

export const EventConnection = connectionOf<Event>({
  name: 'Event',
  node: () => Event,
  plural: 'events',
  positioned: false,
});
type Connection = InstanceType<typeof EventConnection>;

/** @throws INVALID_INPUT as every list does, POSITION_UNKNOWN for a position of another epoch. */
export async function listEvents(
  context: GraphqlContext,
  accountId: string | null | undefined,
  where: EventWhere | null | undefined,
  page: PageInput,
): Promise<Connection> {
  const account = accountArgument(context, accountId);
  const plan = planPage(context, page, listName('events', account ?? null));
  const view = new ReadView(context, await momentOfPage(context, plan, {}));
  const { subjectId, ...rest } = given(where ?? {});
  const filter = filterOf(view, rest);
  const scope = account && scopeOf(view, account, subjectId);
  return connection(view, plan, scope, filter);
}

/** What happened to a thing and what named it, up to the moment that the thing is read at; nothing of a thing that no account holds. */
export async function historyOf(
  view: ReadView,
  account: AccountId | null,
  subject: string,
  { where, ...page }: PageInput & { readonly where?: HistoryWhere | null },
): Promise<Connection> {
  const plan = planPage(view.context, page, listName('history', subject));
  const scope = account === null ? undefined : { account, subject, unowned: true };
  const below = await viewBelow(view, plan);
  return connection(below, plan, scope, filterOf(below, where ?? {}));
}

/** @throws POSITION_UNKNOWN for a position of another epoch. */
function filterOf(view: ReadView, where: HistoryWhere): EventFilter {
  const { position, ...rest } = given(where);
  return { ...rest, ...(position && { position: positionsOf(view.context, position, view.at.epoch) }) };
}

/** The last 200 at most, in the order of the log. */
export async function eventsBetween(view: ReadView, scope: EventScope, after: number): Promise<readonly Event[]> {
  const { queries, eventAt } = view.context;
  const where = { position: { gt: after } };
  const { rows } = queries.events(view.moment, scope, { where, limit: LARGEST_PAGE, direction: 'backwards' });
  const events = await Promise.all(rows.map((position) => foundEvent(eventAt, position)));
  return events.map((event) => new Event(event, view));
}

async function connection(
  view: ReadView,
  plan: PagePlan,
  scope: EventScope | undefined,
  where: EventFilter,
): Promise<Connection> {
  const { queries, eventAt } = view.context;
  const { moment } = view;
  const page = scope
    ? readPage<number>(plan, view.at, (request) => queries.events(moment, scope, { where, ...request }))
    : EMPTY_PAGE;
  const events = await Promise.all(page.rows.map((position) => foundEvent(eventAt, position)));
  return EventConnection.of<RecordedEvent>({
    page: { ...page, rows: events },
    node: (event) => new Event(event, view),
    count: () => (scope ? queries.countEvents(moment, scope, where) : 0),
    position: null,
  });
}

async function foundEvent(eventAt: GraphqlContext['eventAt'], position: number): Promise<RecordedEvent> {
  const event = await eventAt(position);
  if (!event) throw new Error(`the log has no event at ${String(position)}, and the read model does`);
  return event;
}
