import { ArrayMaxSize } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { CAUSE_CODES, type CauseCode } from '../../diagnosis/cause.js';
import type { GraphqlContext } from '../context.js';
import { CauseCodeEnum } from '../diagnosis/enums.js';
import { IdempotencyKey, OptionalId, OptionalText } from '../mutation/input-fields.js';
import { MutationPayload } from '../mutation/payload.js';
import { performInAccount } from '../mutation/settle.js';
import { ACCOUNT_ID } from '../read/account-argument.js';
import { DiagnosisFeedback } from './feedback.js';

@InputType('RateDiagnosisInput', { description: 'Did the diagnosis help?' })
export class RateDiagnosisInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @Field(() => Boolean, { description: 'It helped.' })
  readonly helped!: boolean;

  @Field(() => [CauseCodeEnum], { description: 'The causes as they were shown.' })
  @ArrayMaxSize(CAUSE_CODES.length)
  readonly causes!: readonly CauseCode[];

  @OptionalText('In own words, up to 500 characters; support reads it.')
  readonly comment?: string | null;
}

@ObjectType('RateDiagnosisPayload', { simpleResolvers: true, description: 'What came of rating a diagnosis.' })
export class RateDiagnosisPayload extends MutationPayload {}

@Resolver()
export class FeedbackResolver {
  @Query(() => DiagnosisFeedback, { description: 'Did the diagnoses help? By cause, and in the words of those who asked.' })
  diagnosisFeedback(@Ctx() context: GraphqlContext): DiagnosisFeedback {
    return new DiagnosisFeedback(context);
  }

  @Mutation(() => RateDiagnosisPayload, { description: 'Says whether a diagnosis helped.' })
  async rateDiagnosis(
    @Ctx() context: GraphqlContext,
    @Arg('input', () => RateDiagnosisInput, { description: 'Whether it helped.' }) input: RateDiagnosisInput,
  ): Promise<RateDiagnosisPayload> {
    return new RateDiagnosisPayload(
      await performInAccount(context, input, (call, accountId, fields) =>
        context.service.rateDiagnosis(call, { ...fields, accountId }),
      ),
    );
  }
}
