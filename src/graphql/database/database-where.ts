import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { DatabaseKindFilter, DatabaseStateFilter } from '../filters/choice-filters.js';
import { LONGEST_FILTER_LIST, LONGEST_SEARCH } from '../limits/lengths.js';

@InputType('DatabaseWhere', { description: 'Which bases. Everything that is given must hold.' })
export class DatabaseWhere {
  @Field(() => DatabaseKindFilter, { nullable: true, description: 'Where it runs.' })
  @ValidateNested()
  readonly kind?: InstanceType<typeof DatabaseKindFilter> | null;

  @Field(() => DatabaseStateFilter, { nullable: true, description: 'Whether it is in use.' })
  @ValidateNested()
  readonly state?: InstanceType<typeof DatabaseStateFilter> | null;

  @Field(() => String, { nullable: true, description: 'Occurs in the name.' })
  @MaxLength(LONGEST_SEARCH)
  readonly search?: string | null;

  @Field(() => [DatabaseWhere], { nullable: true, description: 'All of these hold.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly and?: readonly DatabaseWhere[] | null;

  @Field(() => [DatabaseWhere], { nullable: true, description: 'At least one of these holds.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @ValidateNested({ each: true })
  readonly or?: readonly DatabaseWhere[] | null;

  @Field(() => DatabaseWhere, { nullable: true, description: 'This does not hold.' })
  @ValidateNested()
  readonly not?: DatabaseWhere | null;
}
