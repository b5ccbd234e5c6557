import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { Account, AccountConnection, accountNode, listAccounts } from './account.js';
import { AccountsArguments } from './accounts-arguments.js';

@Resolver()
export class AccountResolver {
  @Query(() => Account, { nullable: true, description: 'An account that the viewer reaches.' })
  account(@Ctx() context: GraphqlContext, @Arg('id', () => ID, { description: 'Its id.' }) id: string): Account | null {
    return accountNode(context, id);
  }

  @Query(() => AccountConnection, { description: 'The accounts that the viewer reaches, by name.' })
  accounts(
    @Ctx() context: GraphqlContext,
    @Args(() => AccountsArguments) { search, ...page }: AccountsArguments,
  ): InstanceType<typeof AccountConnection> {
    return listAccounts(context, search, page);
  }
}
