import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { AccountId } from '../../domain/ids.js';
import type { GraphqlContext } from '../context.js';
import { IdempotencyKey, OptionalId, OptionalText, RequiredText } from '../mutation/input-fields.js';
import { MutationPayload } from '../mutation/payload.js';
import { perform, type Settled } from '../mutation/settle.js';
import { Account, accountNode } from './account.js';

@InputType('OpenAccountInput', { description: 'A new account.' })
export class OpenAccountInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId('Its id, where it has one from elsewhere; made where it is left out.')
  readonly accountId?: string | null;

  @RequiredText('Name.')
  readonly name!: string;

  @OptionalText('Language of its letters, as a language tag; ru where it is left out.')
  readonly locale?: string | null;

  @OptionalText('IANA name of its time zone; Europe/Moscow where it is left out.')
  readonly timeZone?: string | null;
}

@ObjectType('AccountPayload', { simpleResolvers: true, description: 'What came of opening an account.' })
export class AccountPayload extends MutationPayload {
  @Field(() => Account, { nullable: true, description: 'The account; null where it was refused.' })
  readonly account: Account | null;

  constructor(settled: Settled<{ readonly accountId: AccountId }>) {
    super(settled);
    this.account = settled.value && accountNode(settled.view.context, settled.value.accountId);
  }
}

@Resolver()
export class AccountMutations {
  @Mutation(() => AccountPayload, { description: 'Opens an account.' })
  async openAccount(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => OpenAccountInput, { description: 'The account.' }) input: OpenAccountInput,
  ): Promise<AccountPayload> {
    return new AccountPayload(await perform(context, input, (call, fields) => context.service.openAccount(call, fields)));
  }
}
