import { MaxLength, ValidateNested } from 'class-validator';
import { Arg, Args, ArgsType, Ctx, Field, ID, Query, Resolver } from 'type-graphql';
import { parseDatabaseId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { LONGEST_ID } from '../limits/lengths.js';
import { PageArguments } from '../paging/page-arguments.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { MomentArgs } from '../read/as-of.js';
import { momentFor } from '../read/moments.js';
import { ReadView } from '../read/read-view.js';
import { DatabaseConnection, listDatabases } from './database-connection.js';
import { Database, databaseNode } from './database.js';
import { DatabaseWhere } from './database-where.js';

@ArgsType()
class DatabasesArguments extends PageArguments {
  @Field(() => ID, { nullable: true, description: ACCOUNT_ID })
  @MaxLength(LONGEST_ID)
  readonly accountId?: string | null;

  @Field(() => DatabaseWhere, { nullable: true, description: 'Which; all where it is left out.' })
  @ValidateNested()
  readonly where?: DatabaseWhere | null;
}

@Resolver()
export class DatabaseResolver {
  @Query(() => Database, { nullable: true, description: 'A base of an account that the viewer reaches; for a gateway, its own.' })
  async database(
    @Ctx() context: GraphqlContext,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<Database | null> {
    const view = new ReadView(context, await momentFor(context, moment));
    return databaseNode(parseDatabaseId(id) ?? null, view);
  }

  @Query(() => DatabaseConnection, { description: 'The bases of the account, by name; for a gateway, its own.' })
  databases(
    @Ctx() context: GraphqlContext,
    @Args(() => DatabasesArguments) { accountId, where, ...page }: DatabasesArguments,
    @Args(() => MomentArgs) moment: MomentArgs,
  ): Promise<InstanceType<typeof DatabaseConnection>> {
    return listDatabases(context, accountId, where, page, moment);
  }
}
