import { accountArgument } from '../read/account-argument.js';
import type { AccountId } from '../../domain/ids.js';
import type { DatabaseRow, LicenseFilter, LicenseRow, LicenseSortField, OrderRow, Sort } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { filterArgument, orderArgument } from '../filters/filter-argument.js';
import { listName } from '../paging/cursor.js';
import { connectionOf } from '../paging/connection.js';
import { EMPTY_PAGE, momentOfPage, planPage, readPage, type PageInput, type PagePlan } from '../paging/page.js';
import { viewBelow } from '../paging/view-below.js';
import type { MomentArguments } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { License } from './license.js';
import type { LicenseWhere } from './license-where.js';

export const LicenseConnection = connectionOf<License>({
  name: 'License',
  node: () => License,
  plural: 'licenses',
  positioned: true,
});
type Connection = InstanceType<typeof LicenseConnection>;

interface LicenseQuery {
  readonly where?: LicenseFilter;
  readonly orderBy?: readonly Sort<LicenseSortField>[];
}

/** The list of one account. */
export async function listLicenses(
  context: GraphqlContext,
  accountId: string | null | undefined,
  input: { readonly where?: LicenseWhere | null; readonly orderBy?: readonly Sort<LicenseSortField>[] | null },
  page: PageInput,
  moment: MomentArguments,
): Promise<Connection> {
  const account = accountArgument(context, accountId);
  const query = { ...filterArgument(context, input.where), ...orderArgument(context, input.orderBy) };
  const plan = planPage(context, page, listName('licenses', account ?? null, query.orderBy));
  return connection(new ReadView(context, await momentOfPage(context, plan, moment)), account, query, plan);
}

/** The listed licenses whose devices are on a base. */
export async function licensesOfDatabase(view: ReadView, base: DatabaseRow, page: PageInput): Promise<Connection> {
  const plan = planPage(view.context, page, listName('Database.licenses', base.id));
  const below = await viewBelow(view, plan);
  const account = view.may('Query.licenses') ? base.accountId : undefined;
  return connection(below, account, { where: { databaseId: { eq: base.id } } }, plan);
}

/** The listed licenses that an order issued or renewed. */
export async function licensesOfOrder(view: ReadView, order: OrderRow, page: PageInput): Promise<Connection> {
  const plan = planPage(view.context, page, listName('Order.licenses', order.id));
  const below = await viewBelow(view, plan);
  const account = view.may('Query.licenses') ? order.accountId : undefined;
  return connection(below, account, { where: { orderId: order.id } }, plan);
}

function connection(view: ReadView, account: AccountId | undefined, query: LicenseQuery, plan: PagePlan): Connection {
  const { queries } = view.context;
  const { moment } = view;
  const page =
    account === undefined
      ? EMPTY_PAGE
      : readPage<LicenseRow>(plan, view.at, (request) => queries.licenses(moment, account, { ...query, ...request }));
  view.addLicenses(page.rows);
  return LicenseConnection.of<LicenseRow>({
    page,
    node: (row) => new License(row, view),
    count: () => (account === undefined ? 0 : queries.countLicenses(moment, account, query.where)),
    position: view.position(moment.position),
  });
}
