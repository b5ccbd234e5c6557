import { Field, ObjectType } from 'type-graphql';
import type { AccountId, Instant } from '../../domain/ids.js';
import { parseAccountId } from '../../domain/ids.js';
import { reaches } from '../../auth/viewer.js';
import type { AccountRow } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { Node } from '../node/node.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { planPage, readPage, type PageInput } from '../paging/page.js';
import { presentMoment } from '../read/moments.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { NAMES } from '../texts/api-errors.js';
import { shown } from '../texts/shown.js';

@ObjectType('Account', { implements: Node, simpleResolvers: true, description: 'A customer.' })
export class Account implements Node {
  readonly id: AccountId;

  @Field(() => String, { description: "Name. Hidden from an operator, who sees no customers' data." })
  readonly name: string;

  @Field(() => String, { description: 'Language of its letters, as a language tag.' })
  readonly locale: string;

  @Field(() => String, { description: 'Time zone that its months are counted in, by IANA name.' })
  readonly timeZone: string;

  @Field(() => DateTimeScalar, { description: 'When it was opened.' })
  readonly openedAt: Instant;

  constructor(row: AccountRow, { viewer, language }: GraphqlContext) {
    this.id = row.id;
    this.name = viewer.role === 'OPERATOR' ? NAMES.hidden[language] : shown(row.name, language);
    this.locale = row.locale;
    this.timeZone = row.timeZone;
    this.openedAt = row.openedAt;
  }
}

export const AccountConnection = connectionOf<Account>({
  name: 'Account',
  node: () => Account,
  plural: 'accounts',
  positioned: false,
});

/** Null for what the viewer does not reach, as for what does not exist. */
export function accountNode(context: GraphqlContext, text: string): Account | null {
  const id = parseAccountId(text);
  const row = id && reaches(context.viewer, id) ? context.queries.accountsById([id]).get(id) : undefined;
  return row ? new Account(row, context) : null;
}

/** Those that the viewer reaches, by name. They are not temporal: a cursor's moment does not matter. */
export function listAccounts(
  context: GraphqlContext,
  search: string | null | undefined,
  page: PageInput,
): InstanceType<typeof AccountConnection> {
  const { viewer, queries, language } = context;
  if (search && viewer.role === 'OPERATOR') throw apiError('operatorSearch', language, ['search']);
  const plan = planPage(context, page, listName('accounts'));
  const query = search ? { search } : {};
  return AccountConnection.of<AccountRow>({
    page: readPage(plan, presentMoment(context), (request) => queries.accounts(viewer.accounts, { ...query, ...request })),
    node: (row) => new Account(row, context),
    count: () => queries.countAccounts(viewer.accounts, query.search),
    position: null,
  });
}
