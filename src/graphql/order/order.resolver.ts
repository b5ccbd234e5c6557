import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { listOrders, OrderConnection } from './order.js';

@Resolver()
export class OrderResolver {
  @Query(() => OrderConnection, { description: 'The orders of the account, newest first.' })
  orders(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): InstanceType<typeof OrderConnection> {
    return listOrders(context, accountId, page);
  }
}
