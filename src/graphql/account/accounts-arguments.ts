import { MaxLength } from 'class-validator';
import { ArgsType, Field } from 'type-graphql';
import { LONGEST_SEARCH } from '../limits/lengths.js';
import { ForwardPageArguments } from '../paging/page-arguments.js';

@ArgsType()
export class AccountsArguments extends ForwardPageArguments {
  @Field(() => String, { nullable: true, description: 'Occurs in the name, or is the whole id.' })
  @MaxLength(LONGEST_SEARCH)
  readonly search?: string | null;
}
