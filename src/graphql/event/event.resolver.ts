import { MaxLength, ValidateNested } from 'class-validator';
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import type { GraphqlContext } from '../context.js';
import { LONGEST_ID } from '../limits/lengths.js';
import { PageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { EventConnection, listEvents } from './event-connection.js';
import { EventWhere } from './event-where.js';

@ArgsType()
class EventsArguments extends PageArguments {
  @Field(() => ID, { nullable: true, description: ACCOUNT_ID })
  @MaxLength(LONGEST_ID)
  readonly accountId?: string | null;

  @Field(() => EventWhere, { nullable: true, description: 'Which; all where it is left out.' })
  @ValidateNested()
  readonly where?: EventWhere | null;
}

@Resolver()
export class EventResolver {
  @Query(() => EventConnection, {
    description: 'Everything that happened in the account, in the order of the log; the newest by last. Codes are masked.',
  })
  events(
    @Ctx() context: GraphqlContext,
    @Args(() => EventsArguments) { accountId, where, ...page }: EventsArguments,
  ): Promise<InstanceType<typeof EventConnection>> {
    return listEvents(context, accountId, where, page);
  }
}
