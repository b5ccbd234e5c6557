import type { AccountId } from '../../domain/ids.js';
import type { DatabaseRow, DeviceFilter, DeviceRow, DeviceSortField, Sort } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { filterArgument, orderArgument } from '../filters/filter-argument.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { EMPTY_PAGE, momentOfPage, planPage, readPage, type PageInput, type PagePlan } from '../paging/page.js';
import { viewBelow } from '../paging/view-below.js';
import { accountArgument } from '../read/account-argument.js';
import type { MomentArguments } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { Device } from './device.js';
import type { DeviceWhere } from './device-where.js';

export const DeviceConnection = connectionOf<Device>({ name: 'Device', node: () => Device, plural: 'devices', positioned: true });
type Connection = InstanceType<typeof DeviceConnection>;

interface DeviceQuery {
  readonly where?: DeviceFilter;
  readonly orderBy?: readonly Sort<DeviceSortField>[];
}

/** The devices of one account; for a gateway those that are on its own base. */
export async function listDevices(
  context: GraphqlContext,
  accountId: string | null | undefined,
  input: { readonly where?: DeviceWhere | null; readonly orderBy?: readonly Sort<DeviceSortField>[] | null },
  page: PageInput,
  moment: MomentArguments,
): Promise<Connection> {
  const account = accountArgument(context, accountId);
  const query: DeviceQuery = { ...filterArgument(context, input.where), ...orderArgument(context, input.orderBy) };
  const plan = planPage(context, page, listName('devices', account ?? null, query.orderBy));
  const view = new ReadView(context, await momentOfPage(context, plan, moment));
  return connection(view, account, onOwnBase(context, query), plan);
}

/** The devices that are on a base. */
export async function devicesOfDatabase(view: ReadView, base: DatabaseRow, page: PageInput): Promise<Connection> {
  const plan = planPage(view.context, page, listName('Database.devices', base.id));
  return connection(await viewBelow(view, plan), base.accountId, { where: { databaseId: { eq: base.id } } }, plan);
}

function onOwnBase(context: GraphqlContext, query: DeviceQuery): DeviceQuery {
  const { role, database } = context.viewer;
  if (role !== 'GATEWAY') return query;
  const own: DeviceFilter = { databaseId: database === null ? { in: [] } : { eq: database } };
  return { ...query, where: query.where ? { and: [own, query.where] } : own };
}

function connection(view: ReadView, account: AccountId | undefined, query: DeviceQuery, plan: PagePlan): Connection {
  const { queries } = view.context;
  const { moment } = view;
  const page =
    account === undefined
      ? EMPTY_PAGE
      : readPage<DeviceRow>(plan, view.at, (request) => queries.devices(moment, account, { ...query, ...request }));
  view.addDevices(page.rows);
  return DeviceConnection.of<DeviceRow>({
    page,
    node: (row) => new Device(row, view),
    count: () => (account === undefined ? 0 : queries.countDevices(moment, account, query.where)),
    position: view.position(moment.position),
  });
}
