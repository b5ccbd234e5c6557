import { Args, Field, ObjectType } from 'type-graphql';
import { parseOrderId, type Instant, type OrderId } from '../../domain/ids.js';
import type { OrderKind, OrderStatus } from '../../domain/order.js';
import type { OrderRow } from '../../../projections/queries.js';
import { Account } from '../account/account.js';
import type { GraphqlContext } from '../context.js';
import { OrderKindEnum, OrderStatusEnum } from '../enums.js';
import { LicenseConnection, licensesOfOrder } from '../license/license-connection.js';
import { EventConnection, historyOf } from '../event/event-connection.js';
import { HistoryArguments } from '../event/history-arguments.js';
import { Node } from '../node/node.js';
import { connectionOf } from '../paging/connection.js';
import { listName } from '../paging/cursor.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { EMPTY_PAGE, planPage, readPage, type PageInput } from '../paging/page.js';
import { accountArgument } from '../read/account-argument.js';
import { presentMoment } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { OrderItem, orderItems } from './order-item.js';

@ObjectType('Order', {
  implements: Node,
  simpleResolvers: true,
  description: 'What an account wants of the vendor: licenses or renewals; paid, then fulfilled.',
})
export class Order implements Node {
  readonly #row: OrderRow;
  readonly #view: ReadView;

  readonly id: OrderId;

  @Field(() => OrderKindEnum, { description: 'What was ordered.' })
  readonly kind: OrderKind;

  @Field(() => OrderStatusEnum, { description: 'Where it stands.' })
  readonly status: OrderStatus;

  @Field(() => DateTimeScalar, { description: 'When it was placed.' })
  readonly orderedAt: Instant;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was paid; null while it is not.' })
  readonly paidAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the vendor fulfilled it; null while it is not.' })
  readonly fulfilledAt: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was cancelled; null while it is not.' })
  readonly cancelledAt: Instant | null;

  constructor(row: OrderRow, view: ReadView) {
    this.#row = row;
    this.#view = view;
    this.id = row.id;
    this.kind = row.ordered.kind;
    this.status = row.status;
    this.orderedAt = row.orderedAt;
    this.paidAt = row.paidAt;
    this.fulfilledAt = row.fulfilledAt;
    this.cancelledAt = row.cancelledAt;
  }

  @Field(() => Account, { description: 'Whose it is.' })
  get account(): Account {
    const row = this.#view.account(this.#row.accountId);
    if (!row) throw new Error('an order is placed in an account, and seen by whoever reaches it');
    return new Account(row, this.#view.context);
  }

  @Field(() => [OrderItem], { description: 'What was ordered, in its order.' })
  get items(): readonly OrderItem[] {
    return orderItems(this.#row, this.#view);
  }

  @Field(() => EventConnection, {
    description: 'What happened to it, and what named it, in the order of the log, up to the moment that it is read at.',
  })
  history(@Args(() => HistoryArguments) page: HistoryArguments): Promise<InstanceType<typeof EventConnection>> {
    return historyOf(this.#view, this.#row.accountId, this.id, page);
  }

  @Field(() => LicenseConnection, { description: 'The licenses in the list that it issued or renewed.' })
  licenses(@Args(() => ForwardPageArguments) page: ForwardPageArguments): Promise<InstanceType<typeof LicenseConnection>> {
    return licensesOfOrder(this.#view, this.#row, page);
  }
}

export const OrderConnection = connectionOf<Order>({
  name: 'Order',
  node: () => Order,
  plural: 'orders',
  positioned: false,
});

/** Null for what the viewer does not reach, as for what does not exist. */
export function orderNode(text: string, view: ReadView): Order | null {
  const id = parseOrderId(text);
  const row = id && view.may('Query.orders') ? view.context.queries.orderById(id) : undefined;
  return row && view.reaches(row.accountId) ? new Order(row, view) : null;
}

/** Newest first. They are not temporal: a cursor's moment does not matter. */
export function listOrders(
  context: GraphqlContext,
  accountId: string | null | undefined,
  status: OrderStatus | undefined,
  input: PageInput,
): InstanceType<typeof OrderConnection> {
  const { queries, viewer } = context;
  const named = accountId !== null && accountId !== undefined ? accountArgument(context, accountId) : null;
  const accounts = named === null ? viewer.accounts : named && [named];
  const plan = planPage(context, input, listName('orders', named === null ? 'all' : (named ?? null), status ?? null));
  const view = new ReadView(context, presentMoment(context));
  const which = status === undefined ? {} : { status };
  return OrderConnection.of<OrderRow>({
    page:
      accounts === undefined
        ? EMPTY_PAGE
        : readPage(plan, view.at, (request) => queries.ordersOf(accounts, { ...request, ...which })),
    node: (row) => new Order(row, view),
    count: () => (accounts === undefined ? 0 : queries.countOrdersOf(accounts, status)),
    position: null,
  });
}
