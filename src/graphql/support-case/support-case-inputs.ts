import { ValidateNested } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { DiagnoseMissingLicenseInput } from '../diagnosis/diagnose-input.js';
import { IdempotencyKey, OptionalId, OptionalText, RequiredId, RequiredText } from '../mutation/input-fields.js';
import { ACCOUNT_ID } from '../read/account-argument.js';

@InputType('OpenSupportCaseInput', { description: 'A license that is missed, to be helped with.' })
export class OpenSupportCaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @Field(() => DiagnoseMissingLicenseInput, {
    description: 'What is known of the license: the case keeps what a diagnosis says of it now.',
  })
  @ValidateNested()
  readonly diagnosis!: DiagnoseMissingLicenseInput;

  @OptionalText('To support, in your own words.')
  readonly message?: string | null;
}

@InputType('ResolveSupportCaseInput', { description: 'A case that support has done its work on.' })
export class ResolveSupportCaseInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which case.')
  readonly caseId!: string;

  @RequiredText('What was done, for whoever opened it.')
  readonly note!: string;
}
