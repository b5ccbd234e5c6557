import { Field, ObjectType } from 'type-graphql';
import type { Instant } from '../../domain/ids.js';
import type { ViewOutcome } from '../../../projections/queries.js';
import { describedEnum } from '../enums.js';
import { DateTimeScalar } from '../scalars/date-time.js';

export const OutcomeKindEnum = describedEnum<ViewOutcome['outcome']>('OutcomeKind', 'What a view did with an event.', {
  APPLIED: 'It shaped the rows of the view.',
  IGNORED: 'The view does not take events of that type.',
  PARKED: 'The view could not take it, or it waits behind one of its stream that the view could not take.',
  PENDING: 'The read model has not come so far.',
});

@ObjectType('EventOutcome', { simpleResolvers: true, description: 'What one view of the read model did with an event.' })
export class EventOutcome implements ViewOutcome {
  @Field(() => String, { description: 'Name of the view.' })
  readonly view!: string;

  @Field(() => OutcomeKindEnum, { description: 'What it did.' })
  readonly outcome!: ViewOutcome['outcome'];

  @Field(() => String, { nullable: true, description: 'Why it is, or was once, parked.' })
  readonly error!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is, or was once, parked.' })
  readonly parkedAt!: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it could be applied after it had been parked.' })
  readonly appliedAt!: Instant | null;
}
