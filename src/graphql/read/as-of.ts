import { ArgsType, Field, InputType } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import { DateTimeScalar } from '../scalars/date-time.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

@InputType('AsOf', {
  description: 'A moment of the past; exactly one of its fields. Everything below is read as it was known then.',
})
export class AsOf {
  @Field(() => DateTimeScalar, { nullable: true, description: 'What had been recorded by this time; not later than now.' })
  readonly time?: Instant | null;

  @Field(() => PositionScalar, {
    nullable: true,
    description: 'What had been recorded up to this place in the log, judged at its time.',
  })
  readonly position?: LogPosition | null;
}

export const AS_OF = 'As it was known at a moment of the past, instead of now.';
export const MIN_POSITION =
  'Waits up to two seconds for this position, which a mutation returned, and fails with READ_MODEL_BEHIND (try again) rather than answer older.';

@ArgsType()
export class MomentArgs {
  @Field(() => AsOf, { nullable: true, description: AS_OF })
  readonly asOf?: AsOf | null;

  @Field(() => PositionScalar, { nullable: true, description: MIN_POSITION })
  readonly minPosition?: LogPosition | null;
}
