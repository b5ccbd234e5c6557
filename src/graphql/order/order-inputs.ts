import { ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import type { LicenseClock, LicenseKind } from '../../domain/license-terms.js';
import { LicenseClockEnum, LicenseKindEnum } from '../enums.js';
import { ProductInput } from '../license/license-inputs.js';
import { LONGEST_ID, LONGEST_LIST } from '../limits/lengths.js';
import { IdempotencyKey, OptionalId, OptionalText, RequiredId } from '../mutation/input-fields.js';
import { ACCOUNT_ID } from '../read/account-argument.js';

@InputType('OrderItemInput', { description: 'Licenses to order: of a product, or by its article number.' })
export class OrderItemInput {
  @OptionalText('Article number; needed where product is left out.')
  readonly sku?: string | null;

  @Field(() => ProductInput, { nullable: true, description: 'What they are for; needed where sku is left out.' })
  @ValidateNested()
  readonly product?: ProductInput | null;

  @Field(() => LicenseKindEnum, { description: 'What they run on.' })
  readonly kind!: LicenseKind;

  @Field(() => Int, { description: 'How many.' })
  readonly quantity!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Months of the term (CLOUD: needed) or of the update subscription (MAIN: a year where it is left out), from the first activation.',
  })
  readonly months?: number | null;
}

@InputType('OrderLicensesInput', { description: 'New licenses to order.' })
export class OrderLicensesInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @OptionalId(ACCOUNT_ID)
  readonly accountId?: string | null;

  @Field(() => [OrderItemInput], { description: 'The licenses.' })
  @ArrayMaxSize(LONGEST_LIST)
  @ValidateNested({ each: true })
  readonly items!: readonly OrderItemInput[];
}

@InputType('OrderRenewalInput', { description: 'Licenses of one account to renew together.' })
export class OrderRenewalInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @Field(() => [ID], { description: 'Which licenses.' })
  @ArrayMaxSize(LONGEST_LIST)
  @MaxLength(LONGEST_ID, { each: true })
  readonly licenseIds!: readonly string[];

  @Field(() => LicenseClockEnum, { description: 'Which clock to extend.' })
  readonly clock!: LicenseClock;

  @Field(() => Int, { description: 'By how many months: from its end, or from the fulfilment where it has ended.' })
  readonly months!: number;
}

@InputType('CancelOrderInput', { description: 'An order that is not paid yet, and is wanted no longer.' })
export class CancelOrderInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which order.')
  readonly orderId!: string;

  @OptionalText('Why.')
  readonly reason?: string | null;
}

@InputType('MarkOrderPaidInput', { description: 'An order that was paid.' })
export class MarkOrderPaidInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which order.')
  readonly orderId!: string;
}

@InputType('FulfilOrderInput', { description: 'A paid order to fulfil.' })
export class FulfilOrderInput {
  @IdempotencyKey()
  readonly idempotencyKey?: string | null;

  @RequiredId('Which order.')
  readonly orderId!: string;
}
