import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Retried } from '../../processes/retry-parked-events.js';
import type { GraphqlContext } from '../context.js';
import { IdempotencyKey, OptionalText } from '../mutation/input-fields.js';
import { MutationPayload } from '../mutation/payload.js';
import { perform, type Settled } from '../mutation/settle.js';

@InputType('RetryParkedEventsInput', { description: 'What to try again.' })
export class RetryParkedEventsInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalText('One stream; all that are parked where it is left out.')
  readonly stream?: string | null;
}

@ObjectType('RetryParkedEventsPayload', { simpleResolvers: true, description: 'What came of another try.' })
export class RetryParkedEventsPayload extends MutationPayload {
  @Field(() => Int, { description: 'Events that are applied now.' })
  readonly applied: number;

  @Field(() => Int, { description: 'Streams that a view still cannot take.' })
  readonly stillParked: number;

  constructor(settled: Settled<Retried>) {
    super(settled);
    this.applied = settled.value?.applied ?? 0;
    this.stillParked = settled.value?.stillParked ?? 0;
  }
}

@Resolver()
export class ReadModelMutations {
  @Mutation(() => RetryParkedEventsPayload, {
    description: 'Folds streams again that a view could not take: what was mended then appears by itself.',
  })
  async retryParkedEvents(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RetryParkedEventsInput, { description: 'What to try again.' }) input: RetryParkedEventsInput,
  ): Promise<RetryParkedEventsPayload> {
    return new RetryParkedEventsPayload(
      await perform(context, input, (call, fields) => context.readModel.retryParkedEvents(call, fields)),
    );
  }
}
