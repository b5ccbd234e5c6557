import { ValidateNested } from 'class-validator';
import { ArgsType, Field } from 'type-graphql';
import { PageArguments } from '../paging/page-arguments.js';
import { HistoryWhere } from './event-where.js';

@ArgsType()
export class HistoryArguments extends PageArguments {
  @Field(() => HistoryWhere, { nullable: true, description: 'Which; all where it is left out.' })
  @ValidateNested()
  readonly where?: HistoryWhere | null;
}
