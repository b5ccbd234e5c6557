/** Comparators of texts and dates. Every comparator that is given must hold. */
import { ArrayMaxSize, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import { LONGEST_FILTER_LIST, LONGEST_SEARCH } from '../limits/lengths.js';
import { DateTimeScalar } from '../scalars/date-time.js';

@InputType('StringFilter', { description: 'Compares a text. Upper and lower case, ё and е do not matter.' })
export class StringFilterInput {
  @Field(() => String, { nullable: true, description: 'Is this.' })
  @MaxLength(LONGEST_SEARCH)
  readonly eq?: string | null;

  @Field(() => String, { nullable: true, description: 'Is not this.' })
  @MaxLength(LONGEST_SEARCH)
  readonly ne?: string | null;

  @Field(() => [String], { nullable: true, description: 'Is one of these.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @MaxLength(LONGEST_SEARCH, { each: true })
  readonly in?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Is none of these.' })
  @ArrayMaxSize(LONGEST_FILTER_LIST)
  @MaxLength(LONGEST_SEARCH, { each: true })
  readonly notIn?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'Begins with this.' })
  @MaxLength(LONGEST_SEARCH)
  readonly startsWith?: string | null;

  @Field(() => String, { nullable: true, description: 'Holds this.' })
  @MaxLength(LONGEST_SEARCH)
  readonly contains?: string | null;
}

@InputType('DateTimeFilter', { description: 'Compares an instant, or asks whether there is one.' })
export class DateTimeFilterInput {
  @Field(() => DateTimeScalar, { nullable: true, description: 'Is earlier.' })
  readonly lt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Is earlier, or the same.' })
  readonly lte?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Is later.' })
  readonly gt?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Is later, or the same.' })
  readonly gte?: Instant | null;

  @Field(() => Boolean, { nullable: true, description: 'true: there is none; false: there is one.' })
  readonly isNull?: boolean | null;
}
