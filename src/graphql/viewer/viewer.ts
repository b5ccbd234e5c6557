import { Args, Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { Role } from '../../domain/events.js';
import { mayCall } from '../access.js';
import { AccountConnection, listAccounts } from '../account/account.js';
import { AccountsArguments } from '../account/accounts-arguments.js';
import type { GraphqlContext } from '../context.js';
import { RoleEnum } from '../enums.js';
import { apiError } from '../errors.js';

@ObjectType('Viewer', { simpleResolvers: true, description: 'Whoever asks, as the token tells.' })
export class Viewer {
  @Field(() => ID, { description: 'Subject of the token.' })
  readonly id: string;

  @Field(() => String, { nullable: true, description: 'Name, where the token tells one.' })
  readonly name: string | null;

  @Field(() => RoleEnum, { description: 'Role.' })
  readonly role: Role;

  @Field(() => String, { description: 'Language of texts where a request names none: ru or en.' })
  readonly locale: string;

  constructor({ viewer }: GraphqlContext) {
    this.id = viewer.id;
    this.name = viewer.name;
    this.role = viewer.role;
    this.locale = viewer.locale;
  }

  @Field(() => AccountConnection, { description: 'The accounts that the viewer reaches, by name.' })
  accounts(
    @Ctx() context: GraphqlContext,
    @Args(() => AccountsArguments) { search, ...page }: AccountsArguments,
  ): InstanceType<typeof AccountConnection> {
    if (!mayCall(context.viewer, 'Query.accounts')) throw apiError('forbidden', context.language);
    return listAccounts(context, search, page);
  }
}
