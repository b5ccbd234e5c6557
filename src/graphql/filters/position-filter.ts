import { Field, InputType } from 'type-graphql';
import type { PositionFilter } from '../../../projections/queries.js';
import type { GraphqlContext } from '../context.js';
import { apiError } from '../errors.js';
import { PositionScalar, type LogPosition } from '../scalars/position.js';

@InputType('PositionFilter', { description: 'Compares places in the event log. Everything that is given must hold.' })
export class PositionFilterInput {
  @Field(() => PositionScalar, { nullable: true, description: 'Before this.' })
  readonly lt?: LogPosition | null;

  @Field(() => PositionScalar, { nullable: true, description: 'Before this, or this.' })
  readonly lte?: LogPosition | null;

  @Field(() => PositionScalar, { nullable: true, description: 'After this.' })
  readonly gt?: LogPosition | null;

  @Field(() => PositionScalar, { nullable: true, description: 'After this, or this.' })
  readonly gte?: LogPosition | null;
}

/** @throws POSITION_UNKNOWN for one of another epoch. */
export function positionsOf(
  context: GraphqlContext,
  filter: { readonly [Bound in keyof PositionFilter]?: LogPosition },
  epoch: string,
): PositionFilter {
  const bounds = Object.entries(filter).map(([bound, position]) => {
    if (position.epoch !== epoch) throw apiError('positionUnknown', context.language, [`where.position.${bound}`]);
    return [bound, position.number] as const;
  });
  return Object.fromEntries(bounds);
}
