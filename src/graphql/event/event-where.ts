import { MaxLength, ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { PositionFilterInput } from '../filters/position-filter.js';
import { DateTimeFilterInput, StringFilterInput } from '../filters/value-filters.js';
import { LONGEST_ID } from '../limits/lengths.js';

@InputType('HistoryWhere', { description: 'Which events of a thing. Everything that is given must hold.' })
export class HistoryWhere {
  @Field(() => StringFilterInput, { nullable: true, description: 'The stream, as license-….' })
  @ValidateNested()
  readonly stream?: StringFilterInput | null;

  @Field(() => StringFilterInput, { nullable: true, description: 'What happened, as LicenseActivated.' })
  @ValidateNested()
  readonly type?: StringFilterInput | null;

  @Field(() => ID, { nullable: true, description: 'Who did it.' })
  @MaxLength(LONGEST_ID)
  readonly actorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which request: its events share the correlationId.' })
  @MaxLength(LONGEST_ID)
  readonly correlationId?: string | null;

  @Field(() => DateTimeFilterInput, { nullable: true, description: 'When it happened, as reported.' })
  @ValidateNested()
  readonly occurredAt?: DateTimeFilterInput | null;

  @Field(() => DateTimeFilterInput, { nullable: true, description: 'When it was recorded.' })
  @ValidateNested()
  readonly recordedAt?: DateTimeFilterInput | null;

  @Field(() => PositionFilterInput, { nullable: true, description: 'Its place in the log.' })
  @ValidateNested()
  readonly position?: PositionFilterInput | null;
}

@InputType('EventWhere', { description: 'Which events. Everything that is given must hold.' })
export class EventWhere extends HistoryWhere {
  @Field(() => ID, {
    nullable: true,
    description:
      'What happened to the thing of this id, and what named it: of a license also where it is found through devices, bases, uploads and orders.',
  })
  @MaxLength(LONGEST_ID)
  readonly subjectId?: string | null;
}
