import { Field, ID, ObjectType } from 'type-graphql';
import type { LicenseId } from '../../domain/ids.js';
import { Event } from '../event/event.js';
import { License } from '../license/license.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

@ObjectType('LicenseChange', { simpleResolvers: true, description: 'A license of the list came, changed or went.' })
export class LicenseChange {
  @Field(() => PositionScalar, {
    description:
      'What since may be given to go on behind this change. For all but the last license of one event it is still the place before it: a cut repeats and never skips.',
  })
  readonly position!: LogPosition;

  @Field(() => Event, {
    nullable: true,
    description:
      'What happened; null for a repair, for a term or subscription that ended by the clock, for what the account may not see, and for PARTNER and VENDOR.',
  })
  readonly event!: Event | null;

  @Field(() => License, { nullable: true, description: 'The license as it was after that event; null where it left the list.' })
  readonly license!: License | null;

  @Field(() => ID, { nullable: true, description: 'The license that left the list.' })
  readonly removedLicenseId!: LicenseId | null;
}
