import { MaxLength } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';
import { LONGEST_ID } from '../limits/lengths.js';

const FIRST = 'How many from the beginning, or after the cursor: 0 to 200; 50 where neither first nor last is given.';
const AFTER = 'A cursor of this list: the page begins behind it, read at the moment at which the cursor was given.';

/** Forwards only. */
@ArgsType()
export class ForwardPageArguments {
  @Field(() => Int, { nullable: true, description: FIRST })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: AFTER })
  @MaxLength(LONGEST_ID)
  readonly after?: string | null;
}

/** Forwards by first and after, or backwards by last and before; rows come in list order either way. */
@ArgsType()
export class PageArguments extends ForwardPageArguments {
  @Field(() => Int, { nullable: true, description: 'How many from the end, or before the cursor: 0 to 200.' })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor of this list: the page ends in front of it.' })
  @MaxLength(LONGEST_ID)
  readonly before?: string | null;
}
