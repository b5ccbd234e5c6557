import { Field, ObjectType } from 'type-graphql';
import { PositionScalar, type LogPosition } from '../scalars/position.js';
import { MutationError } from './mutation-error.js';
import type { Settled } from './settle.js';

/** What every payload has. It is no type of the schema by itself. */
@ObjectType('MutationPayload', { simpleResolvers: true, description: 'What came of a mutation.' })
export abstract class MutationPayload {
  @Field(() => PositionScalar, {
    nullable: true,
    description: 'Its last event: what a query given it as minPosition waits for. Null where there was nothing to wait for.',
  })
  readonly position: LogPosition | null;

  @Field(() => [MutationError], {
    description: 'Why it was refused, or what did not follow although it was done; empty otherwise.',
  })
  readonly errors: readonly MutationError[];

  constructor({ position, errors }: Settled<unknown>) {
    this.position = position;
    this.errors = errors;
  }
}
