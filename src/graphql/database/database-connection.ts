import type { AccountId, DatabaseId } from '../../domain/ids.js';
import type { DatabaseFilter, DatabaseRow, Moment, Page, PageRequest, ReadModelQueries } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { filterArgument } from '../filters/filter-argument.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, LARGEST_PAGE, momentOfPage, planPage, readPage, type PageInput } from '../paging/page.js';
import { accountArgument } from '../read/account-argument.js';
import type { MomentArguments } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { Database } from './database.js';
import type { DatabaseWhere } from './database-where.js';

export const DatabaseConnection = connectionOf<Database>({
  name: 'Database',
  node: () => Database,
  plural: 'bases',
  positioned: true,
});
type Connection = InstanceType<typeof DatabaseConnection>;

/** What a list of bases is read from. */
interface Source {
  read(request: PageRequest): Page<DatabaseRow>;
  count(): number;
}

const NOTHING: Source = { read: () => ({ rows: [], cursors: [], more: false }), count: () => 0 };

/** The bases of one account, by name; for a gateway its own alone. */
export async function listDatabases(
  context: GraphqlContext,
  accountId: string | null | undefined,
  where: DatabaseWhere | null | undefined,
  page: PageInput,
  moment: MomentArguments,
): Promise<Connection> {
  const account = accountArgument(context, accountId);
  const query = filterArgument(context, where);
  const plan = planPage(context, page, listName('databases', account ?? null));
  const at = await momentOfPage(context, plan, moment);
  const view = new ReadView(context, at);
  const source = account === undefined ? NOTHING : sourceOf(context, at.moment, account, query);
  const rows = account === undefined ? EMPTY_PAGE : readPage(plan, at, (request) => source.read(request));
  view.addDatabases(rows.rows);
  return DatabaseConnection.of<DatabaseRow>({
    page: rows,
    node: (row) => new Database(row, view),
    count: () => source.count(),
    position: view.position(at.moment.position),
  });
}

function sourceOf(
  { queries, viewer }: GraphqlContext,
  moment: Moment,
  account: AccountId,
  query: { readonly where?: DatabaseFilter },
): Source {
  if (viewer.role === 'GATEWAY')
    return viewer.database === null ? NOTHING : ownBase(queries, moment, account, query, viewer.database);
  return {
    read: (request) => queries.databases(moment, account, { ...query, ...request }),
    count: () => queries.countDatabases(moment, account, query.where),
  };
}

/** A list of one base at most: it is looked for among all that the filter lets through. */
function ownBase(
  queries: ReadModelQueries,
  moment: Moment,
  account: AccountId,
  query: { readonly where?: DatabaseFilter },
  own: DatabaseId,
): Source {
  const find = (): Page<DatabaseRow> => {
    let from: PageRequest['from'];
    for (;;) {
      const request = { limit: LARGEST_PAGE, direction: 'forwards', ...(from && { from }) } as const;
      const page = queries.databases(moment, account, { ...query, ...request });
      const index = page.rows.findIndex(({ id }) => id === own);
      if (index >= 0)
        return { rows: page.rows.slice(index, index + 1), cursors: page.cursors.slice(index, index + 1), more: false };
      from = page.cursors.at(-1);
      if (!page.more || !from) return { rows: [], cursors: [], more: false };
    }
  };
  return {
    read: ({ from }) => (from ? NOTHING.read({ limit: 1, direction: 'forwards' }) : find()),
    count: () => find().rows.length,
  };
}
