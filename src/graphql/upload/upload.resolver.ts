import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { listUploads, UploadConnection } from './upload.js';

@Resolver()
export class UploadResolver {
  @Query(() => UploadConnection, { description: 'The uploads of the account, newest first.' })
  uploads(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): InstanceType<typeof UploadConnection> {
    return listUploads(context, accountId, page);
  }
}
