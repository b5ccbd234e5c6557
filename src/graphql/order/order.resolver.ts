import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { OrderStatus } from '../../domain/order.js';
import type { GraphqlContext } from '../context.js';
import { OrderStatusEnum } from '../enums.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { listOrders, OrderConnection } from './order.js';

@Resolver()
export class OrderResolver {
  @Query(() => OrderConnection, {
    description: 'The orders of an account, newest first; of all accounts that the asker reaches where none is named.',
  })
  orders(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: 'Which account; left out: all that the asker reaches.' })
    accountId: string | null | undefined,
    @Arg('status', () => OrderStatusEnum, { nullable: true, description: 'Which; all where it is left out.' })
    status: OrderStatus | null | undefined,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): InstanceType<typeof OrderConnection> {
    return listOrders(context, accountId, status ?? undefined, page);
  }
}
