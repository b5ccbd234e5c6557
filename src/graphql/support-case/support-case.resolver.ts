import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { SupportCaseStatus } from '../../domain/support-case.js';
import type { GraphqlContext } from '../context.js';
import { SupportCaseStatusEnum } from '../enums.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { listSupportCases, SupportCaseConnection } from './support-case.js';

@Resolver()
export class SupportCaseResolver {
  @Query(() => SupportCaseConnection, {
    description:
      'The support cases of an account, newest first; of all accounts that the asker reaches where none is named, the open ones first, the oldest first.',
  })
  supportCases(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: 'Which account; left out: all that the asker reaches.' })
    accountId: string | null | undefined,
    @Arg('status', () => SupportCaseStatusEnum, { nullable: true, description: 'Which; all where it is left out.' })
    status: SupportCaseStatus | null | undefined,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): InstanceType<typeof SupportCaseConnection> {
    return listSupportCases(context, accountId, status ?? undefined, page);
  }
}
