import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { SupportCaseStatus } from '../../domain/support-case.js';
import type { GraphqlContext } from '../context.js';
import { SupportCaseStatusEnum } from '../enums.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { listSupportCases, SupportCaseConnection } from './support-case.js';

@Resolver()
export class SupportCaseResolver {
  @Query(() => SupportCaseConnection, { description: 'The support cases of the account, newest first.' })
  supportCases(
    @Ctx() context: GraphqlContext,
    @Arg('accountId', () => ID, { nullable: true, description: ACCOUNT_ID }) accountId: string | null | undefined,
    @Arg('status', () => SupportCaseStatusEnum, { nullable: true, description: 'Which; all where it is left out.' })
    status: SupportCaseStatus | null | undefined,
    @Args(() => ForwardPageArguments) page: ForwardPageArguments,
  ): InstanceType<typeof SupportCaseConnection> {
    return listSupportCases(context, accountId, status ?? undefined, page);
  }
}
