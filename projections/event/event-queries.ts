/** Questions about where events are: in an account, of a thing, or naming it. Always in the order of the log. */
import { instantOf, millisOf, subjectOf, type Instant } from '../../src/domain/ids.js';
import { choiceConditions, containing, textConditions, timeConditions } from '../filters.js';
import { countRows, readPage, type SortKey } from '../page.js';
import type { EventFilter, EventScope, Moment, Page, PageRequest, TextFilter } from '../queries.js';
import type { Branch, Statements } from '../reading.js';
import { allOf, anyOf, NOTHING, raw, sql, TRUE, type Sql } from '../sql.js';

const IN_ORDER: SortKey = { expression: raw('e.id'), nullable: false, direction: 'ASC' };
const EVENTS = '(SELECT position AS id, subject AS about, * FROM event)';
const MENTIONS =
  '(SELECT m.position AS id, m.subject AS about, e.* FROM event_mention m CROSS JOIN event e ON e.position = m.position)';

/** A stream's name from the public id of its thing, as `subjectOf` the other way round. */
const STREAM = raw(`(CASE substr(e.subject, 1, instr(e.subject, '_'))
  WHEN 'acc_' THEN 'account-' WHEN 'db_' THEN 'database-' WHEN 'dev_' THEN 'device-' WHEN 'lic_' THEN 'license-' WHEN 'upl_' THEN 'upload-'
  WHEN 'ord_' THEN 'order-' WHEN 'op_' THEN 'operation-' ELSE 'case-' END || substr(e.subject, instr(e.subject, '_') + 1))`);

type PositionAt = (time: Instant) => number;

interface Scoped {
  readonly branches: readonly Branch[];
  readonly where: Sql;
}

function scoped({ account, subject, unowned }: EventScope): Scoped {
  if (subject === undefined) {
    const branches = [sql`e.account_id = ${account}`, sql`e.to_account_id = ${account}`];
    return { branches: branches.map((stood) => ({ table: EVENTS, stood })), where: TRUE };
  }
  const about = sql`e.about = ${subject}`;
  // `+` keeps the planner on the index of the thing, whose events are few, and off that of the account.
  const inAccount = [sql`+e.account_id = ${account}`, sql`+e.to_account_id = ${account}`];
  const where = anyOf([...inAccount, ...(unowned ? [raw('+e.account_id IS NULL')] : [])]);
  return { branches: [EVENTS, MENTIONS].map((table) => ({ table, stood: about })), where };
}

/** Names of streams are ours, and lower case: a whole one is looked up by its thing. */
function streamConditions(filter: TextFilter): readonly Sql[] {
  const { eq, ...rest } = filter;
  const subject = eq === undefined ? undefined : subjectOf(eq.toLowerCase());
  const exact = eq === undefined ? [] : [sql`e.subject = ${subject ?? ''}`];
  return [...exact, ...textConditions(STREAM, rest)];
}

function typeConditions({ startsWith, contains, ...rest }: TextFilter): readonly Sql[] {
  const type = raw('lower(e.type)');
  const lower = (text: string): string => text.toLowerCase();
  const choices = {
    ...(rest.eq !== undefined && { eq: lower(rest.eq) }),
    ...(rest.ne !== undefined && { ne: lower(rest.ne) }),
    ...(rest.in !== undefined && { in: rest.in.map(lower) }),
    ...(rest.notIn !== undefined && { notIn: rest.notIn.map(lower) }),
  };
  return [
    ...choiceConditions(type, choices),
    ...(startsWith === undefined ? [] : [sql`instr(${type}, ${lower(startsWith)}) = 1`]),
    ...(contains === undefined ? [] : [containing(type, contains)]),
  ];
}

/** `recordedAt` never falls in the order of the log: its bounds are bounds of positions. */
function recordedConditions(
  { lt, lte, gt, gte, isNull }: NonNullable<EventFilter['recordedAt']>,
  positionAt: PositionAt,
): readonly Sql[] {
  const before = (time: Instant): number => positionAt(instantOf(millisOf(time) - 1));
  return [
    ...(lt === undefined ? [] : [sql`e.id <= ${before(lt)}`]),
    ...(lte === undefined ? [] : [sql`e.id <= ${positionAt(lte)}`]),
    ...(gt === undefined ? [] : [sql`e.id > ${positionAt(gt)}`]),
    ...(gte === undefined ? [] : [sql`e.id > ${before(gte)}`]),
    ...(isNull === true ? [raw('0')] : []),
  ];
}

function conditions(filter: EventFilter, positionAt: PositionAt): readonly Sql[] {
  const { position = {} } = filter;
  return [
    ...(filter.stream ? streamConditions(filter.stream) : []),
    ...(filter.type ? typeConditions(filter.type) : []),
    ...(filter.actorId === undefined ? [] : [sql`e.actor_id = ${filter.actorId}`]),
    ...(filter.correlationId === undefined ? [] : [sql`e.correlation_id = ${filter.correlationId}`]),
    ...(filter.occurredAt ? timeConditions(raw('e.occurred_at'), filter.occurredAt) : []),
    ...(filter.recordedAt ? recordedConditions(filter.recordedAt, positionAt) : []),
    ...(position.lt === undefined ? [] : [sql`e.id < ${position.lt}`]),
    ...(position.lte === undefined ? [] : [sql`e.id <= ${position.lte}`]),
    ...(position.gt === undefined ? [] : [sql`e.id > ${position.gt}`]),
    ...(position.gte === undefined ? [] : [sql`e.id >= ${position.gte}`]),
  ];
}

const listing = (moment: Moment, scope: EventScope, filter: EventFilter, positionAt: PositionAt) => {
  const { branches, where } = scoped(scope);
  const all = allOf([where, sql`e.id <= ${moment.position}`, ...conditions(filter, positionAt)]);
  return { branches, alias: 'e', query: () => ({ where: all, joins: NOTHING }) };
};

export const eventPage = (
  statements: Statements,
  moment: Moment,
  scope: EventScope,
  query: PageRequest & { readonly where?: EventFilter },
  positionAt: PositionAt,
): Page<number> =>
  readPage<number>(
    statements,
    { ...listing(moment, scope, query.where ?? {}, positionAt), columns: ['id'], keys: [IN_ORDER] },
    query,
    (record: { readonly id: number }) => record.id,
  );

export const countEvents = (
  statements: Statements,
  moment: Moment,
  scope: EventScope,
  where: EventFilter,
  positionAt: PositionAt,
): number => countRows(statements, listing(moment, scope, where, positionAt));
